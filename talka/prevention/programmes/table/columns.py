"""Which column says what: found by the words of the header, or by the keys of our own tables.

What the words leave open (two currencies, several years, millions) stays open and is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from talka.prevention.programmes.shapes import AMOUNT_KINDS, SOURCES
from talka.prevention.programmes.table.grid import MARK, Sheet, spread
from talka.prevention.programmes.table.placing import begins

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
_STAGES = (
    ("paid", r"panaudo|išleist|sumokėt|\b(paid|spent|used)\b"),
    ("revised", r"patikslin|revised"),
    ("requested", r"prašom|poreik|requested"),
)
_UNITS = (
    ("EUR", r"(tūkst\w*\.?\s*|thousand\s*)?(?:eur\b|eurų|eurais|euro\b|€)"),
    ("LTL", r"(tūkst\w*\.?\s*|thousand\s*)?(?:lt\b|ltl\b|litų|litais)"),
)
MILLIONS = re.compile(r"\bmln\b|milijon|million", re.IGNORECASE)


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
    unread: Mapping[int, str] = field(default_factory=dict)
    """Columns that say nothing of a plan, with their header texts."""

    def where(self, field: str) -> int | None:
        return next((n for n, column in self.columns.items() if column.field == field), None)


def source_in(text: str) -> str:
    """The only source of money a text names; empty when none or several."""
    found = [code for code in SOURCES if re.search(_SOURCES[code], text)]
    folded = [code for code in SOURCES if re.search(_SOURCES[code], text, re.IGNORECASE)]
    chosen = found or [code for code in folded if code != "ES"]
    return chosen[0] if len(chosen) == 1 else ""


def unit_in(text: str) -> tuple[str, int] | None:
    """Currency and unit: "(tūkst. eurų)" → ("EUR", 1000). None where the text names none, several,
    millions, or a thousand apart from its currency."""
    folded = text.casefold()
    found = {
        (currency, 1000 if one[1] else 1)
        for currency, rule in _UNITS
        for one in re.finditer(rule, folded)
    }
    if len(found) != 1 or MILLIONS.search(folded):
        return None
    currency, multiplier = found.pop()
    apart = multiplier == 1 and re.search(r"tūkst|thousand", folded)
    return None if apart else (currency, multiplier)


def _stage(text: str) -> str:
    return next((name for name, rule in _STAGES if re.search(rule, text)), "approved")


def _year(text: str) -> int | None:
    """The one year of the lowest header words that name any; None where they name several."""
    for part in reversed(text.split(" / ")):
        if years := set(_YEAR.findall(part)):
            return int(years.pop()) if len(years) == 1 else None
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
            said = {c: _joined(texts2, c) for c in sheet.columns}
            columns = {c: _column(text) for c, text in said.items()}
            columns |= {code: Column("code"), title: Column("title")}
            kept = _once({c: column for c, column in columns.items() if column is not None})
            unread = {c: text for c, text in said.items() if text and c not in kept}
            head = tuple(r for r in sheet.rows if r < first)
            return Header(kept, first, False, head, unread)
    return None


def _once(columns: dict[int, Column]) -> dict[int, Column]:
    """Each field from the first column that says it; money from all. Titles: see `by_words`."""
    named = {c: column.field for c, column in columns.items() if column.field != "amount"}
    fields = list(named.values())
    again = {c for n, (c, name) in enumerate(named.items()) if name in fields[:n]}
    return {c: column for c, column in columns.items() if c not in again}


def _first(sheet: Sheet, row: int, code: int) -> int:
    """The first row under the header that begins with a number, or with the word goal or task; a
    row 1 2 3 4 … numbers columns."""
    for r in sheet.rows:
        texts = [sheet.text((r, c)) for c in sheet.columns if sheet.text((r, c))]
        alone = len(set(texts)) == 1 and begins(texts[0])
        counted = len(texts) > 3 and texts == [str(n) for n in range(1, len(texts) + 1)]
        if r > row and not counted and (alone or CODE.match(sheet.text((r, code)))):
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
    if not kind and not _YEAR.search(text):
        return Column("title") if re.search(_TITLE, folded) else None
    currency, multiplier = unit_in(text) or ("", 0)
    source, stage = source_in(text), _stage(folded)
    return Column("amount", _year(text), source, kind or "total", stage, currency, multiplier)
