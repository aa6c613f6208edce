"""`python -m switchboard ingest`: an operator gives a running house files and folders from a terminal."""

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from records import keys
from tests.api.desks import Desk
from tests.api.library import FILES, Operator

HOUSE = Path(__file__).parents[2]
RULES = "## Dogs\nDogs are welcome in the garden."


@dataclass(frozen=True)
class Terminal:
    """A shell in which `make run` has left a demo.json."""

    data: Path

    async def runs(self, *words: object) -> tuple[int, list[str], str]:
        """Exit code, lines and complaints of `switchboard ingest …`."""
        command = [sys.executable, "-m", "switchboard", "ingest", "--data", str(self.data), *map(str, words)]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=HOUSE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        async with asyncio.timeout(60):
            told, complained = await process.communicate()
        return int(process.returncode or 0), told.decode().splitlines(), complained.decode()


@pytest.fixture
async def terminal(desk: Desk, other_desk: Desk, tmp_path: Path) -> Terminal:
    """Of a house with two tenants, Lindenhof and Seeblick."""
    tenants = [
        {"name": name, "tenant_id": one.tenant_id, "api_key": await keys.create(one.tenant_id), "agents": []}
        for name, one in (("Lindenhof", desk), ("Seeblick", other_desk))
    ]
    (tmp_path / "demo.json").write_text(json.dumps({"url": desk.url, "tenants": tenants}))
    return Terminal(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge base as operators keep it: folders by source, and what lies about besides."""
    base = tmp_path / "knowledge_base"
    for kind in ("menu", "policy/de", ".trash"):
        (base / kind).mkdir(parents=True)
    (base / "menu" / "winter.pdf").write_bytes((FILES / "bilingual_menu.pdf").read_bytes())
    (base / "policy" / "rules.md").write_text(RULES)
    (base / "policy" / "de" / "regeln.txt").write_text("## Hunde\nIm Garten sind Hunde willkommen.")
    (base / "policy" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (base / "menu" / "~$winter.docx").write_bytes(b"lock")
    (base / ".trash" / "old.md").write_text("## Cats\nCats are welcome.")
    return base


async def test_a_folder_is_read_and_a_line_says_what_became_of_each_file(terminal: Terminal, folder: Path, desk: Desk):
    code, told, complained = await terminal.runs(folder, "--tenant", "linden")
    assert (code, complained) == (0, "")
    assert told[:2] == [
        f"{folder / 'policy/photo.jpg'}: left out, .jpg is no document",
        "3 files for Lindenhof …",
    ]
    assert [line.rpartition(": ")[0] for line in told[2:]] == [
        str(folder / name) for name in ("menu/winter.pdf", "policy/de/regeln.txt", "policy/rules.md")
    ]
    assert told[4].endswith(": 1 passage in “rules” (policy, en)")
    operator = await Operator.of(desk)
    assert await operator.titles(source="menu", status="ready") == ["winter"]
    assert await operator.titles(source="policy", status="ready") == ["regeln", "rules"]


async def test_the_same_folder_again_adds_nothing(terminal: Terminal, folder: Path, desk: Desk):
    first = await terminal.runs(folder, "--tenant", "Lindenhof")
    assert await terminal.runs(folder, "--tenant", "Lindenhof") == first
    assert len(await (await Operator.of(desk)).titles()) == 3


async def test_files_of_one_name_are_documents_of_their_own(terminal: Terminal, tmp_path: Path, desk: Desk):
    for language, rules in (("en", RULES), ("de", "## Hunde\nIm Garten sind Hunde willkommen.")):
        (tmp_path / "base" / language).mkdir(parents=True)
        (tmp_path / "base" / language / "rules.md").write_text(rules)
    code, told, _ = await terminal.runs(tmp_path / "base", "--tenant", "Lindenhof")
    assert (code, len(told)) == (0, 3)
    assert await (await Operator.of(desk)).titles() == ["de/rules.md", "en/rules.md"]


async def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(
    terminal: Terminal, tmp_path: Path, desk: Desk
):
    (tmp_path / "rules.md").write_text(RULES)
    (tmp_path / "macros.docm").write_bytes((FILES / "menu.docx").read_bytes())
    (tmp_path / "empty.txt").write_bytes(b"")
    named = [tmp_path / name for name in ("macros.docm", "empty.txt", "rules.md")]
    code, told, _ = await terminal.runs(*named, "--tenant", "Lindenhof", "--source", "listing")
    assert code == 1
    assert told[1].startswith(f"{named[0]}: The file holds macros.")
    assert told[2].startswith(f"{named[1]}: file is empty.")
    assert told[3].endswith(": 1 passage in “rules” (listing, en)")
    assert await (await Operator.of(desk)).titles(status="ready") == ["rules"]


async def test_a_house_elsewhere_is_named_by_address_and_key(terminal: Terminal, tmp_path: Path, other_desk: Desk):
    (tmp_path / "rules.md").write_text(RULES)
    (tmp_path / "demo.json").unlink()
    key = await keys.create(other_desk.tenant_id, role="operator")
    code, told, _ = await terminal.runs(tmp_path / "rules.md", "--url", other_desk.url, "--key", key)
    assert (code, told[0]) == (0, f"1 file for {other_desk.url} …")
    assert await (await Operator.of(other_desk)).titles() == ["rules"]


async def test_what_cannot_be_sent_is_said_in_a_sentence(terminal: Terminal, folder: Path, tmp_path: Path, desk: Desk):
    (tmp_path / "nothing").mkdir()
    for words, complaint in (
        ((folder,), "--tenant must name one of Lindenhof, Seeblick."),
        ((folder, "--tenant", "Adler"), "--tenant must name one of Lindenhof, Seeblick."),
        ((tmp_path / "absent.pdf", "--tenant", "Lindenhof"), "is not there."),
        ((tmp_path / "nothing", "--tenant", "Lindenhof"), "No file there that can be read"),
        ((folder, "--tenant", "Lindenhof", "--url", "http://127.0.0.1:9"), "the house does not answer"),
        ((folder, "--url", desk.url, "--key", "sb_wrong"), "This key is unknown"),
        ((folder, "--url", desk.url, "--key", desk.key), "An operator's key is needed"),
        ((folder, "--tenant", "x", "--data", tmp_path / "nothing"), "open a house with `make run` first"),
    ):
        code, _, complained = await terminal.runs(*words)
        assert (code, complained.startswith("switchboard: "), complaint in complained) == (2, True, True), complained
        assert "Traceback" not in complained
    assert await (await Operator.of(desk)).titles() == []
