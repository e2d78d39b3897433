"""Which files are taken, and under which name they are given back. Pure."""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib

LARGEST = 10 * 1024 * 1024
MOST = 20

EXTENSIONS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "text/plain": "txt",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
"""Media types that are taken, with the ending each is given back under."""

ODT = "application/vnd.oasis.opendocument.text"
LONGEST_NAME = 100


def media_type(body: bytes) -> str | None:
    """What the bytes are, by their own mark and never by a name; None for what is not taken."""
    if body.startswith(b"%PDF-"):
        return "application/pdf"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if body.startswith(b"PK\x03\x04"):
        return _office(body)
    return "text/plain" if _is_text(body) else None


BROKEN_ARCHIVE = (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError,
                  EOFError, zlib.error)  # fmt: skip
"""What reading a torn, locked or bent archive raises."""


def _office(body: bytes) -> str | None:
    """A document of an office program without macros, by its list of parts; nothing is unpacked
    but the first 100 bytes of the stored type."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            parts = packed.namelist()
            if any("vbaproject" in p.lower() or p.lower().startswith("basic/") for p in parts):
                return None
            if parts and parts[0] == "mimetype":
                with packed.open("mimetype") as said:
                    return ODT if said.read(100) == ODT.encode() else None
    except BROKEN_ARCHIVE:
        return None
    if "[Content_Types].xml" not in parts:
        return None
    kinds = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
    found = {ending for part, ending in kinds.items() if part in parts}
    return next((t for t, ending in EXTENSIONS.items() if {ending} == found), None)


def _is_text(body: bytes) -> bool:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any((c < " " and c not in "\t\n\r\f") or c == "\x7f" for c in text)


def safe_name(given: str, kind: str) -> str:
    """A name without folders, without what cannot be seen, with the ending of what it is."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    plain = unicodedata.normalize("NFC", last)
    plain = "".join(c for c in plain if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*;%')
    stem = plain.rpartition(".")[0] if "." in plain else plain
    stem = " ".join(stem.split()).strip(". ")[:LONGEST_NAME] or "file"
    return f"{stem}.{EXTENSIONS[kind]}"
