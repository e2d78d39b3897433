"""Figures of indicators: typed one by one, or a whole table at once."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken
from talka.ground.places.models import Municipality
from talka.prevention.safety import policy, shapes
from talka.prevention.safety.models import Figure, FrameworkVersion

COLUMNS = ("municipality", "year", "indicator", "state", "value", "source")
MOST = 2000
"""Lines of one table: sixty municipalities with all their indicators, and room."""
LARGEST = Decimal(10) ** 12


@dataclass(frozen=True)
class Line:
    municipality: str
    year: int
    indicator: str
    state: str
    value: Decimal | None
    source: str


def record(*, actor: Actor, line: Line) -> Figure:
    """One figure. An earlier one of the same place, year and indicator stays; the later counts."""
    _require(actor, line.municipality)
    fault = _fault(line, _indicators())
    if fault:
        raise Broken(fault)
    with act("safety.record"):
        return _write(actor, [line])[0]


@dataclass(frozen=True)
class Checked:
    """What a table would do: how many figures are new or changed, how many stand so already."""

    fresh: int
    same: int


Fault = tuple[int, str, str]
"""(line, column or "" for the whole line, sentence)"""


def check(*, actor: Actor, text: str) -> Checked:
    """Read a table and write nothing. Raises Broken as `take_in` would."""
    lines = _sound(actor, text)
    fresh = len(_fresh(lines))
    return Checked(fresh, len(lines) - fresh)


def take_in(*, actor: Actor, text: str) -> int:
    """A table with one figure a line: all of it or nothing. Returns how many were new or changed.

    Raises Broken naming every line and column that does not hold.
    """
    lines = _sound(actor, text)
    with act("safety.take_in"):
        return len(_write(actor, _fresh(lines)))


def _sound(actor: Actor, text: str) -> list[Line]:
    """The lines of a table of which every one holds."""
    if not policy.is_ministry(actor):
        policy.require_town(actor, next(iter(policy.towns(actor)), ""))
    lines, faults = _read(text)
    codes = _indicators()
    places = set(Municipality.objects.values_list("code", flat=True))
    mine = places if policy.is_ministry(actor) else set(policy.towns(actor))
    for n, line in lines:
        if line.municipality not in places:
            faults.append((n, "municipality", _("There is no municipality with this code.")))
        elif line.municipality not in mine:
            faults.append((n, "municipality", _("This is not your municipality.")))
        faults += [(n, column, said) for column, said in _fault(line, codes).items()]
    faults += _twice(lines)
    if faults or not lines:
        said = [_told(*fault) for fault in sorted(faults, key=lambda f: (f[0], _place(f[1])))]
        raise Broken({"table": " ".join(said[:20]) or _("There is no line to take in.")})
    return [line for _n, line in lines]


def _place(column: str) -> int:
    return COLUMNS.index(column) if column else -1


def _told(n: int, column: str, fault: str) -> str:
    if not column:
        return _("Line %(n)d: %(fault)s") % {"n": n, "fault": fault}
    told = {"n": n, "column": f"{_place(column) + 1} ({column})", "fault": fault}
    return _("Line %(n)d, column %(column)s: %(fault)s") % told


def _require(actor: Actor, municipality: str) -> None:
    if not policy.is_ministry(actor):
        policy.require_town(actor, municipality)
    if not Municipality.objects.filter(code=municipality).exists():
        raise Broken({"municipality": _("There is no municipality with this code.")})


def _indicators() -> set[str]:
    """Codes of every published version: a figure may be of an indicator of an earlier one."""
    versions = FrameworkVersion.objects.values_list("document", flat=True)
    codes = {m.code for document in versions for m in shapes.read_framework(document).measures}
    if not codes:
        raise Absent
    return codes


def _fault(line: Line, codes: set[str]) -> dict[str, str]:
    faults = {}
    if not 2011 <= line.year <= timezone.localdate().year:
        faults["year"] = _("From 2011 to this year.")
    if line.indicator not in codes:
        faults["indicator"] = _("There is no indicator with this code.")
    if line.state not in shapes.STATES:
        faults["state"] = _("A number, zero, missing, not applicable or suppressed.")
    elif (line.value is None) == (line.state in ("value", "zero")):
        faults["value"] = _("Write a number, or say why there is none.")
    elif line.value is not None and not 0 <= line.value < LARGEST:
        faults["value"] = _("Not below zero, and smaller than a million million.")
    elif line.state == "zero" and line.value != 0:
        faults["value"] = _("Zero is zero.")
    if not line.source.strip():
        faults["source"] = _("Say where this is known from.")
    return faults


def _read(text: str) -> tuple[list[tuple[int, Line]], list[Fault]]:
    head = text.lstrip("\ufeff").split("\n", 1)[0]
    mark = max(";\t,", key=head.count)
    rows = list(csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=mark))
    if not rows or tuple(c.strip().lower() for c in rows[0]) != COLUMNS:
        told = {"columns": ", ".join(COLUMNS)}
        return [], [(1, "", _("The first line names the columns: %(columns)s.") % told)]
    if len(rows) > MOST + 1:
        return [], [(MOST, "", _("No more than %(n)d lines at once.") % {"n": MOST})]
    lines: list[tuple[int, Line]] = []
    faults: list[Fault] = []
    for n, row in enumerate(rows[1:], 2):
        cells = [c.strip() for c in row]
        if not any(cells):
            continue
        wrong = _unreadable(cells)
        faults += [(n, column, said) for column, said in wrong]
        if not wrong:
            lines.append((n, _line(cells)))
    return lines, faults


def _unreadable(cells: Sequence[str]) -> list[tuple[str, str]]:
    """(column, sentence) of what cannot be read at all."""
    if len(cells) != len(COLUMNS):
        return [("", _("Six cells are wanted, %(n)d are there.") % {"n": len(cells)})]
    found = []
    if not re.fullmatch(r"\d{4}", cells[1], re.ASCII):
        found.append(("year", _("A year has four digits.")))
    try:
        value = Decimal(_plain(cells[4]) or "0")
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite() or value.as_tuple().exponent < -4:  # type: ignore[operator]
        found.append(("value", _("A number with at most four decimals, or nothing.")))
    return found


def _plain(number: str) -> str:
    return re.sub(r"[ \u00a0\u202f]", "", number).replace(",", ".")


def _line(cells: Sequence[str]) -> Line:
    """A line that can be read."""
    place, year, indicator, state, number, source = cells
    value = Decimal(_plain(number)) if number else None
    value = Decimal(0) if state == "zero" and value is None else value
    return Line(place, int(year), indicator, state, value, source)


def _twice(lines: Sequence[tuple[int, Line]]) -> list[Fault]:
    seen: set[tuple[str, int, str]] = set()
    faults = []
    for n, line in lines:
        key = (line.municipality, line.year, line.indicator)
        if key in seen:
            faults.append((n, "", _("This figure stands twice in the table.")))
        seen.add(key)
    return faults


def _fresh(lines: list[Line]) -> list[Line]:
    """Lines that say something else than what stands: taking in the same table changes nothing."""
    rows = Figure.objects.filter(
        municipality__in={x.municipality for x in lines}, year__in={x.year for x in lines}
    ).order_by("n")
    stand = {(f.municipality_id, f.year, f.indicator): (f.state, f.value, f.source) for f in rows}
    return [
        x for x in lines
        if stand.get((x.municipality, x.year, x.indicator)) != (x.state, x.value, x.source)
    ]  # fmt: skip


def _write(actor: Actor, lines: Sequence[Line]) -> list[Figure]:
    rows = Figure.objects.filter(
        municipality__in={x.municipality for x in lines}, year__in={x.year for x in lines}
    )
    last = {
        (place, year, code): n
        for place, year, code, n in rows.values_list("municipality", "year", "indicator")
        .annotate(Max("n"))
        .order_by()
    }
    return Figure.objects.bulk_create(
        Figure(
            municipality_id=x.municipality, year=x.year, indicator=x.indicator, state=x.state,
            value=x.value, source=x.source.strip(), by_id=actor.id,
            n=last.get((x.municipality, x.year, x.indicator), 0) + 1,
        )
        for x in lines
    )  # fmt: skip
