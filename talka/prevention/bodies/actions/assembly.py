"""Keep a body: its seats, meetings, who came, what was decided and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Stale
from talka.prevention.bodies import policy, rules
from talka.prevention.bodies.models import (
    Attendance,
    Body,
    Decision,
    FollowUp,
    Meeting,
    Minutes,
    Seat,
)


def rewrite(row: Any, version: int, said: Mapping[str, Any]) -> None:
    """Write over a row that nobody changed since it was read; Stale else."""
    found = type(row).objects.filter(id=row.id, version=version)
    if not found.update(**said, version=version + 1):
        row.refresh_from_db()
        raise Stale({name: getattr(row, name) for name in said} | {"version": row.version})
    row.refresh_from_db()


def _period(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise Broken({"until": _("The last day comes before the first.")})


def found_body(
    *, actor: Actor, kind: str, name: str, municipality: str | None, since: date, **more: Any
) -> Body:
    """A body of a municipality, or of the country where there is none."""
    policy.require(actor, municipality)
    _period(since, more.get("until"))
    with act("body.found"):
        return Body.objects.create(
            kind=kind, name=name, municipality_id=municipality, since=since, made_by_id=actor.id,
            **more,
        )  # fmt: skip


def edit_body(*, actor: Actor, body_id: UUID, version: int, **said: Any) -> Body:
    """Its name, mandate, secretariat, quorum and last day. Stale when a colleague was faster."""
    body = policy.kept_body(actor, body_id)
    _period(body.since, said.get("until"))
    with act("body.edit"):
        rewrite(body, version, said)
    return body


def add_seat(
    *,
    actor: Actor,
    body_id: UUID,
    institution_id: UUID | None,
    organisation: str,
    sector: str,
    function: str,
    votes: bool,
    since: date,
) -> Seat:
    """A chair from a day on; of an institution of the house or of another organisation."""
    body = policy.kept_body(actor, body_id)
    if institution_id is None and not organisation.strip():
        raise Broken({"organisation": _("Whose seat is it?")})
    if since < body.since:
        raise Broken({"since": _("The body did not exist then.")})
    with act("body.seat"):
        return Seat.objects.create(
            body=body, institution_id=institution_id, organisation=organisation, sector=sector,
            function=function, votes=votes, since=since,
        )  # fmt: skip


def end_seat(*, actor: Actor, seat_id: UUID, until: date) -> Seat:
    """The last day of a seat: not before a meeting where it was written down."""
    seat = Seat.objects.filter(id=seat_id).first()
    if seat is None:
        raise Absent
    policy.kept_body(actor, seat.body_id)
    _period(seat.since, until)
    if Attendance.objects.filter(seat=seat, meeting__held_on__gt=until).exists():
        raise Broken({"until": _("The seat was written down at a later meeting.")})
    with act("body.seat_end"):
        if not Seat.objects.filter(id=seat_id, until__isnull=True).update(until=until):
            raise Broken({"until": _("The seat has ended already.")})
    return seat


def call_meeting(
    *, actor: Actor, body_id: UUID, held_on: date, place: str, remote: bool, agenda: str
) -> Meeting:
    """A meeting, past or to come. It keeps the quorum of the body as it is now."""
    body = policy.kept_body(actor, body_id)
    if not rules.in_force(body.since, body.until, held_on):
        raise Broken({"held_on": _("The body does not exist on that day.")})
    with act("body.meeting"):
        return Meeting.objects.create(
            body=body, held_on=held_on, place=place, remote=remote, agenda=agenda,
            quorum_percent=body.quorum_percent,
        )  # fmt: skip


def _held(actor: Actor, meeting_id: UUID) -> Meeting:
    meeting = policy.kept_meeting(actor, meeting_id)
    if meeting.held_on > timezone.localdate():
        raise Broken(_("The meeting is still to come."))
    return meeting


def attend(
    *, actor: Actor, meeting_id: UUID, version: int, presence: Mapping[UUID, str]
) -> Meeting:
    """Who came: seat → present, represented or absent; a seat that is not named stays unknown."""
    meeting = _held(actor, meeting_id)
    seats = {s.id: s for s in Seat.objects.filter(body=meeting.body_id, id__in=presence)}
    for seat_id in presence:
        seat = seats.get(seat_id)
        if seat is None or not rules.in_force(seat.since, seat.until, meeting.held_on):
            raise Broken(_("There was no such seat on that day."))
    with act("body.attend"):
        rewrite(meeting, version, {})
        Attendance.objects.bulk_create(
            [
                Attendance(body_id=meeting.body_id, meeting=meeting, seat_id=s, state=state)
                for s, state in presence.items()
            ],
            update_conflicts=True,
            unique_fields=["meeting", "seat"],
            update_fields=["state"],
        )
    return meeting


def minute(*, actor: Actor, meeting_id: UUID, version: int, text: str) -> Minutes:
    """Write or rewrite the minutes."""
    meeting = _held(actor, meeting_id)
    row = Minutes.objects.filter(meeting=meeting).first()
    with act("body.minute"):
        if row is None:
            return Minutes.objects.create(body_id=meeting.body_id, meeting=meeting, text=text)
        rewrite(row, version, {"text": text})
    return row


def decide(
    *,
    actor: Actor,
    meeting_id: UUID,
    number: str,
    text: str,
    seat_id: UUID | None,
    responsible: str,
    due: date,
) -> Decision:
    """A decision of a meeting: its number is used once in the body, somebody answers for it."""
    meeting = _held(actor, meeting_id)
    if seat_id is None and not responsible.strip():
        raise Broken({"responsible": _("Who carries it out?")})
    if due < meeting.held_on:
        raise Broken({"due": _("This is before the meeting.")})
    if Decision.objects.filter(body=meeting.body_id, number=number).exists():
        raise Broken({"number": _("This number is used already.")})
    seat = Seat.objects.filter(id=seat_id, body=meeting.body_id).first() if seat_id else None
    if seat_id and (seat is None or not rules.in_force(seat.since, seat.until, meeting.held_on)):
        raise Broken({"seat_id": _("There was no such seat on that day.")})
    with act("body.decide"):
        return Decision.objects.create(
            body_id=meeting.body_id, meeting=meeting, number=number, text=text, seat=seat,
            responsible=responsible, due=due,
        )  # fmt: skip


def follow_up(
    *, actor: Actor, decision_id: UUID, on: date, done: bool, text: str, evidence: str
) -> FollowUp:
    """What happened to a decision on a day; `done` ends it, once."""
    decision = policy.kept_decision(actor, decision_id)
    if not decision.meeting.held_on <= on <= timezone.localdate():
        raise Broken({"on": _("Between the day of the meeting and today.")})
    if done and FollowUp.objects.filter(decision=decision, done=True).exists():
        raise Broken({"done": _("This decision is done already.")})
    with act("body.follow_up"):
        return FollowUp.objects.create(
            body_id=decision.body_id, decision=decision, on=on, done=done, text=text,
            evidence=evidence, by_id=actor.id,
        )  # fmt: skip
