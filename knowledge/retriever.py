"""The index as a LangChain retriever, for chains and tools that ask for one.

    passages = await Retriever(tenant_id=tenant, language="de", k=3, source="menu").ainvoke("Was kostet das Schnitzel?")

Each document it returns has the passage as its content, and in its metadata where it stands and how well it fits.
"""

from uuid import UUID

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from knowledge import index
from records.documents import Source


class Retriever(BaseRetriever):
    """The `k` passages of one tenant that fit a question best; of one source and as one agent may see them, if named."""

    tenant_id: str
    language: str
    k: int = 3
    source: Source | None = None
    agent_id: UUID | None = None

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        found = await index.search(
            self.tenant_id,
            query,
            language=self.language,
            limit=self.k,
            source=self.source,
            agent_id=self.agent_id,
        )
        return [
            Document(
                id=str(one.id),
                page_content=one.content,
                metadata={
                    "title": one.title,
                    "document": one.document,
                    "document_id": str(one.document_id),
                    "source": one.source,
                    "language": one.language,
                    "relevance_score": one.score,
                },
            )
            for one in found
        ]

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        raise NotImplementedError("the house is asynchronous: use ainvoke")
