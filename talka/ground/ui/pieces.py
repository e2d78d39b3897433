"""What the component tags show. Queries build these; templates only place them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

TONES = {
    "neutral": "neutral",
    "accent": "accent",
    "now": "warning",
    "evaluation": "plum",
    "danger": "danger",
    "done": "success",
}
"""Meaning of a colour → colour of the design system. At most three on one screen."""


@dataclass(frozen=True)
class Step:
    """A step of a path. `state`: done, now, next or barred (cannot start yet)."""

    label: Any
    state: str
    when: Any = None
    url: str = ""
    note: Any = ""


@dataclass(frozen=True)
class Task:
    """Something to do, said as a verb. `state`: done, now, open or barred; `note` says why."""

    label: Any
    state: str
    url: str = ""
    note: Any = ""


@dataclass(frozen=True)
class Row:
    """A line of a summary. `is_name`: hidden when names are hidden. `url`: where to change it."""

    label: Any
    value: Any
    url: str = ""
    is_name: bool = False


@dataclass(frozen=True)
class Event:
    """A dated happening. `tone` as in TONES; `folded` text opens on demand (hard to read)."""

    at: Any
    title: Any
    by: Any = ""
    text: Any = ""
    url: str = ""
    tone: str = "accent"
    folded: bool = False


Rows = Sequence[Row]
