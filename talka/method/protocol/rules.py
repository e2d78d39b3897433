"""Whose turn is next, when it is due, what changed between versions. Pure."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from talka.method.documents import Change, Words, both, compare
from talka.method.protocol.documents import (
    ChildVariant,
    Deadline,
    Outcome,
    Protocol,
    ProtocolError,
    Step,
    Turn,
)
from talka.method.protocol.reading import parse
from talka.method.protocol.workdays import Calendar, Holiday

__all__ = [
    "Calendar",
    "Change",
    "ChildVariant",
    "Deadline",
    "Holiday",
    "Outcome",
    "Protocol",
    "ProtocolError",
    "Step",
    "Turn",
    "Words",
    "difference",
    "due",
    "next_turn",
    "opened_beside",
    "parse",
    "reminders",
    "strangers",
]

DAY_END = time(23, 59, 59)


def next_turn(protocol: Protocol, step: str, outcome: str) -> Turn:
    """Whose turn an outcome makes it, and at which step. Raises KeyError for unknown codes."""
    return protocol.step(step).outcome(outcome).turn


def opened_beside(
    protocol: Protocol, step: str, outcome: str, child: bool = False
) -> tuple[Turn, ...]:
    """The turns of the tracks an outcome opens beside the path."""
    codes = protocol.step(step).outcome(outcome).also
    return tuple(protocol.step(code, child).turn for code in codes)


def due(deadline: Deadline, start: datetime, calendar: Calendar) -> datetime:
    """The last moment in time, in the calendar's time zone.

    Hours run through nights and holidays. Days, working days and months end with their last day;
    the day of the start does not count. A last day that falls on a holiday is not moved: the
    person waiting does not wait longer. Raises ValueError for a start without a time zone.
    """
    return _moment(deadline, deadline.amount, start, calendar)


def reminders(deadline: Deadline, start: datetime, calendar: Calendar) -> tuple[datetime, ...]:
    """When somebody is reminded, earliest first."""
    return tuple(_moment(deadline, n, start, calendar) for n in sorted(deadline.reminders))


def _moment(deadline: Deadline, amount: int, start: datetime, calendar: Calendar) -> datetime:
    if start.tzinfo is None:
        raise ValueError("a start without a time zone")
    zone = ZoneInfo(calendar.timezone)
    if deadline.unit == "hours":
        return (start.astimezone(UTC) + timedelta(hours=amount)).astimezone(zone)
    first = start.astimezone(zone).date()
    if deadline.unit == "working_days":
        last = calendar.after(first, amount)
    elif deadline.unit == "months":
        last = _months_after(first, amount)
    else:
        last = first + timedelta(days=amount)
    return datetime.combine(last, DAY_END, tzinfo=zone)


def _months_after(day: date, amount: int) -> date:
    """The same day of the month, or the month's last day when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def strangers(
    protocol: Protocol, roles: Iterable[str], kinds: Iterable[str], purposes: Iterable[str]
) -> tuple[str, ...]:
    """Roles, institution kinds and purposes a protocol names but the pack does not know."""
    known_roles, known_kinds, known_purposes = set(roles), set(kinds), set(purposes)
    found: list[str] = []
    for step in protocol:
        turns = [step.turn, *(o.turn for o in step.outcomes)]
        if step.child and step.child.turn:
            turns.append(step.child.turn)
        for turn in turns:
            found += [f"step {step.code}: role {r}" for r in turn.roles if r not in known_roles]
            found += [f"step {step.code}: kind {k}" for k in turn.kinds if k not in known_kinds]
        found += [
            f"step {step.code}: purpose {p}" for p in step.consents if p not in known_purposes
        ]
    return tuple(dict.fromkeys(found))


def difference(a: Protocol, b: Protocol) -> list[Change]:
    """What changed from `a` to `b`, in the order of the documents. Empty when nothing did."""
    return compare(dict(_facts(a)), dict(_facts(b)))


def _facts(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """A protocol flattened: place → text."""
    yield "name", both(protocol.names)
    yield "source", both(protocol.source)
    yield "verified_by", protocol.verified_by or ""
    yield "start", protocol.start
    yield "ends", ", ".join(protocol.ends)
    for code, names in protocol.records:
        yield f"record/{code}", both(names)
    yield "order", ", ".join(step.code for step in protocol.steps)
    for step in protocol.steps:
        yield from _step_facts(step)


def _step_facts(step: Step) -> Iterator[tuple[str, str]]:
    at = step.code
    yield f"{at}/name", both(step.names)
    yield f"{at}/turn", _who(step.turn)
    yield f"{at}/beside", "yes" if step.beside else "no"
    yield f"{at}/records", ", ".join(step.records)
    yield f"{at}/consents", ", ".join(step.consents)
    yield from _deadline_facts(at, step.deadlines)
    for outcome in step.outcomes:
        place = f"{at}/outcome/{outcome.code}"
        yield place, both(outcome.names)
        yield f"{place}/next", outcome.turn.step or "–"
        yield f"{place}/turn", _who(outcome.turn)
        yield f"{place}/also", ", ".join(outcome.also)
    if step.child:
        yield f"{at}/child", both(step.child.note)
        yield f"{at}/child/turn", _who(step.child.turn) if step.child.turn else ""
        yield f"{at}/child/records", ", ".join(step.child.records)
        yield from _deadline_facts(f"{at}/child", step.child.deadlines)


def _deadline_facts(at: str, deadlines: Iterable[Deadline]) -> Iterator[tuple[str, str]]:
    for d in deadlines:
        place = f"{at}/deadline/{d.code}"
        yield place, f"{d.amount} {d.unit} ({d.kind})"
        yield f"{place}/source", both(d.source)
        yield f"{place}/verified", "yes" if d.verified else "no"
        yield f"{place}/when", both(d.when) if d.when else ""
        yield f"{place}/reminders", ", ".join(map(str, d.reminders))


def _who(turn: Turn) -> str:
    return ", ".join((*turn.roles, *turn.kinds))
