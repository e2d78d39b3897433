"""The few ways an action may say no. Every one carries a sentence for the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID


class Refused(Exception):
    """May not: says why and whom to ask (`ask` may be empty). Shown as 403. `verb` and `scope`:
    what was tried on what, for the trail; without them the page that was asked for stands there."""

    def __init__(self, why: str, ask: str = "", verb: str = "", scope: UUID | None = None) -> None:
        super().__init__(why)
        self.why, self.ask, self.verb, self.scope = why, ask, verb, scope


class Absent(Exception):
    """Not there, or not yours: the two are answered alike. Shown as 404."""


class Broken(Exception):
    """A rule does not hold. `faults` maps a form field ("" = whole form) to a sentence."""

    def __init__(self, faults: Mapping[str, str] | str) -> None:
        self.faults: dict[str, str] = {"": faults} if isinstance(faults, str) else dict(faults)
        super().__init__("; ".join(str(f) for f in self.faults.values()))


class Stale(Exception):
    """Somebody changed the row since it was read. `theirs` holds what stands there now."""

    def __init__(self, theirs: Mapping[str, Any], by: str = "", at: Any = None) -> None:
        super().__init__("changed meanwhile")
        self.theirs, self.by, self.at = dict(theirs), by, at
