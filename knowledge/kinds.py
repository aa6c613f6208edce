"""Kinds of files: told from what is in them. The name and the media type may only agree."""

import io
import re
import zipfile
from pathlib import PurePath
from typing import Final

from knowledge.reading import Kind, Limits, Unreadable

_EXTENSIONS: Final[dict[str, Kind]] = {
    "pdf": "pdf",
    "docx": "docx",
    "xlsx": "xlsx",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "md": "markdown",
    "markdown": "markdown",
    "txt": "text",
    "text": "text",
    "csv": "csv",
    "tsv": "csv",
}
_MEDIA: Final[dict[str, Kind]] = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/csv": "csv",
    "text/tab-separated-values": "csv",
}
NAMES: Final[dict[Kind, str]] = {
    "pdf": "PDF document",
    "docx": "Word document (DOCX)",
    "xlsx": "Excel workbook (XLSX)",
    "html": "web page (HTML)",
    "markdown": "text",
    "text": "text",
    "csv": "table (CSV)",
}
_READABLE = "PDF, DOCX, XLSX, HTML, Markdown, plain text and CSV"
_OTHERS: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"\x89PNG", "a picture", "Run text recognition on it, or type the text."),
    (b"\xff\xd8\xff", "a picture", "Run text recognition on it, or type the text."),
    (b"GIF8", "a picture", "Run text recognition on it, or type the text."),
    (b"II*\0", "a picture", "Run text recognition on it, or type the text."),
    (b"MM\0*", "a picture", "Run text recognition on it, or type the text."),
    (b"{\\rtf", "an RTF document", "Save it as DOCX or PDF."),
    (b"\x1f\x8b", "an archive", "Unpack it and upload the documents one by one."),
    (b"BZh", "an archive", "Unpack it and upload the documents one by one."),
    (b"7z\xbc\xaf", "an archive", "Unpack it and upload the documents one by one."),
    (b"Rar!", "an archive", "Unpack it and upload the documents one by one."),
    (b"\xfd7zXZ", "an archive", "Unpack it and upload the documents one by one."),
    (b"\x28\xb5\x2f\xfd", "an archive", "Unpack it and upload the documents one by one."),
    (b"MZ", "a program", "Upload a document."),
    (b"\x7fELF", "a program", "Upload a document."),
    (b"%!PS", "a PostScript file", "Save it as PDF."),
    (b"RIFF", "a sound, a film or a picture", "Upload a document."),
    (b"OggS", "a sound", "Upload a document."),
    (b"ID3", "a sound", "Upload a document."),
    (b"SQLite format 3\0", "a database", "Export it as CSV."),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_END_OF_PDF = 4_096
_LARGE_PART = 30_000_000
_MOST_PARTS = 5_000
_SMALL = 2_000_000
"""A part that unpacks to less may be packed as tightly as it likes."""


def kind(content: bytes, filename: str, declared: str | None, limits: Limits) -> Kind:
    """What a file is. Raises Unreadable where it is nothing that can be read, unsafe to open, or named for another."""
    named = named_kind(filename)
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    found: Kind
    if head.startswith(b"%PDF-") or b"%PDF-" in content[:1024]:
        found = "pdf"
        if b"%%EOF" not in content[-_END_OF_PDF:]:
            raise damaged("The PDF is cut short")
    elif content.startswith(_ZIP):
        found = _office(content, limits)
    elif content.startswith(_OLE):
        raise _ole(content)
    else:
        for magic, what, remedy in _OTHERS:
            if content.startswith(magic):
                raise Unreadable("unsupported", f"This is {what}. {remedy} {_READABLE} can be read.")
        found = _textual(decoded(content), named or _declared(filename, declared))
    if named is not None and named != found and not _goes_for(named, found):
        extension = PurePath(filename).suffix
        raise Unreadable(
            "wrong_type",
            f"The file is named as {extension} but is a {NAMES[found]}. Rename it, or save it anew in the format you mean.",
        )
    return found


def named_kind(filename: str) -> Kind | None:
    """What the name says it is; None where it says nothing. Raises Unreadable for macro files."""
    extension = _extension(filename)
    if extension in ("docm", "xlsm", "dotm", "xltm", "xlsb", "pptm"):
        raise _macros()
    return _EXTENSIONS.get(extension)


