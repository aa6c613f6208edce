"""The sample tenants are put in place once, and again only where their files changed."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml

from records import agents, database, samples, tenants
from records.samples import UnreadableSample
from tests.records.conftest import House

AGENTS = Path(__file__).parent.parent.parent / "agents"


def sample(name: str) -> dict:
    return {
        "name": name,
        "agents": [{"name": "Desk", "type": "receptionist", "config": {"tables": [{"name": 1, "seats": 2}]}}],
        "documents": [{"title": "Menu", "source": "menu", "content": "Soup, 5 euros."}],
    }


async def test_the_samples_of_the_house_can_be_booked(postgres):
    applied = await samples.apply(AGENTS)
    assert [one["name"] for one in applied] == ["Lindenhof", "Hafenküche", "Seeblick"]
    for one in applied[:2]:
        [agent] = one["agents"]
        assert "19:30" in await House(one["tenant_id"], agent["agent_id"]).free("2026-11-28")
    [desk] = applied[2]["agents"]
    guest = await House(applied[2]["tenant_id"], desk["agent_id"]).caller()
    stay = await guest.stay("2026-11-27", "2026-11-30", party=2, room_type="lake double", extras=["breakfast"])
    assert stay.facts["total_cents"] == 2 * 17900 + 15900 + 2 * 3 * 1850 + 2 * 3 * 250
    assert stay.facts["city_tax_cents"] == 2 * 3 * 250
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


async def test_a_sample_house_seats_guests_outside_in_november(postgres):
    applied = await samples.apply(AGENTS / "01-lindenhof.yaml")
    house = House(applied[0]["tenant_id"], applied[0]["agents"][0]["agent_id"])
    assert "19:30" in await house.free("2026-11-28", area="outside")
    assert "19:30" in await house.free("2026-11-28", party=6, area="outside")  # two tables put together


FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")


def figures(document: dict[str, Any]) -> list[tuple[str, ...]]:
    """The figures of every section of a document, in one notation: a German 9,50 is an English 9.50."""
    sections = re.split(r"^## .*$", document["content"], flags=re.MULTILINE)[1:]
    return [tuple(sorted(figure.replace(",", ".") for figure in FIGURE.findall(section))) for section in sections]


@pytest.mark.parametrize("file", sorted(AGENTS.glob("0*.yaml")), ids=lambda file: file.stem)
def test_a_sample_tells_the_same_in_both_languages(file):
    documents = yaml.safe_load(file.read_text(encoding="utf-8"))["documents"]
    english = [one for one in documents if one.get("language", "en") == "en"]
    german = [one for one in documents if one.get("language", "en") == "de"]
    assert len(english) == len(german) >= 2
    told: dict[str, list[tuple[str, ...]]] = {one["source"]: [] for one in documents}
    for one in english:
        told[one["source"]] += figures(one)
    for one in german:
        for section in figures(one):
            assert section in told[one["source"]], (one["title"], section)
            told[one["source"]].remove(section)
    assert not any(told.values())


def test_a_hotel_charges_what_its_documents_say():
    sample = yaml.safe_load((AGENTS / "03-seeblick.yaml").read_text(encoding="utf-8"))
    rooms = sample["agents"][0]["config"]["rooms"]
    texts = {
        one["language"]: one["content"] for one in sample["documents"] if one["title"].startswith(("Rooms", "Zimm"))
    }
    for type in rooms["types"]:
        if type["name"] != "accessible double":  # costs what a double costs
            for text in texts.values():
                assert f" {type['rate']:.0f} " in " ".join(text.split()), type["name"]
                assert f" {type['weekend_rate']:.0f} " in " ".join(text.split()), type["name"]
    said = " ".join(" ".join(one["content"].split()) for one in sample["documents"] if one["language"] == "en")
    for extra in rooms["extras"]:
        price = f"{extra['price']:.2f}".removesuffix(".00")
        assert f"{price} euros" in said, extra["name"]


def test_every_intent_has_examples_in_both_languages():
    intents = yaml.safe_load((AGENTS / "receptionist.intents.yaml").read_text(encoding="utf-8"))
    assert set(intents) == {
        "question",
        "reservation",
        "change_reservation",
        "cancel_reservation",
        "check_reservation",
        "running_late",
        "resend",
        "waitlist",
        "message",
        "same_again",
        "person",
        "goodbye",
        "thank",
        "smalltalk",
        "out_of_scope",
    }
    for by_language in intents.values():
        assert set(by_language) == {"en", "de"}
        for examples in by_language.values():
            assert len(set(examples)) == len(examples) >= 15
