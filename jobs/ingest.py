"""Documents are read, and their passages get their vectors."""

import logging

from jobs.queue import PASSING, Patience, app
from knowledge import index
from providers import embeddings
from records import documents

log = logging.getLogger(__name__)

UNFORESEEN = 4
"""How often a file is read that fails for a reason nobody has foreseen."""
SILENT = 10
"""How often reading is begun that does not come to an end at all, be it that servers are restarted or that it kills them."""
GIVEN_UP = "Reading the file fails again and again. Save it anew in the program it was made with, or try again later."


@app.task(name=documents.TASK, retry=Patience())
async def read_document(tenant_id: str, document_id: str) -> None:
    """Read a document's latest file. What cannot be read is parked with its reason and not tried again."""
    file = await documents.begin(tenant_id, document_id)
    if file is None:
        return
    if file.tries > SILENT:
        await documents.fail(tenant_id, file, reason="gave_up", message=GIVEN_UP)
        return
    try:
        await index.read_in(tenant_id, file)
    except PASSING:
        raise
    except Exception:
        log.exception("a document was not read", extra={"document": document_id, "tries": file.tries})
        if file.tries < UNFORESEEN:
            raise
        await documents.fail(tenant_id, file, reason="gave_up", message=GIVEN_UP)


@app.task(name=documents.EMBED_TASK, retry=Patience())
async def embed_document(tenant_id: str, document_id: str) -> None:
    """Give a document's passages the vectors of the present model. Tried until there is one."""
    await index.supply(tenant_id, document_id)


@app.task(name=documents.EMBED_ALL_TASK, retry=Patience())
async def embed_documents() -> None:
    """Queue every document with passages that have no vector of the present model. Tried until there is one."""
    await embeddings.start()
    for tenant_id, document_id in await documents.without_vectors(embeddings.model_id()):
        await documents.have_embedded(tenant_id, document_id)
