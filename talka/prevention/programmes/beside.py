"""What other rooms put beside a measure or a draft: each registers its own in its `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from talka.ground.access.actor import Actor
from talka.prevention.programmes.models import ProgrammeVersion


@dataclass(frozen=True)
class Page:
    """`url_name` takes the measure; `label` is a lazy translation."""

    code: str
    label: Any
    url_name: str
    order: int = 50


_pages: dict[str, Page] = {}


def register(page: Page) -> None:
    """Register once; two rooms claiming one code is a fault of the house."""
    if _pages.get(page.code, page) != page:
        raise ValueError(f"page {page.code!r} beside a measure is registered twice")
    _pages[page.code] = page


def pages() -> list[Page]:
    return sorted(_pages.values(), key=lambda p: (p.order, p.code))


@dataclass(frozen=True)
class Carried:
    """Something still owed that a draft may take up. `note`: how old it is and where it stands;
    `take`: the address whose post makes a measure of it, "" where the draft has it already."""

    text: str
    note: str
    url: str
    take: str


Ask = Callable[[Actor, ProgrammeVersion, str], Iterable[Carried]]
"""(who asks, the draft, language) → what is owed; one query."""

_carried: dict[str, Ask] = {}


def register_carried(code: str, ask: Ask) -> None:
    if _carried.get(code, ask) is not ask:
        raise ValueError(f"{code!r} is registered twice")
    _carried[code] = ask


def carried(actor: Actor, version: ProgrammeVersion, language: str) -> list[Carried]:
    """What is owed from before, for the keeper of a draft."""
    return [one for ask in _carried.values() for one in ask(actor, version, language)]
