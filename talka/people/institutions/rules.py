"""Which role may be held where. Pure: codes in, answer out."""

from __future__ import annotations

from collections.abc import Iterable


def role_fits(kinds_of_role: Iterable[str], kind: str) -> bool:
    """May a role be held in an institution of this kind? `kinds_of_role` as in the pack."""
    return kind in set(kinds_of_role)
