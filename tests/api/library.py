"""What an operator does with documents, for tests that knock at the doors of knowledge."""

import asyncio
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from records import keys
from tests.api.desks import Desk, Told, parsed

FILES = Path(__file__).parents[1] / "knowledge" / "files"


def scan() -> bytes:
    """A PDF that is the picture of a page."""
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4)
    paper.drawImage(ImageReader(Image.new("L", (200, 280), 200)), 0, 0, *A4)
    paper.save()
    return file.getvalue()


@dataclass(frozen=True)
class Operator:
    """Somebody who works for a desk's tenant."""

    desk: Desk
    headers: dict[str, str]

    @classmethod
    async def of(cls, desk: Desk, role: keys.Role = "operator") -> "Operator":
        return cls(desk, {"authorization": f"Bearer {await keys.create(desk.tenant_id, role=role)}"})

    async def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {**self.headers, **more.pop("headers", {})}
        return await self.desk.http.request(method, f"/knowledge{path}", headers=headers, **more)

    async def upload(self, name: str, content: bytes, **fields: str) -> httpx.Response:
        return await self.ask("POST", "/upload", data=fields, files={"file": (name, content)})

    async def write(self, title: str, content: str, **fields: Any) -> httpx.Response:
        return await self.ask("POST", "/ingest", json={"title": title, "content": content, **fields})

    async def follow(self, document_id: str, after: int | None = None) -> list[Told]:
        """What the stream of a document tells, to its end."""
        headers = {} if after is None else {"last-event-id": str(after)}
        answered = await self.ask("GET", f"/{document_id}/events", headers=headers)
        assert answered.status_code == 200, answered.text
        return parsed(answered.text)

    async def read(self, received: httpx.Response) -> dict[str, Any]:
        """The document that came of an upload, once it has been read or has failed."""
        assert received.status_code in (200, 202), received.text
        async with asyncio.timeout(60):
            await self.follow(received.json()["id"])
        shown = await self.ask("GET", f"/{received.json()['id']}")
        assert shown.status_code == 200, shown.text
        document: dict[str, Any] = shown.json()
        return document

    async def found(self, q: str, **params: Any) -> list[dict[str, Any]]:
        answered = await self.ask("GET", "/search", params={"q": q, **params})
        assert answered.status_code == 200, answered.text
        results: list[dict[str, Any]] = answered.json()["results"]
        return results

    async def titles(self, **params: Any) -> list[str]:
        answered = await self.ask("GET", "/list", params=params)
        assert answered.status_code == 200, answered.text
        return [one["title"] for one in answered.json()["documents"]]
