"""The parts of a case file: upper rooms register their screens here, the case page lists them.

So the case page knows nothing of detection, sharing or aid, and they all appear on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from talka.ground.access.decide import Verb


@dataclass(frozen=True)
class Part:
    """A screen of a case. `url_name` takes the case id; `kinds`: steps that show it was begun."""

    code: str
    label: str | Promise
    url_name: str
    verb: Verb
    kinds: frozenset[str]
    order: int


_parts: dict[str, Part] = {}


def register(part: Part) -> Part:
    if part.code in _parts:
        raise ValueError(f"part {part.code!r} is registered twice")
    _parts[part.code] = part
    return part


def all_parts() -> list[Part]:
    return sorted(_parts.values(), key=lambda p: p.order)
