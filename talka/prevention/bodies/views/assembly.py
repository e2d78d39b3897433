"""Bodies, their seats, meetings and decisions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role
from talka.prevention.bodies import forms, policy
from talka.prevention.bodies.actions import assembly as actions
from talka.prevention.bodies.models import Meeting, Minutes, Seat
from talka.prevention.bodies.queries import assembly as queries
from talka.prevention.bodies.queries import supervision
from talka.prevention.bodies.queries.participation import acts, institutions
from talka.prevention.bodies.views.filling import fill, lang, places


def at(name: str, id: UUID) -> str:
    return reverse(name, args=[id])


@require_safe
@signed_in
def bodies(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    may = actor.roles & {"coordinator", "ministry"}
    teams = supervision.teams(actor, lang())
    shown = {"lines": queries.listed(lang()), "may": may, "teams": teams}
    return render(request, "bodies/bodies.html", shown)


@require_safe
@signed_in
def body(request: HttpRequest, body_id: UUID) -> HttpResponse:
    page = queries.body_page(request.actor, body_id, lang())  # type: ignore[attr-defined]
    return render(request, "bodies/body.html", {"page": page, "body": page.body})


@with_role("coordinator", "ministry")
def body_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = screens.form(
        request, forms.BodyForm, places=places(actor), acts=acts(),
        institutions=institutions(lang()),
    )  # fmt: skip
    return fill(
        request, form,
        lambda v: actions.found_body(
            actor=actor, **{**v, "municipality": v["municipality"] or None}),
        heading=_("New body"), back=reverse("bodies"), success=lambda b: at("body", b.id),
    )  # fmt: skip


@signed_in
def body_edit(request: HttpRequest, body_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.kept_body(actor, body_id)
    said = ("name", "act_id", "mandate", "until", "secretariat_id", "quorum_percent", "version")
    form = screens.form(
        request, forms.BodyEditForm, initial={name: getattr(row, name) for name in said},
        acts=acts(), institutions=institutions(lang()),
    )  # fmt: skip
    return fill(
        request, form,
        lambda v: actions.edit_body(
            actor=actor, body_id=body_id, **{**v, "version": v["version"] or 0}),
        heading=_("Edit the body"), back=at("body", body_id),
    )  # fmt: skip


@signed_in
def seat_new(request: HttpRequest, body_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.kept_body(actor, body_id)
    form = screens.form(request, forms.SeatForm, institutions=institutions(lang()))
    return fill(
        request, form, lambda v: actions.add_seat(actor=actor, body_id=body_id, **v),
        heading=_("New seat"), back=at("body", body_id),
        intro=_("A seat belongs to an institution or an organisation, never to a named person."),
    )  # fmt: skip


@signed_in
def seat_end(request: HttpRequest, body_seat_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    seat = Seat.objects.filter(id=body_seat_id).first()
    if seat is None:
        raise screens.Absent
    policy.kept_body(actor, seat.body_id)
    return fill(
        request, screens.form(request, forms.SeatEndForm),
        lambda v: actions.end_seat(actor=actor, seat_id=body_seat_id, **v),
        heading=_("End the seat: %(name)s") % {"name": seat.name(lang())},
        back=at("body", seat.body_id),
    )  # fmt: skip


@signed_in
def meeting_new(request: HttpRequest, body_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.kept_body(actor, body_id)
    return fill(
        request, screens.form(request, forms.MeetingForm),
        lambda v: actions.call_meeting(actor=actor, body_id=body_id, **v),
        heading=_("New meeting"), back=at("body", body_id),
        success=lambda m: at("body_meeting", m.id),
    )  # fmt: skip


@require_safe
@signed_in
def meeting(request: HttpRequest, body_meeting_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    page = queries.meeting_page(actor, body_meeting_id, lang())
    return render(request, "bodies/meeting.html", {"page": page, "meeting": page.meeting})


def kept(request: HttpRequest, meeting_id: UUID) -> tuple[Any, Meeting]:
    """Who asks, and the meeting of a body they keep."""
    actor = request.actor  # type: ignore[attr-defined]
    return actor, policy.kept_meeting(actor, meeting_id)


@signed_in
def attendance(request: HttpRequest, body_meeting_id: UUID) -> HttpResponse:
    actor, row = kept(request, body_meeting_id)
    seats = queries.meeting_page(actor, body_meeting_id, lang()).seats
    form = screens.form(
        request, forms.AttendanceForm, initial={"version": row.version}, seats=seats
    )
    return fill(
        request, form,
        lambda v: actions.attend(actor=actor, meeting_id=body_meeting_id,
                                 version=v["version"] or 0, presence=form.presence()),
        heading=_("Who came"), back=at("body_meeting", body_meeting_id),
        intro=_("Only seats that existed on the day of the meeting stand here."),
    )  # fmt: skip


@signed_in
def minutes(request: HttpRequest, body_meeting_id: UUID) -> HttpResponse:
    actor, _row = kept(request, body_meeting_id)
    row = Minutes.objects.filter(meeting=body_meeting_id).first()
    initial = {"text": row.text, "version": row.version} if row else {"version": 0}
    return fill(
        request, screens.form(request, forms.MinutesForm, initial=initial),
        lambda v: actions.minute(actor=actor, meeting_id=body_meeting_id, text=v["text"],
                                 version=v["version"] or 0),
        heading=_("Minutes of the meeting"), back=at("body_meeting", body_meeting_id),
    )  # fmt: skip


@signed_in
def decision_new(request: HttpRequest, body_meeting_id: UUID) -> HttpResponse:
    actor, row = kept(request, body_meeting_id)
    chairs = queries.chairs(row.body_id, lang(), row.held_on)
    seats = [("", "–"), *((str(c.id), c.name) for c in chairs if c.now)]
    return fill(
        request, screens.form(request, forms.DecisionForm, seats=seats),
        lambda v: actions.decide(actor=actor, meeting_id=body_meeting_id, **v),
        heading=_("New decision"), back=at("body_meeting", body_meeting_id),
    )  # fmt: skip


@require_safe
@signed_in
def decision(request: HttpRequest, body_decision_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    page = queries.decision_page(actor, body_decision_id, lang())
    return render(request, "bodies/decision.html", {"page": page, "decision": page.decision})


@signed_in
def follow_up(request: HttpRequest, body_decision_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.kept_decision(actor, body_decision_id)
    return fill(
        request, screens.form(request, forms.FollowUpForm),
        lambda v: actions.follow_up(actor=actor, decision_id=body_decision_id, **v),
        heading=_("What became of it"), back=at("body_decision", body_decision_id),
    )  # fmt: skip
