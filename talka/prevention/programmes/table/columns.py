"""Which column says what: found by the words of the header, or by the keys of our own tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from talka.prevention.programmes.shapes import AMOUNT_KINDS, SOURCES
from talka.prevention.programmes.table.grid import MARK, Sheet, spread

DEEP = 40
"""Rows searched for a header."""

CODE = re.compile(r"^\d{1,4}(?:[.\-]\d{1,4})*\.?$")
_YEAR = re.compile(r"\b(20\d\d)\b")
_FIELDS = (
    ("link", r"nacionalin\w* .*priemon|national measure"),
    ("reason", r"viet\w+ .*(prieža|pagrind|iniciatyv)|local reason"),
    ("source", r"^(lėšų |finansavimo )?šaltini|^source"),
    ("criteria", r"kriterij|rodikl|indicator|criteri"),
    ("due", r"^(iki|data|įvykdyti iki|due)\b"),
    ("term", r"termin|įvykdymo laik|vykdymo laik|term\b"),
    ("executors", r"institucij|vykdytoj|atsaking|įgyvendin|executor|carried out by"),
    ("code", r"^(eil\.? ?)?nr\.?$|^kodas|^priemonės (nr|kodas)|^eil\.|^no\.?$|^code"),
)
_MONEY = (
    ("wages", r"darbo užmok|wage"),
    ("assets", r"turtui|turto|asset"),
    ("expenses", r"išlaid|expens"),
    ("total", r"iš viso|asignavim|lėš|suma|poreikis|biudžet|total|money|funds"),
)
_TITLE = r"pavadinim|priemon|veikl|title|measure"
_SOURCES = {
    "VB": r"\bVB\b|valstybės biudžet",
    "SB": r"\bSB\b|savivaldybės biudžet",
    "ES": r"\bES\b|europos sąjung",
    "EEE": r"\bEEE\b|norveg",
    "KT": r"\bKT\b|kit\w+ (lėš|šaltin)",
}


@dataclass(frozen=True)
class Column:
    """field: code, title, executors, term, due, amount, criteria, source, link, reason, row."""

    field: str
    year: int | None = None
    source: str = ""
    kind: str = ""
    stage: str = "approved"
    currency: str = ""
    multiplier: int = 0


@dataclass(frozen=True)
class Header:
    columns: Mapping[int, Column]
    first: int
    """The first row of measures."""
    own: bool = False
    head: tuple[int, ...] = ()
    """Rows of the header and above."""

    def where(self, field: str) -> int | None:
        return next((n for n, column in self.columns.items() if column.field == field), None)


def source_in(text: str) -> str:
    """The only source of money a text names; empty when none or several."""
    found = [code for code in SOURCES if re.search(_SOURCES[code], text)]
    folded = [code for code in SOURCES if re.search(_SOURCES[code], text, re.IGNORECASE)]
    chosen = found or [code for code in folded if code != "ES"]
    return chosen[0] if len(chosen) == 1 else ""


def unit_in(text: str) -> tuple[str, int] | None:
    """Currency and unit: "(tūkst. eurų)" → ("EUR", 1000)."""
    folded = text.casefold()
    if found := re.search(r"(tūkst\.?\s*|thousand\s*)?(eur\b|eurų|eurais|euro\b|€)", folded):
        return "EUR", 1000 if found[1] else 1
    if found := re.search(r"(tūkst\.?\s*|thousand\s*)?(lt\b|ltl\b|litų|litais)", folded):
        return "LTL", 1000 if found[1] else 1
    return None


def key_of(column: Column) -> str:
    """The key our own tables carry above the column."""
    if column.field != "amount":
        return f"{MARK}{column.field}"
    parts = (column.year, column.source, column.kind, column.stage, column.currency)
    return f"{MARK}amount|{'|'.join(map(str, parts))}|{column.multiplier}"


def of_key(key: str) -> Column | None:
    """The column of a key; None for a key nobody wrote."""
    name, *parts = key.removeprefix(MARK).split("|")
    if name != "amount":
        return Column(name) if not parts else None
    try:
        year, source, kind, stage, currency, multiplier = parts
        column = Column("amount", int(year), source, kind, stage, currency, int(multiplier))
    except ValueError:
        return None
    return column if kind in AMOUNT_KINDS and source in SOURCES else None


def own(sheet: Sheet, field: str = "title") -> Header | None:
    """The header by the keys of our own table; None in a stranger's table."""
    for row in sheet.rows[:DEEP]:
        keys = {c: sheet.text((row, c)) for c in sheet.columns}
        columns = {c: of_key(key) for c, key in keys.items() if key.startswith(MARK)}
        known = {c: column for c, column in columns.items() if column is not None}
        named = [column.field for column in known.values()]
        if field in named and "row" in named and "code" in named:
            marks = next(c for c, column in known.items() if column.field == "row")
            head = tuple(r for r in sheet.rows if sheet.text((r, marks)).startswith(MARK))
            return Header(known, row + 1, True, head)
    return None


def by_words(sheet: Sheet, csv_like: bool = False) -> Header | None:
    """The header by its words; None when no row names both a number and a measure."""
    for row in sheet.rows[:DEEP]:
        texts = {c: sheet.text((row, c)).casefold() for c in sheet.columns}
        code = next((c for c, text in texts.items() if _field(text) == "code"), None)
        title = next((c for c, t in texts.items() if re.search(_TITLE, t) and not _field(t)), None)
        if code is not None and title is not None:
            first = _first(sheet, row, code)
            texts2 = spread(sheet, range(row, first), csv_like)
            columns = {c: _column(_joined(texts2, c)) for c in sheet.columns}
            columns |= {code: Column("code"), title: Column("title")}
            kept = {c: column for c, column in columns.items() if column is not None}
            return Header(kept, first, False, tuple(r for r in sheet.rows if r < first))
    return None


def _first(sheet: Sheet, row: int, code: int) -> int:
    """The first row under the header whose number is a code; a row 1 2 3 4 … numbers columns."""
    for r in sheet.rows:
        if r > row and CODE.match(sheet.text((r, code))):
            texts = [sheet.text((r, c)) for c in sheet.columns if sheet.text((r, c))]
            if len(texts) < 4 or texts != [str(n) for n in range(1, len(texts) + 1)]:
                return r
    return max(sheet.rows, default=row) + 1


def _joined(texts: Mapping[tuple[int, int], str], column: int) -> str:
    said: list[str] = []
    for place in sorted(place for place in texts if place[1] == column):
        if texts[place] and texts[place] not in said[-1:]:
            said.append(texts[place])
    return " / ".join(said)


def _field(text: str) -> str:
    return next((name for name, rule in _FIELDS if re.search(rule, text)), "")


def _column(text: str) -> Column | None:
    """A column of money is told by its lowest header words: "išlaidoms / darbo užmokesčiui"."""
    folded = text.casefold()
    lowest = folded.rsplit(" / ", 1)[-1]
    found = _field(lowest) or _field(folded)
    if found == "source" or (found and not re.search(r"lėš|asignavim|iš viso", folded)):
        return Column(found)
    kind = next((name for name, rule in _MONEY if re.search(rule, folded)), "")
    years = _YEAR.findall(text)
    if not kind and not years:
        return Column("title") if re.search(_TITLE, folded) else None
    year = int(years[-1]) if years else None
    currency, multiplier = unit_in(text) or ("", 0)
    money = Column("amount", year, source_in(text), kind or "total")
    return replace(money, currency=currency, multiplier=multiplier)
