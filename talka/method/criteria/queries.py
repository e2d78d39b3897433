"""What can be asked of the published criteria sets."""

from __future__ import annotations

from functools import lru_cache

from talka.method.criteria import rules
from talka.method.criteria.models import CriteriaHanded, CriteriaVersion
from talka.method.criteria.rules import CriteriaSet
from talka.method.shelf import Shelf

criteria_sets = Shelf(CriteriaVersion, CriteriaHanded, rules.parse, rules.difference)


@lru_cache(maxsize=64)
def pinned(code: str, version: int) -> CriteriaSet:
    """A published criteria set, kept by the process: it never changes. Raises Absent.

    One query the first time, none afterwards.
    """
    return criteria_sets.read(code, version)


def newest(code: str) -> tuple[str, int]:
    """(code, version) a new screening uses. One query. Raises Absent."""
    return criteria_sets.newest(code)
