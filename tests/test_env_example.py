"""`.env.example` and the settings tell of the same knobs, and the seeds' variables still mean what they meant."""

import re
from pathlib import Path

import pytest
from pydantic import AliasChoices, ValidationError

from settings import RETIRED, Settings, retired_variables

EXAMPLE = Path(__file__).parents[1] / ".env.example"
KNOB = re.compile(r"# (?P<name>[A-Z][A-Z0-9_]*)=(?P<value>\S*) +# (?P<meaning>\S.+)")


def names(field: str) -> list[str]:
    """A setting's variables, the one to write first."""
    alias = Settings.model_fields[field].validation_alias
    return [str(choice) for choice in alias.choices] if isinstance(alias, AliasChoices) else [str(alias)]


@pytest.fixture
def bare(monkeypatch):
    """An environment in which no knob is set."""
    for field in Settings.model_fields:
        for name in names(field):
            monkeypatch.delenv(name, raising=False)
    for name in RETIRED:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_every_knob_is_in_the_example_and_nothing_unknown():
    listed = [knob["name"] for knob in map(KNOB.fullmatch, EXAMPLE.read_text().splitlines()) if knob]
    assert sorted(listed) == sorted(names(field)[0] for field in Settings.model_fields)


def test_a_knob_that_nothing_reads_yet_stands_under_that_heading():
    house = EXAMPLE.parent
    code = "".join(
        file.read_text()
        for room in house.iterdir()
        if room.is_dir() and not room.name.startswith((".", "tests", "build"))
        for file in room.rglob("*.py")
    )
    code += "".join(file.read_text() for file in house.glob("*.py"))
    heading = EXAMPLE.read_text().partition("for doors that are still to come\n")[2].partition("\n# ---")[0]
    to_come = {knob["name"] for knob in map(KNOB.fullmatch, heading.splitlines()) if knob}
    read = set(re.findall(r"\.(\w+)", code))
    assert to_come == {names(field)[0] for field in Settings.model_fields if field not in read}


def test_every_line_of_the_example_is_a_knob_a_heading_or_empty():
    for line in EXAMPLE.read_text().splitlines()[2:]:
        assert not line or line.startswith("# --- ") or KNOB.fullmatch(line), line


def test_the_example_with_every_line_taken_up_gives_the_defaults(bare, tmp_path):
    everything = tmp_path / ".env"
    everything.write_text(re.sub(r"(?m)^# (?=[A-Z_]+=)", "", EXAMPLE.read_text()))
    assert Settings(_env_file=everything) == Settings(_env_file=None)


@pytest.mark.parametrize(
    ("variable", "written", "field", "read"),
    [
        ("GROQ_API_KEY", "gsk_abc", "groq_api_key", "gsk_abc"),
        ("DATABASE_URL", "postgresql+asyncpg://me:pw@db:5432/desk", "database_url", "postgresql://me:pw@db:5432/desk"),
        ("DATABASE_URL", "postgres://me@db/desk", "database_url", "postgresql://me@db/desk"),
        ("SECRET_KEY", "quiet", "secret_key", "quiet"),
        ("JWT_SECRET", "quiet", "secret_key", "quiet"),
        ("JWT_ALGORITHM", "HS512", "jwt_algorithm", "HS512"),
        ("JWT_EXPIRATION_MINUTES", "30", "jwt_expiration_minutes", 30),
        ("DEBUG", "true", "debug", True),
        ("CORS_ORIGINS", "http://a.example, http://b.example/", "cors_origins", "http://a.example,http://b.example"),
        ("CORS_ORIGINS", '["http://a.example"]', "cors_origins", "http://a.example"),
        ("FRONTEND_URL", "http://localhost:8000", "cors_origins", "http://localhost:8000"),
        ("RATE_LIMIT_GLOBAL", "60/minute", "rate_limit_global", "60/minute"),
        ("PORT", "8080", "port", 8080),
        ("LLM_MODEL", "llama-3.1-8b-instant", "model", "llama-3.1-8b-instant"),
        ("LLM_TEMPERATURE", "0.2", "llm_temperature", 0.2),
        ("RAG_TOP_K", "5", "rag_top_k", 5),
        ("CACHE_TTL_SECONDS", "60", "cache_ttl_s", 60),
        ("SESSION_TIMEOUT", "600", "session_timeout_s", 600),
        ("OPENAI_API_KEY", "sk-abc", "openai_api_key", "sk-abc"),
        ("DEEPGRAM_API_KEY", "dg", "deepgram_api_key", "dg"),
        ("SAMPLE_RATE", "8000", "sample_rate", 8000),
        ("HEYGEN_API_KEY", "hg", "heygen_api_key", "hg"),
        ("HEYGEN_AVATAR_ID", "Anna_public", "heygen_avatar_id", "Anna_public"),
    ],
)
def test_a_variable_of_the_seeds_is_read_under_its_name(bare, variable, written, field, read):
    bare.setenv(variable, written)
    value = getattr(Settings(_env_file=None), field)
    assert (value.get_secret_value() if hasattr(value, "get_secret_value") else value) == read


def test_both_kinds_of_origin_are_allowed_and_none_twice(bare):
    bare.setenv("CORS_ORIGINS", "http://a.example,http://b.example")
    bare.setenv("FRONTEND_URL", "http://b.example/")
    assert Settings(_env_file=None).cors_origins == "http://a.example,http://b.example"


def test_a_retired_variable_that_is_set_gives_one_warning_and_an_empty_one_none():
    warnings = retired_variables({"MONGODB_URL": "mongodb://old", "MONGODB_DB_NAME": "", "PORT": "8000"})
    assert len(warnings) == 1
    assert "MONGODB_URL" in warnings[0]
    assert "DATABASE_URL" in warnings[0]


def test_a_retired_variable_in_the_env_file_is_found_too(bare, tmp_path):
    (tmp_path / ".env").write_text("MONGODB_DB_NAME=echobot\n")
    bare.chdir(tmp_path)
    assert len(retired_variables()) == 1


def test_no_retired_variable_is_a_knob():
    assert not set(RETIRED) & {name for field in Settings.model_fields for name in names(field)}


@pytest.mark.parametrize(
    ("variable", "written"),
    [
        ("DATABASE_URL", "mongodb://me:hidden@old/desk"),
        ("CORS_ORIGINS", "[hidden"),
        ("RATE_LIMIT_GLOBAL", "hidden"),
        ("JWT_ALGORITHM", "none"),
        ("PORT", "hidden"),
    ],
)
def test_a_bad_value_is_refused_by_the_variables_name_and_not_repeated(bare, variable, written):
    bare.setenv(variable, written)
    with pytest.raises(ValidationError, match=variable) as refused:
        Settings(_env_file=None)
    assert "hidden" not in str(refused.value)
