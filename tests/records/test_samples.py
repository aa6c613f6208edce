"""The sample tenants are put in place once, and again only where their files changed."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
import yaml

from records import agents, database, reservations, samples, tenants
from records.samples import UnreadableSample
from tests.records.conftest import NOW

AGENTS = Path(__file__).parent.parent.parent / "agents"


def sample(name: str) -> dict:
    return {
        "name": name,
        "agents": [{"name": "Desk", "type": "receptionist", "config": {"tables": [{"name": 1, "seats": 2}]}}],
        "documents": [{"title": "Menu", "source": "menu", "content": "Soup, 5 euros."}],
    }


async def test_the_samples_of_the_house_can_be_booked(postgres):
    applied = await samples.apply(AGENTS)
    assert [one["name"] for one in applied] == ["Lindenhof", "Hafenküche"]
    for one in applied:
        assert one["documents"]
        [agent] = one["agents"]
        free = await reservations.free(one["tenant_id"], agent["agent_id"], day=date(2026, 11, 28), party=2, now=NOW)
        assert "2026-11-28T19:30" in free
    async with database.tenant(applied[1]["tenant_id"]) as rows:
        updated_at = await rows.value("select updated_at from agents")
    assert await samples.apply(AGENTS) == applied
    async with database.tenant(applied[1]["tenant_id"]) as rows:
        assert await rows.value("select updated_at from agents") == updated_at


async def test_the_same_file_again_changes_nothing_and_a_changed_one_what_it_says(postgres, tmp_path):
    wanted = sample(f"Sample {tmp_path}")
    file = tmp_path / "sample.yaml"
    file.write_text(yaml.safe_dump(wanted))
    [first] = await samples.apply(file)
    assert first["tenant_id"] == str(samples.tenant_id(wanted["name"]))
    before = await tenants.get(first["tenant_id"])
    [agent] = await agents.all(first["tenant_id"])
    assert [first] == await samples.apply(tmp_path)

    wanted["language"] = "de"
    wanted["agents"][0]["config"]["max_party"] = 12
    file.write_text(yaml.safe_dump(wanted))
    [second] = await samples.apply(file)
    assert second == first
    after = await tenants.get(first["tenant_id"])
    assert before is not None
    assert after is not None
    assert (before.language, after.language, after.created_at) == ("en", "de", before.created_at)
    changed = await agents.get(first["tenant_id"], agent.id)
    assert changed is not None
    assert changed.config["max_party"] == 12
    assert agent.id == UUID(first["agents"][0]["agent_id"])


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"documents": [{"title": "Menu", "source": "napkin", "content": "x"}]}, "documents.0.source"),
        ({"agents": [{"name": "D", "type": "receptionist", "config": {"hours": {"monday": ["noon"]}}}]}, "hours"),
        ({"chef": "Paul"}, "chef"),
    ],
)
async def test_a_wrong_sample_is_refused_before_anything_is_written(postgres, tmp_path, change, named):
    wrong = sample(f"Wrong {tmp_path}") | change
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(sample(f"Right {tmp_path}")))
    (tmp_path / "b.yaml").write_text(yaml.safe_dump(wrong))
    with pytest.raises(UnreadableSample, match=named) as refused:
        await samples.apply(tmp_path)
    assert "b.yaml" in str(refused.value)
    assert await tenants.get(str(samples.tenant_id(f"Right {tmp_path}"))) is None


def test_every_intent_has_examples_in_both_languages():
    intents = yaml.safe_load((AGENTS / "receptionist.intents.yaml").read_text(encoding="utf-8"))
    assert set(intents) == {
        "question",
        "reservation",
        "change_reservation",
        "cancel_reservation",
        "person",
        "goodbye",
        "thanks",
        "smalltalk",
        "out_of_scope",
    }
    for by_language in intents.values():
        assert set(by_language) == {"en", "de"}
        for examples in by_language.values():
            assert len(set(examples)) == len(examples) >= 15
