"""One case: the coded facts, and who the person is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from talka.casework.cases.keys import keyring
from talka.casework.cases.models import Identity, Profile
from talka.casework.cases.permission import Held


def profile_of(case_id: UUID) -> Profile | None:
    """The coded facts (1 query)."""
    return Profile.objects.filter(case_id=case_id).first()


VAULT = ("name", "born", "personal_code", "phone", "address", "other")


def identity_texts(held: Held) -> tuple[dict[str, str], int]:
    """The opened vault and its version; ({}, 0) when nothing is written yet (2 queries)."""
    row = Identity.objects.filter(case_id=held.case.id).first()
    if row is None:
        return {}, 0
    ring: Any = keyring(held.case.id)
    return {c: row.read(ring, c) for c in VAULT}, row.version
