"""What a body says of the person, and the story as it is told."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases.actions import end_turns, give_turn, note_step
from talka.casework.cases.keys import keyring
from talka.casework.cases.permission import Held, hold
from talka.casework.detection import policy, rules
from talka.casework.detection.models import Screening, StatusAssertion, Story
from talka.ground.access.actor import Actor, Seat
from talka.ground.audit.trail import act
from talka.ground.crypto.rows import Keyring
from talka.ground.kernel.errors import Broken
from talka.ground.kernel.pack import load_pack


def assert_status(
    *,
    actor: Actor,
    case_id: UUID,
    status: str,
    ground: str,
    reason: str = "",
    on: date | None = None,
) -> StatusAssertion:
    """Say, for one's own body, what the person is held to be. Adds; replaces nothing.

    With ground `screening` the criteria version of the body's latest decided screening is kept.
    When bodies now differ, the case's own institution owes an answer; its next assertion gives it.
    Raises Refused, Broken (status not for this role; codes; a day to come; a reason without sight
    of the story).
    """
    held = hold(actor, case_id, policy.ASSERT_STATUS)
    _check(held, status, ground, reason, on)
    with act("status.assert"):
        criteria = _screened(held) if ground == "screening" else None
        row = put_assertion(
            case_id=case_id,
            seat=held.seat,
            status=status,
            ground=ground,
            on=on,
            criteria=criteria,
            reason=reason,
            ring=keyring(case_id) if reason else None,
        )
        _answer_turns(held, row)
    return row


def _check(held: Held, status: str, ground: str, reason: str, on: date | None) -> None:
    faults = {}
    if not rules.may_assert(held.seat.role, status):
        faults["status"] = _("Your role does not assert this status.")
    if not load_pack().has("assertion_ground", ground):
        faults["ground"] = _("Choose on what ground.")
    if on and on > timezone.localdate():
        faults["on"] = _("This day is still to come.")
    if reason and "story" not in held.classes:
        faults["reason"] = _("A reason is kept with the story, which was not opened to you.")
    if faults:
        raise Broken(faults)


def _screened(held: Held) -> tuple[str, int] | None:
    return (
        Screening.objects.filter(case=held.case, institution=held.seat.institution)
        .exclude(decision="")
        .order_by("-decided_at")
        .values_list("criteria", "criteria_version")
        .first()
    )


def put_assertion(
    *,
    case_id: UUID,
    seat: Seat,
    status: str,
    ground: str,
    on: date | None,
    criteria: tuple[str, int] | None = None,
    reason: str = "",
    ring: Keyring | None = None,
) -> StatusAssertion:
    """Write the row and its step (inside an action)."""
    row = StatusAssertion(
        case_id=case_id,
        institution_id=seat.institution,
        by_id=seat.id,
        status=status,
        ground=ground,
        on=on or timezone.localdate(),
        at=timezone.now(),
        criteria=criteria[0] if criteria else "",
        criteria_version=criteria[1] if criteria else None,
    )
    if reason and ring is not None:
        row.put(ring, reason=reason)
    row.save(force_insert=True)
    note_step(case_id=case_id, seat=seat, kind="assertion", outcome=status, on=row.on, ref=row.id)
    return row


def _answer_turns(held: Held, row: StatusAssertion) -> None:
    """The case's own institution answers with its assertion; others may make it owe one."""
    case = held.case
    if held.seat.institution == case.institution_id:
        end_turns(case_id=case.id, act_code="assertion.answer", seat=held.seat)
        return
    said = [
        rules.Asserted(*values)
        for values in StatusAssertion.objects.filter(case=case).values_list(
            "institution", "status", "on", "at"
        )
    ]
    if rules.opinion(said).differ:
        end_turns(case_id=case.id, act_code="assertion.answer", seat=held.seat)
        give_turn(
            case_id=case.id,
            act_code="assertion.answer",
            institution=case.institution_id,
            ref=row.id,
        )


def write_story(*, actor: Actor, case_id: UUID, text: str, on: date | None = None) -> Story:
    """Add what was told, in words. Raises Refused, Broken (nothing written; a day to come)."""
    held = hold(actor, case_id, policy.WRITE_STORY)
    if not text.strip():
        raise Broken({"text": _("Write what was told, in a few words.")})
    if on and on > timezone.localdate():
        raise Broken({"on": _("This day is still to come.")})
    with act("story.write"):
        story = Story(
            case=held.case,
            on=on or timezone.localdate(),
            at=timezone.now(),
            by_id=held.seat.id,
        )
        story.put(keyring(case_id), text=text)
        story.save(force_insert=True)
    return story
