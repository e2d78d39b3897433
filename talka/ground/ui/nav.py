"""The menu: each room registers its own entry in its `apps.py`; no room lists another's.

Rooms of one wing share one entry: the first of them that the person may open leads there, and the
others stand in a second row on every page of the wing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Item:
    """One entry. `roles` None: every signed-in person. Lower `order` stands further left."""

    code: str
    label: Any
    """A lazy translation."""
    url_name: str
    roles: frozenset[str] | None = None
    order: int = 50
    wing: str = ""
    """The code of a registered wing; empty: the entry stands in the first row."""
    under: tuple[str, ...] = ()
    """Beginnings of further addresses whose pages belong to this entry, beside its own."""


@dataclass(frozen=True)
class Entry:
    """An item, or a wing with its items `within`, as one person sees it on one page."""

    code: str
    label: Any
    url: str
    current: bool
    within: tuple[Entry, ...] = ()


_items: dict[str, Item] = {}
_wings: dict[str, Any] = {}


def register(item: Item) -> None:
    """Register once; two rooms claiming one code is a fault of the house."""
    if _items.get(item.code, item) != item:
        raise ValueError(f"menu entry {item.code!r} is registered twice")
    _items[item.code] = item


def register_wing(code: str, label: Any) -> None:
    """A name (a lazy translation) under which the entries of several rooms stand together."""
    _wings[code] = label


def entries(roles: Iterable[str], path: str) -> list[Entry]:
    """The menu of a person with these roles; the longest matching beginning is the current one."""
    held = frozenset(roles)
    seen = [i for i in _items.values() if i.roles is None or i.roles & held]
    urls = [(i, url) for i in sorted(seen, key=lambda i: (i.order, i.code)) if (url := _url(i))]
    inside = {i.code: max((len(b) for b in (url, *i.under) if _begins(path, b)), default=0)
              for i, url in urls}  # fmt: skip
    here = max(inside, key=lambda code: inside[code], default="")
    found: dict[str, Entry] = {}
    for item, url in urls:
        entry = Entry(item.code, item.label, url, item.code == here and inside[here] > 0)
        if not item.wing:
            found[item.code] = entry
            continue
        wing = found.get(item.wing) or Entry(item.wing, _wings[item.wing], url, False)
        found[item.wing] = replace(
            wing, current=wing.current or entry.current, within=(*wing.within, entry)
        )
    return list(found.values())


def _begins(path: str, beginning: str) -> bool:
    return path == beginning or (beginning != "/" and path.startswith(beginning))


def _url(item: Item) -> str | None:
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return None
