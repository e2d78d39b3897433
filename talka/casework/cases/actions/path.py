"""The dated facts of a case and whose turn it is; called by every room's actions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from talka.casework.cases.models import Step, Turn
from talka.casework.cases.notices import tell
from talka.ground.access.actor import Seat


def note_step(
    *,
    case_id: UUID,
    seat: Seat,
    kind: str,
    on: date | None = None,
    outcome: str = "",
    data_class: str = "case",
    ref: UUID | None = None,
) -> Step:
    """Put a dated fact on the path (called by the rooms' actions, inside their `act`)."""
    step = Step(
        case_id=case_id,
        kind=kind,
        outcome=outcome,
        data_class=data_class,
        on=on or timezone.localdate(),
        at=timezone.now(),
        by_id=seat.id,
        institution_id=seat.institution,
        ref=ref,
    )
    step.save(force_insert=True)
    return step


def give_turn(
    *,
    case_id: UUID,
    act_code: str,
    institution: UUID,
    assignment: UUID | None = None,
    due: tuple[datetime, str, str] | None = None,
    ref: UUID | None = None,
) -> Turn:
    """Say whose turn it is. `due`: (moment, "law" or "standard", source)."""
    turn = Turn(
        case_id=case_id,
        act=act_code,
        institution_id=institution,
        assignment_id=assignment,
        ref=ref,
        since=timezone.now(),
        due_at=due[0] if due else None,
        due_kind=due[1] if due else "",
        due_source=due[2] if due else "",
    )
    turn.save(force_insert=True)
    tell(turn)
    return turn


def end_turns(*, case_id: UUID, act_code: str, seat: Seat, ref: UUID | None = None) -> int:
    """The act is done: its open turns end. Returns how many ended."""
    open_turns = Turn.objects.filter(case_id=case_id, act=act_code, done_at__isnull=True)
    if ref is not None:
        open_turns = open_turns.filter(ref=ref)
    return open_turns.update(done_at=timezone.now(), done_by_id=seat.id)
