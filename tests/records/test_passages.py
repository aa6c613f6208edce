"""A library is searched by tables that stand for indexes: they follow what is written, and show no tenant another's."""

from uuid import UUID, uuid4

import psycopg
import pytest

from records import database, passages
from settings import settings

MODEL = "a model"


def vector(*marks: int) -> list[float]:
    """A direction of its own for each set of marks; sets that share some are near."""
    return [1.0 if place in marks else 0.01 for place in range(384)]


@pytest.fixture(params=["judging every passage", "quickly"])
def way(request, monkeypatch, postgres):
    """Both ways to search: a small library's, and a large one's where nothing is small enough to be judged wholly."""
    monkeypatch.setenv("SEARCH_EXACT_UP_TO", "3000" if request.param == "judging every passage" else "0")
    settings.cache_clear()
    yield request.param
    monkeypatch.undo()
    settings.cache_clear()


async def put(
    tenant, *texts, title="House rules", source="policy", language="en", agent_id=None, model=MODEL, marks=None
):
    """A document of these texts; the n-th passage's vector has the n-th marks."""
    drafts = [
        passages.Draft(text.partition(": ")[0], text.partition(": ")[2], vector(*(marks[n] if marks else (n,))))
        for n, text in enumerate(texts)
    ]
    async with database.tenant(tenant.id) as rows:
        document_id = await rows.one(
            UUID,
            """insert into documents (title, source, language, sha256, agent_id) values (%s, %s, %s, '', %s)
               on conflict (tenant_id, source, title) do update set language = excluded.language returning id""",
            [title, source, language, agent_id],
        )
        await passages.replace(rows, document_id, language, drafts, model)
    return document_id


async def search(tenant, *said, marks=None, also=None, most=3, **narrowed):
    """Titles of what is found for words, for a direction, or both; the best worded first."""
    found = await passages.search(
        tenant.id,
        [passages.Wanted(word, also or {}) for word in said],
        embedding=vector(*marks) if marks else None,
        model=MODEL if marks else None,
        most=most,
        **narrowed,
    )
    return [one.title for one in sorted(found, key=lambda one: (-one.wording, -(one.closeness or 0), one.title))]


async def test_words_are_found_in_the_stems_of_the_passages_language(tenant, way):
    await put(tenant, "Dogs: Well-behaved dogs are welcome.", "Cars: Park next door.")
    await put(tenant, "Hunde: Hunde sind willkommen.", title="Regeln", language="de")
    assert await search(tenant, "dog") == ["Dogs"]
    assert await search(tenant, "Hund") == ["Hunde"]
    assert await search(tenant, "parking") == ["Cars"]


async def test_other_words_and_words_side_by_side_are_found(tenant, way):
    await put(tenant, "Presents: We sell gift cards.", "Cards: A gift for those who pay by cards.")
    assert await search(tenant, "voucher", also={"en": ["gift card"]}) == ["Presents"]
    assert await search(tenant, "gift") == ["Cards", "Presents"] or await search(tenant, "gift") == [
        "Presents",
        "Cards",
    ]


async def test_of_passages_with_the_same_words_the_nearest_are_taken(tenant, way):
    await put(tenant, *[f"Room {n}: It has a bath." for n in range(20)])
    assert await search(tenant, "bath", marks=(17,), most=1) == ["Room 17"]


async def test_a_rare_word_counts_for_more_than_a_common_one(tenant, way):
    await put(tenant, *[f"Room {n}: It has a bath." for n in range(20)], "Suite: It has a sauna.")
    assert (await search(tenant, "bath", "sauna"))[0] == "Suite"


async def test_the_nearest_are_found_without_a_word_in_common(tenant, way):
    await put(tenant, *[f"Room {n}: It has a bath." for n in range(20)])
    assert await search(tenant, marks=(4, 5), most=2) == ["Room 4", "Room 5"]


async def test_vectors_of_another_model_are_never_compared(tenant, way):
    await put(tenant, "Old: A bath.", marks=[(7,)], title="Old", model="another model")
    await put(tenant, "New: A bath.", marks=[(8,)], title="New")
    assert await search(tenant, marks=(7,)) == ["New"]


