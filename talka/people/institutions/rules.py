"""Which role may be held where. Pure: codes in, answer out."""

from __future__ import annotations

from collections.abc import Iterable

EVERY_KIND = "*"


def role_fits(kinds_of_role: Iterable[str], kind: str) -> bool:
    """May a role be held in an institution of this kind? `kinds_of_role` as in the pack."""
    kinds = set(kinds_of_role)
    return EVERY_KIND in kinds or kind in kinds
