"""The menu: each room registers its own entry in its `apps.py`; no room lists another's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Entry:
    """An item as one person sees it on one page."""

    code: str
    label: Any
    url: str
    current: bool


_items: dict[str, Item] = {}


def register(item: Item) -> None:
    """Register once; two rooms claiming one code is a fault of the house."""
    if _items.get(item.code, item) != item:
        raise ValueError(f"menu entry {item.code!r} is registered twice")
    _items[item.code] = item


def entries(roles: Iterable[str], path: str) -> list[Entry]:
    """The menu of a person with these roles; the longest matching address is the current one."""
    held = frozenset(roles)
    seen = [i for i in _items.values() if i.roles is None or i.roles & held]
    urls = [(i, url) for i in sorted(seen, key=lambda i: (i.order, i.code)) if (url := _url(i))]
    inside = [url for _, url in urls if path == url or (url != "/" and path.startswith(url))]
    here = max(inside, key=len, default=None)
    return [Entry(i.code, i.label, url, url == here) for i, url in urls]


def _url(item: Item) -> str | None:
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return None
