"""How help ended, and how the person is afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise

from talka.casework.aid import words
from talka.casework.aid.models import Closure, FollowUp
from talka.casework.aid.queries.reading import ring_for
from talka.casework.cases.permission import Held


@dataclass(frozen=True)
class FollowUpLine:
    month: int
    on: date
    outcome: str
    remark: str
    by: str

    @property
    def outcome_name(self) -> Promise:
        return words.FOLLOW_UP_OUTCOMES[self.outcome]


@dataclass(frozen=True)
class ClosureLine:
    id: UUID
    on: date
    reason: str
    follow_up: bool
    remark: str
    by: str
    reopened_at: datetime | None
    reopened_reason: str
    follow_ups: tuple[FollowUpLine, ...]


def closures(held: Held) -> list[ClosureLine]:
    """Every closure, newest first, with the follow-ups of the one that holds (3 or 4 queries)."""
    ring = ring_for(held, "closure", {"aid"})
    rows = list(Closure.objects.filter(case=held.case).select_related("by__worker").order_by("-at"))
    asked: dict[UUID, list[FollowUpLine]] = {}
    now = [c for c in rows if c.follow_up and c.reopened_at is None]
    later = FollowUp.objects.filter(closure__in=now).select_related("by__worker").order_by("at")
    for f in later if now else []:
        line = FollowUpLine(f.month, f.on, f.outcome, f.read(ring, "remark"), f.by.worker.name)
        asked.setdefault(f.closure_id, []).append(line)
    return [
        ClosureLine(
            c.id,
            c.on,
            c.reason,
            c.follow_up,
            c.read(ring, "remark"),
            c.by.worker.name,
            c.reopened_at,
            c.read(ring, "reopened_reason"),
            tuple(asked.get(c.id, [])),
        )
        for c in rows
    ]
