"""Files made to harm are refused before they are parsed; whatever comes, `read` answers."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from talka.prevention.programmes.content import example
from talka.prevention.programmes.table import guard, read, write, write_csv
from tests.prevention.programmes.table.books import loaded, saved

GOOD = write(example())


def _with(extra: dict[str, bytes], drop: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.namelist():
            if entry != drop:
                new.writestr(entry, extra.pop(entry, old.read(entry)))
        for entry, content in extra.items():
            new.writestr(entry, content)
    return out.getvalue()


def _sheet() -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as packed:
        return packed.read("xl/worksheets/sheet1.xml")


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
MERGE = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
HOSTILE = {
    "file_ratio": lambda: _with({"xl/media/big.xml": b" " * (8 * 2**20)}),
    "file_unpacked": lambda: _with({"xl/media/big.png": bytes(guard.MAX_UNPACKED + 1)}),
    "file_parts": lambda: _with({f"xl/media/{n}.png": b"x" for n in range(400)}),
    "file_macro": lambda: _with({"xl/vbaProject.bin": b"x"}),
    "file_entities": lambda: _with({"xl/worksheets/sheet1.xml": ENTITY}),
    "file_merged": lambda: _with({
        "xl/worksheets/sheet1.xml": _sheet().split(b"<mergeCells")[0] + MERGE
    }),
    "file_broken": lambda: GOOD[: len(GOOD) // 2],
    "file_kind": lambda: b"\xd0\xcf\x11\xe0" + bytes(600),
    "file_empty": lambda: b"",
    "file_large": lambda: bytes(guard.MAX_BYTES + 1),
}  # fmt: skip


@pytest.mark.parametrize("rule", HOSTILE)
def test_a_hostile_file_is_refused(rule: str) -> None:
    reading = read(HOSTILE[rule](), "planas.xlsx")
    assert reading.plan is None
    assert [m.rule for m in reading.messages] == [rule]


def test_the_same_file_without_the_harm_is_read() -> None:
    assert read(_with({"xl/media/small.png": b"x"}), "planas.xlsx").messages == ()


def test_a_macro_name_is_refused_and_a_lone_far_cell() -> None:
    assert read(GOOD, "planas.xlsm").messages[0].rule == "file_macro"
    book = loaded(GOOD)
    book.worksheets[0].cell(1_000_000, 3).value = "x"
    assert read(saved(book), "planas.xlsx").messages[0].rule == "sheet_large"


RELATIONS = "xl/_rels/workbook.xml.rels"


def _rows(count: int, cells: int = 1) -> bytes:
    """The first sheet with so many rows; `cells` each."""
    head, tail = _sheet().split(b"<sheetData>")[0], b"</sheetData></worksheet>"
    dice = random.Random(1)  # what repeats packs well, and is refused for that
    line = b"<row>" + b'<c t="n"><v>%d</v></c>' * cells + b"</row>"
    numbers = (tuple(dice.randrange(10**6) for _ in range(cells)) for _ in range(count))
    rows = b"".join(line % each for each in numbers)
    return _with({"xl/worksheets/sheet1.xml": head + b"<sheetData>" + rows + tail})


def test_a_hundred_thousand_rows_are_refused_before_they_are_read() -> None:
    """Reading them took a minute of one of the few web processes; looking takes none."""
    for rows, cells in ((100_000, 2), (2_900, 60)):
        with pytest.raises(guard.Refused) as refused:
            guard.inspect(_rows(rows, cells))
        assert refused.value.message.rule == "sheet_large"
    guard.inspect(_rows(guard.MAX_ROWS, 30))  # control: as large as a plan may be


def test_a_sheet_under_another_name_is_looked_at_as_well() -> None:
    def moved(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(GOOD)) as packed:
            relations = packed.read(RELATIONS).replace(b"sheet1.xml", b"sheet1.dat")
        extra = {"xl/worksheets/sheet1.dat": content, RELATIONS: relations}
        return _with(extra, drop="xl/worksheets/sheet1.xml")

    wide = ENTITY.decode().replace('version="1.0"', 'version="1.0" encoding="utf-16"')
    for harm in (ENTITY, b"\r\n" + ENTITY, wide.encode("utf-16"), wide.encode("utf-16-be")):
        assert read(moved(harm), "planas.xlsx").messages[0].rule == "file_entities"
    guard.inspect(moved(_sheet()))  # control: the name alone is no harm


def test_a_formula_is_never_evaluated() -> None:
    book = loaded(GOOD)
    book.worksheets[0]["F8"] = "=1+1"
    reading = read(saved(book), "planas.xlsx")
    assert ("formula_unread", "Planas!F8") in {(m.rule, m.at) for m in reading.messages}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_damaged_files_never_raise(form: str) -> None:
    dice = random.Random(11)
    content = GOOD if form == "xlsx" else write_csv(example())
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(dice.randrange(1, 40)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        assert read(bytes(damaged), f"planas.{form}") is not None
