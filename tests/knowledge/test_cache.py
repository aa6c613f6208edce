"""A question that was asked before is known again in other words, and never taken for another one."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
import yaml

from evals import cache as judged
from knowledge import cache, sameness
from knowledge.cache import Asked
from records import cached_answers, database

TODAY = date(2026, 11, 21)
HOURS = {"id": "", "document_id": "", "document": "", "title": "hours", "content": "We are open.", "score": 1.0}


def asked(tenant, text: str, *, language: str = "en", learned: int = 0, day: date = TODAY) -> Asked:
    question = sameness.read(text, language)
    assert question is not None, text
    return Asked(tenant.id, tenant.agent_id, language, day, learned, text, question)


async def remembered(one: Asked, words: str = "We are open.") -> None:
    cache.remember(one, words, [HOURS])
    await asyncio.gather(*cache.under_way())


async def how(one: Asked) -> str | None:
    answer = await cache.recall(one)
    return answer.how if answer else None


@pytest.mark.parametrize(
    ("language", "first", "again"),
    [
        ("en", "Do you have parking?", "  do you have PARKING  "),
        ("de", "Gibt es Parkplätze?", "gibt es parkplätze"),
    ],
)
async def test_the_same_words_are_known_however_they_are_typed(tenant, with_model, language, first, again):
    await remembered(asked(tenant, first, language=language))
    assert await how(asked(tenant, again, language=language)) == "exact"


@pytest.mark.parametrize(
    ("language", "first", "again"),
    [
        ("en", "Do you have parking?", "Hi there, is there any parking available?"),
        ("en", "Are dogs allowed?", "Can I bring my dog?"),
        ("en", "How much is the tasting menu?", "What does the tasting menu cost?"),
        ("de", "Gibt es Parkplätze?", "Guten Tag, haben Sie Parkplätze?"),
        ("de", "Was kostet das Schnitzel?", "Wie viel kostet das Schnitzel?"),
    ],
)
async def test_other_words_for_the_same_are_known(tenant, with_model, language, first, again):
    await remembered(asked(tenant, first, language=language))
    assert await how(asked(tenant, again, language=language)) == "near"
    assert await how(asked(tenant, again, language=language)) == "exact"


async def test_without_a_model_the_same_words_are_known_and_no_others(tenant, without_model):
    await remembered(asked(tenant, "Do you have parking?"))
    assert await how(asked(tenant, "Is there parking?")) is None
    assert await how(asked(tenant, "Do you have parking?")) == "exact"


async def test_no_two_of_the_near_misses_are_taken_for_one_question(tenant, with_model):
    """Every pair that is a question at all, in both orders, with the real model: each first one is really remembered."""
    wrong, tried, german = [], 0, 0
    for pair in judged.pairs():
        languages = ("en", "de") if pair.language == "across" else (pair.language, pair.language)
        two = [sameness.read(text, lang) for text, lang in zip((pair.first, pair.second), languages, strict=True)]
        if None in two:
            continue
        first, second = (
            asked(tenant, text, language=lang) for text, lang in zip((pair.first, pair.second), languages, strict=True)
        )
        for one, other in ((first, second), (second, first)):
            # An agent of each pair's own: nothing that another pair left behind can help or hinder.
            own = replace(one, agent_id=str(UUID(int=tried)))
            cache.remember(own, "We are open.", [HOURS])
            await asyncio.gather(*cache.under_way())
            assert await how(own) == "exact"
            if await how(replace(other, agent_id=own.agent_id)) is not None:
                wrong.append((one.text, other.text))
            tried += 1
            german += pair.language != "en"
    assert wrong == []
    assert tried >= 600
    assert german >= tried / 3


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_belongs_to_one_conversation_or_moment_is_no_question_for_the_memory(language):
    written = yaml.safe_load(judged.SET.read_text(encoding="utf-8"))["never"][language]
    assert [text for text in written if sameness.read(text, language) is not None] == []


async def test_another_day_language_agent_or_tenant_asks_another_question(tenant, other_tenant, with_model):
    first = asked(tenant, "Are you open tomorrow?")
    await remembered(first)
    for other in (
        replace(first, day=date(2026, 11, 22)),
        replace(first, language="de"),
        replace(first, agent_id=other_tenant.agent_id),
        replace(first, tenant_id=other_tenant.id),
    ):
        assert await how(other) is None
    assert await how(first) == "exact"


async def test_what_a_process_has_in_memory_is_asked_of_postgres_again_after_any_change(tenant, with_model):
    hours, parking = asked(tenant, "Are you open on Sunday?"), asked(tenant, "Do you have parking?")
    await remembered(hours)
    await remembered(parking)
    async with database.tenant(tenant.id) as rows:  # as another process would
        await rows.run("delete from cached_answers where question like '%%Sunday%%'")
        cached_answers.forget(rows, [cached_answers.document(UUID(int=0))])
    assert await how(replace(hours, learned=1)) is None
    assert await how(replace(parking, learned=1)) == "exact"


def test_a_greeting_is_a_courtesy_and_no_question():
    assert sameness.courteous("Hello there!", "en")
    assert sameness.courteous("Guten Tag, vielen Dank", "de")
    assert not sameness.courteous("Hello, I am vegan", "en")


def test_a_question_of_any_form_is_read():
    for text in ("", "?", "🍕?", "a" * 500, "{} {0} \\1", "Wo?\0Wann", "١٢٣?", "MAY Q PRICE?"):
        for language in ("en", "de"):
            sameness.read(text, language)
