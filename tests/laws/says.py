"""Words of the oracle that rows of every room share, and lies that the database must refuse."""

from __future__ import annotations

from typing import Any

from tests.laws.oracle import MEETS_CHILDREN, Relation
from tests.laws.rows import Here, Says

TEAM = MEETS_CHILDREN | {"coordinator"}


def nobody(r: Relation) -> bool:
    return False


def always(r: Relation) -> bool:
    """What oneself has done."""
    return True


def reads(*classes: str) -> Says:
    return lambda r: all(r.reads(c) for c in classes)


def writes(data_class: str) -> Says:
    return lambda r: r.writes(data_class)


def gives(r: Relation) -> bool:
    """Has the case for own work, to change: the institution that shares it with others."""
    return r.gives("case")


def received(r: Relation) -> bool:
    """A person of the team of the institution that a referral was sent to, before any grant."""
    return not r.out_of_office() and r.role in TEAM and not r.barred()


def sent_or_received(r: Relation) -> bool:
    return gives(r) or received(r)


def of_refusal(r: Relation) -> bool:
    """Whoever holds the case tells its story; who refuses a referral adds that it was refused."""
    return r.reads("case") or received(r)


def in_anothers_name(h: Here) -> dict[str, Any]:
    return {"by_id": h.opener.assignment}


def in_anothers_stead(h: Here) -> dict[str, Any]:
    return {"by_id": h.opener.assignment, "institution_id": h.opener.institution}


def from_elsewhere(h: Here) -> dict[str, Any]:
    return {"institution_id": h.opener.institution}
