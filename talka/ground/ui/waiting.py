"""What waits for somebody: each room registers what it knows of; the first page asks all of them at
once, in one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf

from talka.ground.access.actor import Actor

SOON = timedelta(days=30)
"""What is planned for a later day than this does not stand on the first page yet."""


@dataclass(frozen=True)
class Waiting:
    """One thing that somebody owes. `what`: of which thing; `who`: who owes it or whom to ask.

    `due_kind`: "law" and "standard" are rules for everybody; "set": somebody set the day for this
    thing alone, as `due_source` says.
    """

    label: Any
    """A lazy translation: what is to be done."""
    what: str
    url: str
    due_at: date | None = None
    due_source: Any = ""
    due_kind: str = "set"
    due_verified: bool = False
    who: str = ""
    mine: bool = True
    overdue: bool = False


Row = dict[str, Any]
"""A row as JSON brings it: days are texts (`date.fromisoformat`), keys of rows are texts."""
Ask = Callable[[Actor, date, str], "QuerySet[Any, Any] | None"]
"""(who asks, today, language) → rows the person may see, each with a JSON object `told`; None: such
a person is never asked. It says what to ask and asks nothing itself."""
Tell = Callable[[Row, Actor, date, str], Waiting | None]
"""(what a row told, who asks, today, language) → its line, None: it does not wait. Pure."""


@dataclass(frozen=True)
class Source:
    """One kind of thing that waits. Where `told` has `at`, a day or a year, lines stand in its
    order."""

    code: str
    ask: Ask
    tell: Tell


def spoken(english: str, lithuanian: str, language: str) -> Combinable:
    """Of two columns the one in this language; where nobody wrote the English one, the other."""
    if language != "en":
        return F(lithuanian)
    return Coalesce(NullIf(english, Value("", output_field=TextField())), lithuanian)


_sources: dict[str, Source] = {}


def register(*sources: Source) -> None:
    """Register once; two rooms claiming one code is a fault of the house."""
    for source in sources:
        if _sources.get(source.code, source) != source:
            raise ValueError(f"{source.code!r} is registered twice")
        _sources[source.code] = source


def waiting(
    actor: Actor, today: date, language: str, sources: Iterable[Source] | None = None
) -> list[Waiting]:
    """What every room (or these sources) knows; overdue is what was due before today (1 query)."""
    asked = {s.code: s for s in (_sources.values() if sources is None else sources)}
    rows = _rows(asked.values(), actor, today, language)
    lines = (
        source.tell(row, actor, today, language)
        for source in asked.values()
        for row in sorted(rows.get(source.code, ()), key=_place)
    )
    return [
        replace(one, overdue=one.due_at is not None and one.due_at < today) for one in lines if one
    ]


def _place(row: Row) -> tuple[str, str]:
    """Where a row stands in its source: of one day always in the same order."""
    return str(row.get("at", "")), str(row)


def _rows(
    sources: Iterable[Source], actor: Actor, today: date, language: str
) -> dict[str, list[Row]]:
    """Code of the source → its rows, of all sources in one statement."""
    parts = [
        rows.order_by().values_list(Value(source.code), "told")
        for source in sources
        if (rows := source.ask(actor, today, language)) is not None
    ]
    found: dict[str, list[Row]] = {}
    if parts:
        for code, told in parts[0].union(*parts[1:], all=True):
            found.setdefault(code, []).append(told)
    return found
