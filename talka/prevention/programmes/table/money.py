"""Amounts: a figure becomes a value, a zero, missing or not applicable, or a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal

from openpyxl.utils import get_column_letter

from talka.prevention.programmes.shapes import SOURCES, Amount, Message
from talka.prevention.programmes.table.columns import Column, Header, source_in
from talka.prevention.programmes.table.figures import Figure, figure
from talka.prevention.programmes.table.grid import Place, Sheet

DEFAULTS = {
    "empty": "missing",
    "absent": "missing",
    "dash": "not_applicable",
    "x": "not_applicable",
}
FINEST = Decimal("0.001")
"""An amount keeps three decimals of its unit."""
UNITS = ("EUR|1000", "EUR|1", "LTL|1000", "LTL|1")


@dataclass(frozen=True)
class Question:
    """What only the person knows. The answer goes under `code`, or `everywhere` for all columns."""

    code: str
    everywhere: str
    kind: str
    """number, state, unit, source, year, period, sheet."""
    at: str | None
    value: str
    options: tuple[str, ...]


@dataclass
class Purse:
    """Reads the money of one sheet, gathering questions and messages on the way."""

    sheet: Sheet
    header: Header
    answers: Mapping[str, str]
    unit: tuple[str, int] | None
    years: tuple[int, ...]
    source: str
    questions: dict[str, Question] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    places: dict[tuple[str, int, str, str], Place] = field(default_factory=dict)

    def ask(
        self, kind: str, column: int, value: str, options: tuple[str, ...], at: str | None
    ) -> str:
        """The answer given; empty, with the question noted, when there is none."""
        letter = get_column_letter(column) if column else ""
        part = f":{value}" if kind == "state" else ""
        place = f":{self.sheet.name}!{letter}" if letter else ""
        code, everywhere = f"{kind}{place}{part}", f"{kind}{part}"
        given = str(self.answers.get(code, self.answers.get(everywhere, "")))
        if given in options or (kind == "year" and given.isdecimal() and len(given) == 4):
            return given
        self.questions[code] = Question(code, everywhere, kind, at, value, options)
        return ""

    def columns(self, rows: Iterable[int]) -> dict[int, tuple[Column, Mapping[str, str], str]]:
        """Each money column completed, with what its marks mean and its lone dots."""
        rows = list(rows)
        ready = {}
        for n, column in self.header.columns.items():
            if column.field == "amount":
                whole = column if self.header.own else self._complete(n, column)
                ready[n] = (whole, *self._marks(n, rows))
        return ready

    def _complete(self, n: int, column: Column) -> Column:
        top = self.sheet.at((max(self.header.head, default=1), n))
        year = column.year or (self.years[0] if len(self.years) == 1 else 0)
        if not year:
            options = tuple(map(str, self.years))
            year = int(self.ask("year", n, "", options, top) or 0)
        source = column.source or self.source
        if not source and self.header.where("source") is None:
            source = self.ask("source", 0, "", SOURCES, top)
        unit = (column.currency, column.multiplier) if column.currency else self.unit
        if unit is None:
            name, _, size = self.ask("unit", 0, "", UNITS, top).partition("|")
            unit = (name, int(size)) if name else ("EUR", 1)
        return Column("amount", year, source, column.kind, column.stage, *unit)

    def _marks(self, n: int, rows: list[int]) -> tuple[Mapping[str, str], str]:
        """What marks mean in the column; asked where it mixes several."""
        seen: dict[str, int] = {}
        for row in rows:
            if (row, n) in self.sheet.covered:
                continue
            seen.setdefault(figure(self.sheet.cells.get((row, n))).mark, row)
        meaning = dict(DEFAULTS)
        mixed = len(seen.keys() & {"empty", "dash", "x", "zero"}) > 1
        if mixed and not self.header.own:
            for mark in ("empty", "dash", "x"):
                if mark in seen:
                    options = ("not_applicable", "missing", "zero")
                    given = self.ask("state", n, mark, options, self.sheet.at((seen[mark], n)))
                    meaning[mark] = given or "missing"
        dot = ""
        if "unsure" in seen:
            place = (seen["unsure"], n)
            dot = self.ask(
                "number", n, self.sheet.text(place), ("thousands", "decimal"), self.sheet.at(place)
            )
        return meaning, dot

    def amounts(
        self, row: int, code: str, columns: Mapping[int, tuple[Column, Mapping[str, str], str]]
    ) -> tuple[Amount, ...]:
        """The row's amounts; what cannot be read is told and left missing."""
        found = []
        for n, (column, meaning, dot) in columns.items():
            place = (row, n)
            if place in self.sheet.covered:
                continue
            read = figure(self.sheet.cells.get(place), dot)
            if read.mark == "empty" and self.header.own and place not in self.sheet.unread:
                continue
            if read.mark == "empty" and not column.source and not self._names_source(row):
                continue  # neither a source nor a number: the row says nothing of money
            self._told(place, read)
            source = column.source or self._source(row)
            state = _state(read, meaning)
            number = self._kept(place, read.number) if state == "value" else None
            if column.year and source:
                self.places[code, column.year, column.kind, source] = place
                found.append(_amount(column, source, number, state))
        return tuple(found)

    def _names_source(self, row: int) -> bool:
        return bool(self.sheet.text((row, self.header.where("source") or 0)))

    def _source(self, row: int) -> str:
        n = self.header.where("source")
        if n is None:
            return ""
        text = self.sheet.text((row, n))
        found = source_in(text)
        if not found and text:
            self.messages.append(Message(self.sheet.at((row, n)), text, "source_unknown"))
        return found or self.ask("source", 0, "", SOURCES, self.sheet.at((row, n)))

    def _kept(self, place: Place, number: Decimal | None) -> Decimal | None:
        """As it is stored: three decimals. What is rounded is told."""
        if number is None or number == (kept := number.quantize(FINEST, ROUND_HALF_EVEN)):
            return number
        at, text = self.sheet.at(place), self.sheet.text(place)
        self.messages.append(Message(at, text, "amount_fine", f"{kept}", "warning"))
        return kept

    def _told(self, place: Place, read: Figure) -> None:
        at, text = self.sheet.at(place), self.sheet.text(place)
        if place in self.sheet.unread:
            self.messages.append(Message(at, "", "formula_unread"))
        elif place in self.sheet.formulas:
            self.messages.append(Message(at, text, "formula_kept_value", severity="warning"))
        if read.mark == "bad":
            self.messages.append(Message(at, text, "bad_number"))


def _state(read: Figure, meaning: Mapping[str, str]) -> str:
    if read.mark == "number":
        return "value"
    return "zero" if read.mark == "zero" else meaning.get(read.mark, "missing")


def _amount(column: Column, source: str, number: Decimal | None, state: str) -> Amount:
    unit = (column.currency, column.multiplier, column.stage)
    return Amount(column.year or 0, source, column.kind, number, state, *unit)
