"""One case: its story in dated facts, what it lacks, who the person is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from talka.casework.cases import rules
from talka.casework.cases.keys import keyring
from talka.casework.cases.models import Identity, Profile, Step, Turn
from talka.casework.cases.permission import Held
from talka.casework.cases.queries.turns import TurnLine


@dataclass(frozen=True)
class TimelineItem:
    """A dated fact. `seat`: the assignment that noted it."""

    kind: str
    outcome: str
    on: date
    at: datetime
    institution: str
    by: str
    ref: UUID | None
    data_class: str
    seat: UUID


def timeline(case_id: UUID, language: str) -> list[TimelineItem]:
    """The whole story in dated facts, newest first (1 query). Classes not held do not show."""
    name = "institution__name_en" if language == "en" else "institution__name_lt"
    rows = (
        Step.objects.filter(case_id=case_id)
        .order_by("-on", "-at")
        .values_list(
            "kind", "outcome", "on", "at", name, "by__worker__name", "ref", "data_class", "by"
        )
    )
    return [TimelineItem(*row) for row in rows]


def profile_of(case_id: UUID) -> Profile | None:
    """The coded facts (1 query)."""
    return Profile.objects.filter(case_id=case_id).first()


def gaps_among(
    story: Iterable[TimelineItem], turns: Iterable[TurnLine], profile: Profile | None
) -> list[rules.Gap]:
    """What the case still lacks, from what a page has asked already (no query)."""
    facts = [rules.Fact(s.kind, s.on, s.outcome) for s in story]
    open_turns = [rules.OpenTurn(t.act, t.due_at) for t in turns]
    return rules.gaps(facts, open_turns, profile.exploitation if profile else [])


def gaps_of(case_id: UUID) -> list[rules.Gap]:
    """What the case still lacks (3 queries)."""
    facts = [
        rules.Fact(k, on, o)
        for k, on, o in Step.objects.filter(case_id=case_id).values_list("kind", "on", "outcome")
    ]
    turns = [
        rules.OpenTurn(a, d)
        for a, d in Turn.objects.filter(case_id=case_id, done_at__isnull=True).values_list(
            "act", "due_at"
        )
    ]
    forms = Profile.objects.filter(case_id=case_id).values_list("exploitation", flat=True).first()
    return rules.gaps(facts, turns, forms or [])


VAULT = ("name", "born", "personal_code", "phone", "address", "other")


def identity_texts(held: Held) -> tuple[dict[str, str], int]:
    """The opened vault and its version; ({}, 0) when nothing is written yet (2 queries)."""
    row = Identity.objects.filter(case_id=held.case.id).first()
    if row is None:
        return {}, 0
    ring: Any = keyring(held.case.id)
    return {c: row.read(ring, c) for c in VAULT}, row.version
