"""Take a test; type in a paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.ground.kernel.errors import Absent, Refused
from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in
from talka.prevention.training import forms, policy, words
from talka.prevention.training.actions import testing
from talka.prevention.training.models import Question, Taken
from talka.prevention.training.views.courses import fill
from talka.prevention.training.views.sessions import at_session


def _questions(course_id: UUID) -> list[Question]:
    found = list(Question.objects.filter(course_id=course_id).order_by("n"))
    if not found:
        raise Absent
    return found


def _answers(values: dict[str, Any]) -> dict[UUID, int]:
    return {UUID(k[2:]): v for k, v in values.items() if k.startswith("q_") and v is not None}


@signed_in
def test(request: HttpRequest, enrolment_id: UUID, training_phase: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.enrolment(enrolment_id)
    if training_phase not in words.PHASE:
        raise Absent
    if not testing.may_enter(actor, row):
        raise Refused(_("The participant answers the test, and nobody else reads the answers."))
    if training_phase not in testing.phases_open(row.session):
        raise Refused(_("This test is not taken now."))
    if Taken.objects.filter(enrolment=row, phase=training_phase).exists():
        raise Refused(_("This test is taken already. It is taken once."))
    form = screens.form(request, forms.AnswersForm, questions=_questions(row.session.course_id))
    return fill(
        request, form,
        lambda v: testing.take(actor=actor, enrolment_id=row.id, phase=training_phase,
                               answers=_answers(v)),
        heading=_("Test %(when)s") % {"when": words.PHASE[training_phase]},
        back=reverse("enrolment", args=[row.id]), act=_("Hand in"), message=_("Handed in."),
        intro=_("Your answers are read by nobody else. Whoever teaches sees how many were right; "
                "figures are shown of ten people or more."),
    )  # fmt: skip


@signed_in
def paper(request: HttpRequest, training_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.run(actor, training_id, closed=True)
    phases = testing.phases_open(row)
    if not phases:
        raise Refused(_("This test is not taken now."))
    form = screens.form(request, forms.PaperForm, phases=phases,
                        questions=_questions(row.course_id))  # fmt: skip
    return fill(
        request, form,
        lambda v: testing.take_anonymously(actor=actor, session_id=row.id, phase=v["phase"],
                                           code=v["code"], answers=_answers(v)),
        heading=_("Type in an anonymous paper"), back=at_session(row), act=_("Hand in"),
        message=_("Handed in."),
        intro=_("What you type in cannot be read again, by you neither."),
    )  # fmt: skip
