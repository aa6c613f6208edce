"""The index behind LangChain's interface finds what the index finds."""

import pytest

from knowledge import index
from knowledge.retriever import Retriever


@pytest.fixture
async def library(tenant, with_model):
    rules = "## Dogs\nDogs are welcome in the garden.\n\n## Parking\nThe garage costs 2.50 euros an hour."
    await index.ingest(tenant.id, title="Rules", source="policy", language="en", content=rules)
    soups = "## Soups\nA tomato soup is 6 euros."
    await index.ingest(tenant.id, title="Menu", source="menu", language="en", content=soups)
    return tenant


async def test_a_chain_gets_the_best_passages_with_where_they_stand_and_how_well_they_fit(library):
    found = await Retriever(tenant_id=library.id, language="en", k=2).ainvoke("Can I bring my dog?")
    assert found[0].page_content == "Dogs are welcome in the garden."
    assert found[0].metadata["title"] == "Dogs"
    assert found[0].metadata["document"] == "Rules"
    assert 0.2 <= found[0].metadata["relevance_score"] <= 1
    assert len(found) <= 2


async def test_a_chain_can_be_kept_to_one_kind_of_document(library):
    retriever = Retriever(tenant_id=library.id, language="en", source="menu")
    assert [one.metadata["document"] for one in await retriever.ainvoke("What costs 6 euros?")] == ["Menu"]
    assert await retriever.ainvoke("Can I bring my dog?") == []