def _declared(filename: str, declared: str | None) -> Kind | None:
    return None if _extension(filename) else _MEDIA.get((declared or "").split(";")[0].strip().lower())


def _extension(filename: str) -> str:
    return PurePath(filename.replace("\\", "/")).suffix.lower().lstrip(".")


def _goes_for(named: Kind, found: Kind) -> bool:
    """Text is text: what a text file is called says how to read it, and `_textual` has listened to that."""
    return named in ("text", "markdown") and found in ("text", "markdown", "csv")


# --- text -------------------------------------------------------------------------------------------------------------
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_TAGS = re.compile(r"</(?:p|div|td|tr|table|li|ul|h[1-6]|span|body|html|section)\s*>", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^ {0,3}#{1,6} \S|^\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?\s*$|^\S.*\n(?:={3,}|-{3,})[ \t]*$|^```|\[[^\]\n]+\]\(\S+\)|\*\*\S",
    re.MULTILINE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ENCODINGS = ("cp1252", "mac_roman", "cp850", "iso8859_15")
_USUAL = frozenset("äöüÄÖÜßéèêëàáâçñóòôíìîïúùûœæøåÅØÆÉÈÀÇšžŠŽ€£§°²³½¼©®™«»„“”‚‘’–—…•·¡¿\u00a0")
"""Signs beyond ASCII that texts of western Europe are made of."""
_TELLING = frozenset("äöüÄÖÜßéèàçñ€–—„“”’")


def decoded(content: bytes) -> str:
    """The text of a text file, in whatever encoding it can be told to be. Raises Unreadable where it cannot."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _text(content, encoding)
    if b"\0" in content[:4_000]:
        even, odd = content[:4_000:2].count(0), content[1:4_000:2].count(0)
        if max(even, odd) > 400 * min(len(content), 4_000) / 2_000 and min(even, odd) == 0:
            return _text(content, "utf-16-be" if even > odd else "utf-16-le")
        if max(even, odd) * 2 > 0.8 * len(content[:4_000]) and min(even, odd) == 0:
            return _text(content, "utf-16-be" if even > odd else "utf-16-le")
        raise Unreadable("unsupported", f"This is no text but data of a program. {_READABLE} can be read.")
    try:
        return _readable(content.decode())
    except UnicodeDecodeError:
        pass
    if named := re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{3,20})", content[:2_000], re.IGNORECASE):
        try:
            return _readable(content.decode(named[1].decode()))
        except (UnicodeDecodeError, LookupError):
            pass
    best, text = 0.0, ""
    for encoding in _ENCODINGS:
        try:
            tried = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        beyond = [sign for sign in tried[:200_000] if sign > "\x7f"]
        usual = sum((sign in _USUAL) + (sign in _TELLING) for sign in beyond) / max(1, len(beyond))
        if usual > best:
            best, text = usual, tried
    if best < _BELIEVED:
        raise _encoding()
    return _readable(text)


_BELIEVED = 1.2
"""Of 2: an encoding whose every sign beyond ASCII is usual, and a fifth of them telling."""


def _text(content: bytes, encoding: str) -> str:
    try:
        return _readable(content.decode(encoding))
    except UnicodeDecodeError:
        raise _encoding() from None


def _readable(text: str) -> str:
    if len(_CONTROL.findall(text[:20_000])) * 100 > min(len(text), 20_000):
        raise Unreadable("unsupported", f"This is no text but data of a program. {_READABLE} can be read.")
    return text


def _encoding() -> Unreadable:
    return Unreadable("encoding", "The encoding of the text cannot be told. Save it as UTF-8 and upload it again.")


def _textual(text: str, named: Kind | None) -> Kind:
    """Which kind of text: a web page shows by its tags; of the others the name is believed, if the text can be that."""
    head = text[:20_000]
    if (
        _HTML.match(head)
        or (named == "html" and _TAGS.search(head))
        or (named is None and len(_TAGS.findall(head)) > 5)
    ):
        return "html"
    if head.lstrip().startswith("<?xml") or head.lstrip().lower().startswith("<svg"):
        raise Unreadable(
            "unsupported", f"This is XML. Export the text from the program it belongs to. {_READABLE} can be read."
        )
    if named == "csv":
        return "csv"
    if _MARKDOWN.search(text[:200_000]):
        return "markdown"
    if named == "markdown":
        return "markdown"
    if named is None and delimiter(head) in (";", "\t", ","):
        return "csv"
    return "text"


def delimiter(text: str) -> str | None:
    """What divides the columns of a table: the sign that each of its first lines has as often as the next."""
    lines = [line for line in re.sub(r'"(?:[^"]|"")*"', '""', text).splitlines() if line.strip()][:50]
    if len(text) >= 20_000 and len(lines) > 1:
        lines = lines[:-1]
    best: tuple[float, str] | None = None
    for sign in (";", "\t", ",", "|"):
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        agreeing = counts.count(usual) / len(counts) if counts else 0
        if usual and len(lines) > 1 and agreeing >= 0.75 and (best is None or agreeing * usual > best[0]):
            best = (agreeing * usual, sign)
    if best is None or (best[1] in (",", "|") and len(lines) < 3 and best[0] < 2):
        return None
    return best[1]


# --- office files -----------------------------------------------------------------------------------------------------


def _office(content: bytes, limits: Limits) -> Kind:
    """DOCX or XLSX, after a look at the archive that either is."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise damaged("The file is cut short or broken") from None
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise _encrypted()
    unpacked = sum(part.file_size for part in parts)
    if (
        len(parts) > _MOST_PARTS
        or unpacked > limits.unpacked_bytes
        or any(part.file_size > max(_SMALL, limits.ratio * part.compress_size) for part in parts)
        or unpacked > max(_SMALL, limits.ratio * len(content))
        or any(part.file_size > _LARGE_PART for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    ):
        raise Unreadable(
            "bomb", "The file unpacks to far more than a document has. Save it anew in the program it was made with."
        )
    if any("vbaproject" in name or name.endswith((".vba", "vbadata.xml")) for name in names):
        raise _macros()
    try:
        types = archive.read("[Content_Types].xml") if "[content_types].xml" in names else b""
        if b"macroEnabled" in types:
            raise _macros()
        if "word/document.xml" in names:
            found: Kind = "docx"
        elif "xl/workbook.xml" in names:
            found = "xlsx"
        else:
            raise _other_archive(archive, names)
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")):
                with archive.open(part) as opened:
                    head = opened.read(65_536).replace(b"\0", b"")
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise Unreadable(
                        "bomb", "The file defines entities of its own, which no office program does. Save it anew."
                    )
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, OSError, EOFError, RuntimeError) as broken:
        raise damaged("The file is broken") from broken
    except Unreadable:
        raise
    except Exception as broken:  # zlib.error, lzma.LZMAError: each packing has its own
        raise damaged("The file is broken") from broken
    return found


def _other_archive(archive: zipfile.ZipFile, names: set[str]) -> Unreadable:
    if "ppt/presentation.xml" in names:
        return Unreadable("unsupported", "This is a presentation. Save it as PDF.")
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:100]:
        return Unreadable("unsupported", "This is an OpenDocument file. Save it as DOCX, XLSX or PDF.")
    if any(name.startswith(("word/", "xl/")) for name in names):
        return damaged("The file is incomplete")
    return Unreadable(
        "unsupported", f"This is an archive. Unpack it and upload the documents one by one. {_READABLE} can be read."
    )


def _ole(content: bytes) -> Unreadable:
    """Word and Excel pack encrypted files, and all files before 2007, this way."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _encrypted()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        return _macros()
    return Unreadable("unsupported", "This is a file of an old Word or Excel. Save it as DOCX, XLSX or PDF.")


def damaged(what: str) -> Unreadable:
    return Unreadable("damaged", f"{what}. Save it anew in the program it was made with, and upload it again.")


def _encrypted() -> Unreadable:
    return Unreadable("encrypted", "The file is locked with a password. Save it without one and upload it again.")


encrypted = _encrypted


def _macros() -> Unreadable:
    return Unreadable("macros", "The file holds macros. Save it as DOCX or XLSX without them, or as PDF.")
