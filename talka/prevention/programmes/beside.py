"""Pages that other rooms put beside a measure: each registers its own in its `apps.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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
