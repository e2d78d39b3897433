"""Files that show an activity."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.files.serving import download
from talka.ground.ui import screens
from talka.ground.ui.screens import Asked, signed_in
from talka.prevention.activities import forms, policy
from talka.prevention.activities.actions import evidence
from talka.prevention.activities.queries.evidence import body_of, evidence_of
from talka.prevention.activities.views.framing import fill


def at_evidence(activity_id: UUID) -> str:
    return reverse("activity_evidence", args=[activity_id])


@require_safe
@signed_in
def listed(request: Asked, activity_id: UUID) -> HttpResponse:
    row = policy.seen(activity_id)
    mine = policy.writes(request.actor, row.municipality_id, row.organiser_id)
    shown = {"row": row, "files": evidence_of(activity_id), "mine": mine}
    return render(request, "activities/evidence.html", shown)


@signed_in
def evidence_new(request: Asked, activity_id: UUID) -> HttpResponse:
    row = policy.open_one(request.actor, activity_id)
    return fill(
        request, screens.form(request, forms.EvidenceForm),
        lambda v: evidence.add_evidence(
            actor=request.actor, activity_id=activity_id, name=v["file"].name,
            body=v.pop("file").read(), **v),
        heading=_("Add evidence"), back=at_evidence(activity_id), intro=row.title, upload=True,
    )  # fmt: skip


@require_safe
@signed_in
def evidence_file(request: Asked, activity_id: UUID, evidence_id: UUID) -> HttpResponse:
    policy.seen(activity_id)
    return download(body_of(activity_id, evidence_id))


@signed_in
def evidence_destroy(request: Asked, activity_id: UUID, evidence_id: UUID) -> HttpResponse:
    policy.mine(request.actor, activity_id)
    body_of(activity_id, evidence_id)
    return fill(
        request, screens.form(request, forms.ReasonForm),
        lambda v: evidence.destroy_evidence(
            actor=request.actor, activity_id=activity_id, evidence_id=evidence_id, **v),
        heading=_("Destroy the content"), back=at_evidence(activity_id),
        act=_("Destroy the content"),
        intro=_("Its content is destroyed for good. Its name and your reason stay in the list."),
    )  # fmt: skip
