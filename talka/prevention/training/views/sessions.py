"""Plan a session, enrol people, write attendance, close it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.ground.kernel.errors import Absent
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in
from talka.prevention.training import forms, policy, words
from talka.prevention.training.actions import attendance, closing, sessions
from talka.prevention.training.models import Attendance, Certificate, Enrolment, SessionPart
from talka.prevention.training.queries import pages
from talka.prevention.training.views.courses import at_course, fill, kept_place
from talka.prevention.training.views.pages import lang


def at_session(row: Any) -> str:
    return reverse("training_session", args=[row.id])


@signed_in
def session_new(request: HttpRequest, course_version_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row, place = policy.course(course_version_id), kept_place(actor)
    policy.require_keeper(actor, place)
    return fill(
        request, screens.form(request, forms.NewSessionForm),
        lambda v: sessions.plan_session(actor=actor, version_id=row.id, municipality=place, **v),
        heading=_("Plan a session"), back=at_course(row), success=at_session,
        intro=row.title(lang()),
    )  # fmt: skip


@signed_in
def session_edit(request: HttpRequest, training_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.kept(actor, training_id)
    initial = {"place": row.place, "capacity": row.capacity, "version": row.version}
    return fill(
        request, screens.form(request, forms.SessionForm, initial=initial),
        lambda v: sessions.edit_session(actor=actor, session_id=row.id, **v),
        heading=_("Edit the session"), back=at_session(row),
    )  # fmt: skip


@signed_in
def session_part(request: HttpRequest, training_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.kept(actor, training_id)
    return fill(
        request, screens.form(request, forms.PartForm),
        lambda v: sessions.add_part(actor=actor, session_id=row.id, **v),
        heading=_("Add a part"), back=at_session(row),
    )  # fmt: skip


def part_of(part_id: UUID) -> SessionPart:
    found = SessionPart.objects.filter(id=part_id).first()
    if found is None:
        raise Absent
    return found


@signed_in
def part_strike(request: HttpRequest, training_part_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    part = part_of(training_part_id)
    return screens.press(
        request, lambda: sessions.strike_part(actor=actor, part_id=part.id),
        success=reverse("training_session", args=[part.session_id]), message=_("Taken out."),
    )  # fmt: skip


@signed_in
def session_trainer(request: HttpRequest, training_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.kept(actor, training_id)
    form = screens.form(request, forms.TrainerForm, people=pages.possible_trainers(lang()))
    return fill(
        request, form,
        lambda v: sessions.name_trainer(
            actor=actor, session_id=row.id, organisation=v["organisation"],
            worker_id=UUID(v["worker_id"]) if v["worker_id"] else None),
        heading=_("Name a trainer"), back=at_session(row),
    )  # fmt: skip


@signed_in
def session_enrol(request: HttpRequest, training_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.run(actor, training_id)
    people = pages.colleagues(row.municipality_id, lang())
    return fill(
        request, screens.form(request, forms.EnrolForm, people=people),
        lambda v: sessions.enrol(actor=actor, session_id=row.id,
                                 assignment_id=UUID(v["assignment_id"])),
        heading=_("Enrol a colleague"), back=at_session(row),
        intro=_("Role and institution are kept as they are today."),
    )  # fmt: skip


@signed_in
def session_outside(request: HttpRequest, training_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.run(actor, training_id)
    return fill(
        request, screens.form(request, forms.OutsideForm),
        lambda v: sessions.enrol_outside(actor=actor, session_id=row.id, **v),
        heading=_("Enrol somebody from outside"), back=at_session(row),
    )  # fmt: skip


@signed_in
def withdraw(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.enrolment(enrolment_id)
    policy.run(actor, row.session_id)
    return screens.press(
        request, lambda: sessions.withdraw(actor=actor, enrolment_id=enrolment_id),
        success=at_session(row.session), message=_("Written down: does not take part."),
    )  # fmt: skip


@signed_in
def part_present(request: HttpRequest, training_part_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    part = part_of(training_part_id)
    return screens.press(
        request, lambda: attendance.all_present(actor=actor, part_id=part.id),
        success=reverse("training_session", args=[part.session_id]),
        message=_("All present: written down."),
    )  # fmt: skip


@signed_in
def part_attendance(request: HttpRequest, training_part_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    part = part_of(training_part_id)
    row = policy.run(actor, part.session_id)
    people = Enrolment.objects.filter(session=row, withdrawn_at__isnull=True)
    rows = list(people.select_related("worker", "institution"))
    named = [(str(e.id), f"{pages.named(e)}, {pages.belonging(e, lang())}") for e in rows]
    known = Attendance.objects.filter(part=part).values_list("enrolment_id", "minutes")
    form = screens.form(request, forms.AttendanceForm, people=named, most=part.minutes,
                        initial={f"m_{e}": m for e, m in known})  # fmt: skip
    return fill(
        request, form,
        lambda v: attendance.sign(actor=actor, part_id=part.id, minutes={
            UUID(k[2:]): m for k, m in v.items() if k.startswith("m_") and m is not None}),
        heading=_("Attendance: %(part)s") % {"part": part.title}, back=at_session(row),
        intro=_("Minutes of %(n)d. 0: was not there. Empty: not written down yet.")
        % {"n": part.minutes},
    )  # fmt: skip


@signed_in
def session_close(request: HttpRequest, training_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.run(actor, training_id)
    if request.method == "POST":
        return screens.press(
            request, lambda: closing.close(actor=actor, session_id=row.id),
            success=at_session(row), message=_("The session is closed."),
        )  # fmt: skip
    known = closing.reckon(row)
    lines = [(pages.named(v.enrolment), v, [words.WHY[w] for w in v.why]) for v in known.verdicts]
    certified = sum(not v.why for v in known.verdicts)
    shown = {"session": row, "title": row.course.title(lang()), "lines": lines,
             "missing": known.missing, "certified": certified}  # fmt: skip
    return render(request, "training/close.html", shown)


@signed_in
def certificate_revoke(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    made = Certificate.objects.select_related("session").filter(id=certificate_id).first()
    if made is None:
        raise Absent
    policy.require_keeper(actor, made.session.municipality_id)
    return fill(
        request, screens.form(request, forms.RevokeForm),
        lambda v: closing.revoke(actor=actor, certificate_id=made.id, **v),
        heading=_("Revoke the certificate"), back=reverse("certificate", args=[made.id]),
        intro=_("From today on it is not valid. What was relied on before stays as it was."),
        act=_("Revoke"),
    )  # fmt: skip
