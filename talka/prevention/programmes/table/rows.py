"""The rows of a sheet that say something of the plan; what is left out is told. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from talka.prevention.programmes.shapes import Message
from talka.prevention.programmes.table import columns as heads
from talka.prevention.programmes.table.grid import Sheet
from talka.prevention.programmes.table.placing import Row, together

_TOTAL = re.compile(r"^(iš viso|viso|bendra suma|total)\b", re.IGNORECASE)
LONGEST = 2000
_SAID = ("code", "title", "row", "source")


@dataclass(frozen=True)
class Found:
    """`totals`: rows that only add up the others."""

    rows: tuple[Row, ...]
    totals: tuple[int, ...]
    messages: tuple[Message, ...]


def is_total(text: str) -> bool:
    return bool(_TOTAL.match(text))


def found(sheet: Sheet, header: heads.Header) -> Found:
    """The numbered rows in their order; a row with text and no number is told about."""
    where = {f: header.where(f) or 0 for f in _SAID}
    names = {_texts(sheet, where, h)[:2] for h in header.head}
    rows: list[Row] = []
    totals: list[int] = []
    told: list[Message] = []
    for r in sheet.rows:
        if r in header.head or (not header.own and r < header.first):
            continue
        code, title, key = _texts(sheet, where, r)
        if (code, title) in names and code and title:
            continue  # the head once more, on a new page
        told += _looked(sheet, where, r, code, title)
        if not key and (is_total(code) or (not code and is_total(title))):
            totals.append(r)
        elif code or key:
            rows.append(Row(r, code.rstrip("."), title, key, sheet.at((r, where["code"]))))
        elif rows and _only_money(sheet, header, r):
            rows[-1] = replace(rows[-1], more=(*rows[-1].more, r))
        elif len({sheet.text((r, c)) for c in sheet.columns} - {""}) > 1:
            told.append(Message(sheet.at((r, where["code"])), title[:80], "row_uncoded"))
        elif title:
            told.append(Message(sheet.at((r, where["title"])), title[:80], "row_left_out",
                                severity="warning"))  # fmt: skip
    return Found(tuple(rows), tuple(totals), (*told, *_not_seen(sheet, header)))


def _texts(sheet: Sheet, where: Mapping[str, int], r: int) -> tuple[str, str, str]:
    """Number, title and key. One cell that holds number and title is taken apart."""
    code, title, key = (sheet.text((r, where[f])) for f in ("code", "title", "row"))
    if not key and bool(code) != bool(title):
        number, rest = together(code or title)
        if number:
            return number, rest, key
    return code, title, key


def _looked(
    sheet: Sheet, where: Mapping[str, int], r: int, code: str, title: str
) -> Iterator[Message]:
    if len(title) > LONGEST or len(code) > 40:
        yield Message(sheet.at((r, where["title"])), title[:80], "text_long")
    if isinstance(sheet.cells.get((r, where["code"])), date):
        yield Message(sheet.at((r, where["code"])), code[:10], "code_day")


def _only_money(sheet: Sheet, header: heads.Header, r: int) -> bool:
    """One more source of the measure above: a table with a column of sources has a row for each."""
    source = header.where("source")
    filled = {c for c in sheet.columns if sheet.text((r, c))}
    money = {c for c, column in header.columns.items() if column.field == "amount"}
    return source in filled and filled <= {source, *money}


def _not_seen(sheet: Sheet, header: heads.Header) -> Iterator[Message]:
    """What a person who looks at the sheet does not see, and what this program does not read."""
    below = [r for r in sheet.rows if r not in header.head and r >= header.first]
    for r in below:
        if r in sheet.hidden_rows:
            at = sheet.at((r, header.where("code") or 1))
            yield Message(at, "", "row_hidden", severity="warning")
    if header.own:
        return
    top = max((r for r in header.head), default=1)
    for c in sorted(sheet.hidden_columns & set(header.columns)):
        yield Message(sheet.at((top, c)), "", "column_hidden", severity="warning")
    for c, text in header.unread.items():
        if any(sheet.text((r, c)) for r in below):
            yield Message(sheet.at((top, c)), text[:80], "column_left_out", severity="warning")
