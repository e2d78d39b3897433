"""What waits for somebody: each room registers what it knows of; the first page asks them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

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


Ask = Callable[[Actor, date, str], Iterable[Waiting]]
"""(who asks, today, language) → what waits, in one or two queries; what the person may see."""

_sources: dict[str, Ask] = {}


def register(code: str, ask: Ask) -> None:
    """Register once; two rooms claiming one code is a fault of the house."""
    if _sources.get(code, ask) is not ask:
        raise ValueError(f"{code!r} is registered twice")
    _sources[code] = ask


def waiting(actor: Actor, today: date, language: str) -> list[Waiting]:
    """What every room knows; overdue is what was due before today."""
    return [
        replace(one, overdue=one.due_at is not None and one.due_at < today)
        for ask in _sources.values()
        for one in ask(actor, today, language)
    ]
