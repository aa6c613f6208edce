"""An answer is given again only while everything it leans on is as it was, whichever process changed what."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from records import agents, cached_answers, database, documents, tenants
from records.cached_answers import Given

HOUR = 3600


async def with_document(tenant, title="House rules") -> tuple[str, str]:
    """A document of one passage; the ids of both."""
    async with database.tenant(tenant.id) as rows:
        document = await rows.value("insert into documents (title, sha256) values (%s, '\\x00') returning id", [title])
        passage = await rows.value(
            "insert into passages (document_id, n, content) values (%s, 1, 'No dogs.') returning id", [document]
        )
    return str(document), str(passage)


def answer(tenant, document_id: str = "", passage_id: str = "", *, key: str = "k", tags: tuple[str, ...] = ()) -> Given:
    return Given(
        key,
        f"meaning of {key}",
        tenant.agent_id,
        "en",
        "Are dogs allowed?",
        "No dogs.",
        [{"id": passage_id, "document_id": document_id, "title": "Dogs", "content": "No dogs."}],
        [cached_answers.persona(tenant.agent_id), *tags],
        None,
        None,
    )


async def learned(tenant) -> int:
    return int(await tenant.value("select learned from tenants"))


async def kept(tenant, given: Given, *, ttl_s: int = HOUR) -> bool:
    return await cached_answers.remember(tenant.id, given, learned=await learned(tenant), ttl_s=ttl_s)


async def found(tenant, key: str = "k", meaning: str = "?") -> list[str]:
    return [one.answer for one in await cached_answers.find(tenant.id, key, meaning)]


async def test_an_answer_is_found_by_the_words_and_by_what_they_mean(tenant, other_tenant):
    assert await kept(tenant, answer(tenant))
    assert [one.exact for one in await cached_answers.find(tenant.id, "k", "?")] == [True]
    assert [one.exact for one in await cached_answers.find(tenant.id, "other words", "meaning of k")] == [False]
    assert await found(tenant, "other words") == []
    assert await found(other_tenant) == []


async def test_a_document_that_is_deleted_takes_along_what_leans_on_it_and_nothing_else(tenant):
    rules, menu = await with_document(tenant), await with_document(tenant, "Menu")
    await kept(tenant, answer(tenant, *rules, key="rules", tags=(cached_answers.document(rules[0]),)))
    await kept(tenant, answer(tenant, *menu, key="menu", tags=(cached_answers.document(menu[0]),)))
    assert await documents.delete(tenant.id, rules[0])
    assert (await found(tenant, "rules"), await found(tenant, "menu")) == ([], ["No dogs."])


async def test_an_answer_whose_passage_is_gone_is_not_given_whoever_took_it_away(tenant):
    document_id, passage_id = await with_document(tenant)
    given = answer(tenant, document_id, passage_id)
    await kept(tenant, given)
    async with database.tenant(tenant.id) as rows:
        await rows.run("delete from passages where id = %s", [passage_id])
    assert await found(tenant) == []
    assert not await kept(tenant, replace(given, key="again"))


async def test_opening_hours_that_change_take_along_what_leans_on_them_and_nothing_else(tenant):
    await kept(tenant, answer(tenant, key="hours", tags=(cached_answers.house(tenant.agent_id),)))
    await kept(tenant, answer(tenant, *await with_document(tenant), key="dogs"))
    await agents.update(tenant.id, tenant.agent_id, config={"hours": {"monday": ["10:00-12:00"]}})
    assert (await found(tenant, "hours"), await found(tenant, "dogs")) == ([], ["No dogs."])


async def test_the_same_config_again_forgets_nothing(tenant):
    config = {"hours": {"monday": ["10:00-12:00"]}}
    await agents.update(tenant.id, tenant.agent_id, config=config)
    await kept(tenant, answer(tenant, tags=(cached_answers.house(tenant.agent_id),)))
    await agents.update(tenant.id, tenant.agent_id, config=config, voice="another")
    assert await found(tenant) == ["No dogs."]


@pytest.mark.parametrize("changed", [{"persona": "You are curt."}, {"language": "de"}, {"name": "Night desk"}])
async def test_who_speaks_in_another_way_has_said_nothing_yet(tenant, changed):
    await kept(tenant, answer(tenant))
    await agents.update(tenant.id, tenant.agent_id, **changed)
    assert await found(tenant) == []


async def test_a_business_that_changes_has_said_nothing_yet(tenant, other_tenant):
    await kept(tenant, answer(tenant))
    await kept(other_tenant, answer(other_tenant))
    await tenants.update(tenant.id, timezone="Asia/Tokyo")
    assert (await found(tenant), await found(other_tenant)) == ([], ["No dogs."])


async def test_what_was_found_before_a_change_is_not_written_down_after_it(tenant):
    before = await learned(tenant)
    await agents.update(tenant.id, tenant.agent_id, persona="You are curt.")
    assert not await cached_answers.remember(tenant.id, answer(tenant), learned=before, ttl_s=HOUR)
    assert await found(tenant) == []


async def test_while_something_changes_nothing_is_written_down_and_nobody_waits(tenant):
    tag = cached_answers.house(tenant.agent_id)
    async with database.tenant(tenant.id) as rows:
        cached_answers.forget(rows, [tag])
        await rows.value("select 1")
        async with asyncio.timeout(2):
            assert not await kept(tenant, answer(tenant, tags=(tag,)))
    assert await found(tenant) == []


async def test_a_change_that_comes_while_an_answer_is_written_forgets_it(tenant):
    tag = cached_answers.house(tenant.agent_id)

    async def change() -> None:
        async with database.tenant(tenant.id) as rows:
            cached_answers.forget(rows, [tag])

    for n in range(20):
        await asyncio.gather(kept(tenant, answer(tenant, key=f"{n}", tags=(tag,))), change())
        after = await found(tenant, f"{n}")
        stands = await tenant.value("select count(*) from cached_answers where key = %s", f"{n}")
        assert len(after) == stands
        await change()
        assert await found(tenant, f"{n}") == []


async def test_what_has_expired_is_not_given_and_goes_for_all_tenants(tenant, other_tenant):
    await kept(tenant, answer(tenant), ttl_s=0)
    await kept(other_tenant, answer(other_tenant), ttl_s=0)
    await kept(tenant, answer(tenant, key="fresh"))
    assert await found(tenant) == []
    assert await cached_answers.forget_expired() >= 2
    assert await tenant.value("select array_agg(key) from cached_answers") == ["fresh"]
    assert await other_tenant.value("select count(*) from cached_answers") == 0


async def test_the_same_question_again_is_one_answer(tenant):
    await kept(tenant, answer(tenant))
    await kept(tenant, replace(answer(tenant), answer="Dogs are welcome."))
    assert await found(tenant) == ["Dogs are welcome."]


async def test_everything_is_forgotten_when_an_operator_says_so(tenant, other_tenant):
    for key in ("a", "b"):
        await kept(tenant, answer(tenant, key=key))
    await kept(other_tenant, answer(other_tenant))
    assert await cached_answers.forget_all(tenant.id) == 2
    assert (await found(tenant, "a"), await found(other_tenant)) == ([], ["No dogs."])


async def test_an_agent_is_read_anew_by_whoever_knows_of_a_later_change(tenant):
    assert (await agents.get(tenant.id, tenant.agent_id)).persona == ""
    async with database.tenant(tenant.id) as rows:  # as another process would
        await rows.run("update agents set persona = 'You are curt.' where id = %s", [tenant.agent_id])
        cached_answers.forget(rows, [cached_answers.persona(tenant.agent_id)])
    assert (await agents.get(tenant.id, tenant.agent_id)).persona == ""
    assert (await agents.get(tenant.id, tenant.agent_id, learned=await learned(tenant))).persona == "You are curt."
    assert await agents.get(tenant.id, str(uuid4()), learned=5) is None