async def test_what_is_replaced_or_deleted_is_found_no_more(tenant, way):
    document = await put(tenant, "Dogs: Dogs are welcome.", "Cats: Cats are welcome.")
    await put(tenant, "Dogs: No dogs.")
    assert await search(tenant, "cat", marks=(1,)) == ["Dogs"]  # the only one that is left, by its vector
    async with database.tenant(tenant.id) as rows:
        await rows.run("delete from documents where id = %s", [document])
    assert await search(tenant, "dog", marks=(0,)) == []
    for table in ("terms", "vectors"):
        assert await tenant.value(f"select count(*) from {table}") == 0
    assert await tenant.value("select sum(passages) from libraries") == 0


async def test_what_is_rolled_back_leaves_nothing(tenant, way):
    document = await put(tenant, "Dogs: Dogs are welcome.")

    async def fail_halfway():
        async with database.tenant(tenant.id) as rows:
            await passages.replace(rows, document, "en", [passages.Draft("Cats", "Cats are welcome.")], None)
            assert await rows.value("select count(*) from terms where lexeme = 'cat'") == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_halfway()
    assert await search(tenant, "cat") == []
    assert await search(tenant, "dog") == ["Dogs"]


async def test_a_search_can_be_kept_to_a_source(tenant, way):
    await put(tenant, "Prices: A soup is 6 euros.", source="menu", title="Menu")
    await put(tenant, "Rules: No soup in the rooms.", source="policy")
    assert await search(tenant, "soup", marks=(0,), source="menu") == ["Prices"]
    assert await search(tenant, "soup", marks=(0,), source="listing") == []


async def test_what_one_agent_alone_may_use_no_other_finds(tenant, way):
    await put(tenant, "Secret: The soup is from a tin.", title="Kitchen", agent_id=tenant.agent_id)
    await put(tenant, "Open: The soup is homemade.")
    assert sorted(await search(tenant, "soup", marks=(0,), agent_id=tenant.agent_id)) == ["Open", "Secret"]
    assert await search(tenant, "soup", marks=(0,), agent_id=uuid4()) == ["Open"]
    assert sorted(await search(tenant, "soup", marks=(0,))) == ["Open", "Secret"]  # whoever works for the tenant


async def test_nobody_finds_another_tenants_passages(tenant, other_tenant, way):
    await put(other_tenant, *[f"Theirs {n}: Our soup is secret." for n in range(40)], marks=[(3,)] * 40)
    await put(tenant, "Ours: Our soup is homemade.", marks=[(200,)])
    assert await search(tenant, "soup", "secret", marks=(3,), most=12) == ["Ours"]
    assert await search(tenant, "secret") == []


async def test_a_passage_that_gets_its_vector_later_is_found_by_it(tenant, way):
    document = await put(tenant, "Dogs: Dogs are welcome.", "Cats: Cats are welcome.", model=None)
    assert await search(tenant, marks=(1,)) == []
    async with database.tenant(tenant.id) as rows:
        ids = await rows.all(UUID, "select id from passages where document_id = %s order by n", [document])
        await passages.supply(rows, [(id, vector(n)) for n, id in enumerate(ids)], MODEL)
    assert await search(tenant, marks=(1,), most=1) == ["Cats"]


async def test_more_passages_than_one_statement_writes_come_in_order(tenant, way):
    many = passages.PUT_AT_ONCE + 50
    document = await put(tenant, *[f"Room {n}: It has bath{n}." for n in range(many)])
    async with database.tenant(tenant.id) as rows:
        titles = await rows.all(str, "select title from passages where document_id = %s order by n", [document])
    assert titles == [f"Room {n}" for n in range(many)]
    assert await search(tenant, f"bath{many - 1}") == [f"Room {many - 1}"]
    assert await tenant.value("select passages from libraries") == many


async def test_a_passage_is_replaced_and_never_changed_in_place(tenant):
    await put(tenant, "Dogs: Dogs are welcome.")
    with pytest.raises(psycopg.errors.IntegrityError, match="replaced, not changed"):
        await tenant.value("update passages set content = 'No dogs.' returning true")
