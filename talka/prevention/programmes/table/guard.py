"""A stranger's workbook is looked at as a file before anything reads it as a table.

Refused here: what is not XLSX or CSV, what is too big packed or unpacked, macros, XML that declares
entities, merged areas larger than any table (each merged cell costs memory when it is read), and
sheets with more rows or cells than any table (a hundred thousand rows take a minute to read).
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from talka.ground.files.rules import BROKEN_ARCHIVE
from talka.prevention.programmes.shapes import Message

MAX_BYTES = 4 * 2**20
MAX_UNPACKED = 24 * 2**20
MAX_ENTRIES = 300
MAX_RATIO = 120
MAX_MERGED = 20_000
MAX_ROWS, MAX_COLUMNS = 3000, 120
MAX_CELLS = 120_000
"""In all sheets together, empty ones with a border included."""

_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*ref=[\"']([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MACRO = re.compile(r"vbaproject|activex|macrosheets|\.bin$", re.IGNORECASE)


class Refused(Exception):
    """The file is not read. `message` says by which rule."""

    def __init__(self, rule: str, value: str = "", hint: str = "") -> None:
        super().__init__(f"{rule} {value} {hint}".strip())
        self.message = Message(None, value[:80], rule, hint)


def kind_of(content: bytes, name: str) -> str:
    """ "xlsx" or "csv". Raises Refused."""
    if len(content) > MAX_BYTES:
        raise Refused("file_large", f"{len(content)}", f"{MAX_BYTES}")
    if not content.strip():
        raise Refused("file_empty")
    ending = PurePosixPath(name.lower()).suffix
    if ending in {".xlsm", ".xltm", ".xlsb", ".xlam"}:
        raise Refused("file_macro", ending)
    packed = content[:4] == b"PK\x03\x04"
    if ending == ".xlsx" and packed:
        return "xlsx"
    if ending in {".csv", ".txt"} and not packed and b"\x00" not in content:
        return "csv"
    raise Refused("file_kind", ending)


def inspect(content: bytes) -> tuple[Message, ...]:
    """Look at the packed file part by part; warnings for what is left out. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _parts(packed)
    except BROKEN_ARCHIVE as fault:
        raise Refused("file_broken", type(fault).__name__) from fault


def _parts(packed: zipfile.ZipFile) -> tuple[Message, ...]:
    entries = packed.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Refused("file_parts", str(len(entries)), str(MAX_ENTRIES))
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise Refused("file_broken", "twice")
    left, cells = MAX_UNPACKED, MAX_CELLS
    warnings: list[Message] = []
    for entry in entries:
        if _MACRO.search(entry.filename):
            raise Refused("file_macro", entry.filename)
        if entry.filename.startswith("/") or ".." in entry.filename.split("/"):
            raise Refused("file_broken", entry.filename)
        if "externallink" in entry.filename.lower() and not warnings:
            warnings.append(Message(None, "", "links_left_out", severity="warning"))
        size, found = _part(packed, entry, left)
        left, cells = left - size, cells - found
        if cells < 0:
            raise Refused("sheet_large", entry.filename, f"{MAX_ROWS} × {MAX_COLUMNS}")
    return tuple(warnings)


def _part(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> tuple[int, int]:
    """The true unpacked size of a part, whatever its header claims, and how many cells it holds."""
    with packed.open(entry) as stream:
        text = stream.read(left + 1)
    if len(text) > left:
        raise Refused("file_unpacked", entry.filename, str(MAX_UNPACKED))
    if len(text) > 2**20 and len(text) > MAX_RATIO * max(entry.compress_size, 1):
        raise Refused("file_ratio", entry.filename, str(MAX_RATIO))
    if entry.filename.lower().endswith((".xml", ".rels", ".vml")) or _looks_like_xml(text):
        _xml(entry.filename, text)
        return len(text), _cells(entry.filename, text)
    return len(text), 0


def _looks_like_xml(text: bytes) -> bool:
    """A workbook may keep a sheet under any name: its relations say where."""
    start = text[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:1] == b"<" or start[:2] in (b"\x00<", b"\xff\xfe", b"\xfe\xff")


def _cells(name: str, text: bytes) -> int:
    """The cells of a part that is a sheet. Raises Refused for more rows than any table has."""
    if sum(1 for _ in _ROW.finditer(text)) > MAX_ROWS:
        raise Refused("sheet_large", name, f"{MAX_ROWS} × {MAX_COLUMNS}")
    return sum(1 for _ in _CELL.finditer(text))


def _xml(name: str, text: bytes) -> None:
    if b"\x00" in text[:64] or text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused("file_entities", name)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Refused("file_entities", name)
    if b"macroEnabled" in text and name.lower().endswith("[content_types].xml"):
        raise Refused("file_macro", name)
    area = 0
    for found in _MERGE.finditer(text):
        left, top, right, bottom = (part.decode() if part else "" for part in found.groups())
        if right:
            wide = abs(_column(right) - _column(left)) + 1
            area += wide * (abs(int(bottom[:8]) - int(top[:8])) + 1)
        if area > MAX_MERGED:
            raise Refused("file_merged", name, str(MAX_MERGED))


def computes(content: bytes) -> bool:
    """May any cell of an inspected workbook hold a formula?"""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheets = (n for n in packed.namelist() if "worksheets/" in n.lower())
        return any(_FORMULA.search(packed.read(name)) for name in sheets)


def _column(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - 64
    return number
