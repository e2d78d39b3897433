"""What every action of this room does the same way: seats, days, turns."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases.actions import end_turns, give_turn
from talka.casework.cases.models import Turn
from talka.casework.cases.permission import Held
from talka.ground.kernel.errors import Broken
from talka.ground.kernel.pack import load_pack
from talka.method.protocol.queries import turn_due

LONGEST = 5000


def signed(held: Held) -> dict[str, Any]:
    """Who writes, from where, when, of which case: the columns of every `Record`."""
    return {
        "case": held.case,
        "by_id": held.seat.id,
        "institution_id": held.seat.institution,
        "at": timezone.now(),
    }


def still_open(held: Held) -> Held:
    if held.case.closed_on:
        raise Broken(_("This case is closed. Open it again first."))
    return held


def past_day(on: date | None, field: str = "on") -> date:
    """The day of a thing that has happened: today unless said, never later."""
    today = timezone.localdate()
    if on is not None and not date(2000, 1, 1) <= on <= today:
        raise Broken({field: _("This day has not come yet, or lies too far back.")})
    return on or today


def one_of(field: str, value: str, allowed: Any) -> str:
    """A code of our own lists; Broken at the field otherwise."""
    if value not in allowed:
        raise Broken({field: _("Choose one of the answers.")})
    return value


def coded(field: str, value: str, list_name: str) -> str:
    """A code of the pack; Broken at the field otherwise."""
    if not load_pack().has(list_name, value):
        raise Broken({field: _("Choose one of the answers.")})
    return value


def worded(field: str, text: str) -> str:
    """A text that must be there and fits."""
    text = text.strip()
    if not text:
        raise Broken({field: _("Write a few words.")})
    if len(text) > LONGEST:
        raise Broken({field: _("This text is too long.")})
    return text


def noon(on: date) -> datetime:
    """A moment of a day, to count deadlines from."""
    return datetime.combine(on, time(12), tzinfo=timezone.get_current_timezone())


def end_of(on: date) -> datetime:
    return datetime.combine(on, time(23, 59, 59), tzinfo=timezone.get_current_timezone())


def give_once(
    held: Held, act_code: str, *, step: str, deadline: str, start: date, ref: UUID | None = None
) -> None:
    """Give this institution a turn with the protocol's deadline, unless it has that turn."""
    mine = Turn.objects.filter(
        case=held.case, act=act_code, institution=held.seat.institution, done_at__isnull=True
    )
    if ref is None and mine.exists():
        return
    case = held.case
    give_turn(
        case_id=case.id,
        act_code=act_code,
        institution=held.seat.institution,
        due=turn_due(case.protocol, case.protocol_version, step, noon(start), deadline, case.child),
        ref=ref,
    )


def end_mine(held: Held, act_code: str) -> None:
    """End the open turns of an act that this institution owes; others still owe theirs."""
    refs = Turn.objects.filter(
        case=held.case, act=act_code, institution=held.seat.institution, done_at__isnull=True
    ).values_list("ref", flat=True)
    for ref in set(refs):
        end_turns(case_id=held.case.id, act_code=act_code, seat=held.seat, ref=ref)
