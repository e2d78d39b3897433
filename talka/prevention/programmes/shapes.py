"""The shapes of a plan: goals, tasks and measures, with who, until when and how much. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal
from uuid import UUID

LITAS_A_EURO = Decimal("3.45280")
"""The irrevocably fixed rate of 1 January 2015."""
CENT = Decimal("0.01")

KINDS = ("goal", "task", "measure")
AMOUNT_KINDS = ("total", "expenses", "wages", "assets")
SOURCES = ("VB", "SB", "ES", "EEE", "KT")
ROLES = ("lead", "co", "partner", "funder")
STAGES = ("requested", "approved", "revised", "paid")
STATES = ("value", "zero", "missing", "not_applicable")
LEVELS = ("national", "municipal", "project")

Severity = Literal["error", "warning", "info"]
Key = tuple[int, str, str]
"""Year, source, stage: amounts of one key belong to one sum."""


@dataclass(frozen=True)
class Amount:
    """Money of one year as it was written: original currency and unit.

    `state` says why there is no number: a zero is a number, missing and not applicable are none.
    """

    year: int
    source: str
    kind: str
    amount: Decimal | None
    state: str = "value"
    currency: str = "EUR"
    multiplier: int = 1
    stage: str = "approved"

    @property
    def original(self) -> Decimal | None:
        """In units of the currency; a zero is 0, no number is None."""
        if self.state == "zero":
            return Decimal(0)
        if self.state != "value" or self.amount is None:
            return None
        return self.amount * self.multiplier

    @property
    def eur(self) -> Decimal | None:
        """Euros to the cent, half to even; None when there is no number."""
        if self.original is None:
            return None
        rate = LITAS_A_EURO if self.currency == "LTL" else Decimal(1)
        return (self.original / rate).quantize(CENT, ROUND_HALF_EVEN)

    @property
    def key(self) -> Key:
        return self.year, self.source, self.stage


@dataclass(frozen=True)
class Executor:
    """Who carries a measure out. `institution` None: known by name only."""

    name: str
    institution: UUID | None = None
    role: str = "lead"


@dataclass(frozen=True)
class IndicatorLine:
    """What a measure wants to change, from where and to where."""

    code: str
    name_lt: str
    name_en: str = ""
    unit: str = ""
    direction: str = "none"
    over_units: str = "none"
    over_time: str = "none"
    baseline: Decimal | None = None
    target: Decimal | None = None
    target_year: int | None = None


@dataclass(frozen=True)
class Node:
    """A goal, a task or a measure. `parent` is a code; `links` are codes of national measures."""

    kind: str
    code: str
    title: str
    parent: str | None = None
    executors: tuple[Executor, ...] = ()
    term: str = ""
    due: date | None = None
    amounts: tuple[Amount, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    links: tuple[str, ...] = ()
    local_reason: str = ""
    at: str | None = None
    key: str = ""
    """The lineage of the measure, when the table carries it: the same measure in each version."""


@dataclass(frozen=True)
class Act:
    """A legal act a programme stands on. Nobody verified it until somebody says so."""

    kind: str
    issuer: str
    number: str
    title: str
    adopted_on: date | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    amends: str | None = None
    verified_by: None = None
    source: str = ""


@dataclass(frozen=True)
class Plan:
    """One version of a programme."""

    title: str
    level: str
    municipality: str | None
    act: Act | None
    since: date
    until: date
    nodes: tuple[Node, ...] = ()

    def node(self, code: str) -> Node | None:
        return next((n for n in self.nodes if n.code == code), None)


@dataclass(frozen=True)
class Message:
    """What is wrong at a place of the table. The sentence of `rule` stands in `words`."""

    at: str | None
    value: str
    rule: str
    hint: str = ""
    severity: Severity = "error"
    code: str = field(default="", compare=False)


@dataclass(frozen=True)
class Part:
    """One member of a breakdown of an observation."""

    dimension: str
    member: str
    value: Decimal | None
    state: str = "value"


def natural(code: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key of a code: 1.2 before 1.10, digits before letters."""
    parts: list[tuple[int, int | str]] = []
    for run in _runs(code):
        parts.append((0, int(run)) if run.isdecimal() else (1, run.casefold()))
    return tuple(parts)


def _runs(code: str) -> Iterator[str]:
    """The runs of digits and of letters; anything else only parts them."""
    run, kind = "", ""
    for sign in code:
        new = "digit" if sign.isdecimal() else "letter" if sign.isalpha() else ""
        if run and new != kind:
            yield run
            run = ""
        kind = new
        if new:
            run += sign
    if run:
        yield run
