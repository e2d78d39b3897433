"""Open texts of a case: the look goes into the trail before the key is handed out."""

from __future__ import annotations

from collections.abc import Iterable

from talka.casework.cases.keys import CaseRing, keyring
from talka.casework.cases.permission import Held
from talka.ground.audit import trail


def ring_for(held: Held, page: str, classes: Iterable[str]) -> CaseRing:
    """The keys of the case, for a page that shows these classes (2 queries)."""
    trail.look(page, held.case.id, classes)
    return keyring(held.case.id)
