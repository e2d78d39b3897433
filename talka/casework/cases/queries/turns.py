"""Whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, F, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language

from talka.casework.cases.models import Case, Turn
from talka.casework.cases.rules import TEAM_ROLES
from talka.ground.access.actor import Actor
from talka.method.protocol.queries import deadline_of
from talka.method.protocol.rules import Deadline


def spoken(actor: Actor) -> str:
    """The language of the page, else the person's own."""
    return (get_language() or actor.language).split("-")[0]


@dataclass(frozen=True)
class TurnLine:
    """An act that somebody owes a case. `code` "" when the case itself is not open to the asker;
    `due_source` in the asker's language."""

    id: UUID
    case_id: UUID
    code: str
    act: str
    institution: str
    assignment_id: UUID | None
    ref: UUID | None
    since: datetime
    due_at: datetime | None
    due_kind: str
    due_source: str
    due_verified: bool
    overdue: bool
    mine: bool


def open_turns(actor: Actor, now: datetime) -> list[TurnLine]:
    """Open turns the asker can see, soonest first, at most 200 (2 queries).

    A turn is mine when it is my institution's and not another colleague's.
    """
    name = "institution__name_en" if spoken(actor) == "en" else "institution__name_lt"
    rows = Turn.objects.filter(done_at__isnull=True)
    rows = rows.filter(Q(RawSQL(_OF_MY_CASES, [], BooleanField())) | Q(_owed(actor)))
    found = list(
        rows.annotate(name=F(name)).order_by(F("due_at").asc(nulls_last=True), "since")[:200]
    )
    # A turn may be owed on a case that is not open to the asker: the code comes beside, not joined.
    asked = Case.objects.filter(id__in={t.case_id for t in found})
    codes = dict(asked.values_list("id", "code")) if found else {}
    return turn_lines(found, codes, actor, now)


def turn_lines(
    found: Sequence[Turn], codes: Mapping[UUID, str], actor: Actor, now: datetime
) -> list[TurnLine]:
    """`codes` of the cases that are open to the asker; of the case that is shown none is needed.
    Each turn carries the `name` of its institution."""
    sources = {source: deadline_of(source) for source in {t.due_source for t in found}}
    return [_line(t, codes.get(t.case_id, ""), sources[t.due_source], actor, now) for t in found]


_OF_MY_CASES = "case_turn.case_id = ANY ((SELECT talka.granted_cases('case'))::uuid[])"
"""The policies say so too; said here, the planner goes by the index instead of by every turn."""


def _owed(actor: Actor) -> Q:
    mine = [s.institution for s in actor.seats if s.role in TEAM_ROLES]
    return Q(institution_id__in=mine, act="referral.answer")


def _line(t: Turn, code: str, known: Deadline | None, actor: Actor, now: datetime) -> TurnLine:
    return TurnLine(
        id=t.id,
        case_id=t.case_id,
        code=code,
        act=t.act,
        institution=getattr(t, "name", ""),
        assignment_id=t.assignment_id,
        ref=t.ref,
        since=t.since,
        due_at=t.due_at,
        due_kind=t.due_kind,
        due_source=known.source.label(spoken(actor)) if known else t.due_source,
        due_verified=bool(known and known.verified),
        overdue=t.due_at is not None and t.due_at < now,
        mine=_mine(t, actor),
    )


def _mine(t: Turn, actor: Actor) -> bool:
    if t.assignment_id is not None:
        return t.assignment_id in {s.id for s in actor.seats}
    return any(s.institution == t.institution_id and s.role in TEAM_ROLES for s in actor.seats)
