"""Policy processes, contributions, proposals and answers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.ui import screens
from talka.ground.ui.screens import signed_in, with_role
from talka.prevention.bodies import forms, policy
from talka.prevention.bodies.actions import participation as actions
from talka.prevention.bodies.queries import participation as queries
from talka.prevention.bodies.views.filling import fill, lang, places, told


def at(name: str, id: UUID) -> str:
    return reverse(name, args=[id])


@require_safe
@signed_in
def processes(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    shown = {
        "log": queries.log(lang()),
        "may": actor.roles & {"coordinator", "ministry"},
        "speaks": policy.proposers(actor),
    }
    return render(request, "bodies/processes.html", shown)


@with_role("coordinator", "ministry")
def process_new(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    return fill(
        request, screens.form(request, forms.OpenForm, places=places(actor)),
        lambda v: actions.open_process(
            actor=actor, **{**v, "municipality": v["municipality"] or None}),
        heading=_("New process"), back=reverse("policy"),
        success=lambda p: at("policy_process", p.id),
        intro=_("Nobody but its keeper sees it until it is published."),
    )  # fmt: skip


@require_safe
@signed_in
def process(request: HttpRequest, policy_process_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    page = queries.process_page(actor, policy_process_id, lang())
    return render(request, "bodies/process.html", {"page": page, "process": page.process})


@signed_in
def process_edit(request: HttpRequest, policy_process_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.kept_process(actor, policy_process_id)
    said = {name: getattr(row, name) for name in ("title", "stage", "closes_on", "version")}
    return fill(
        request, screens.form(request, forms.ProcessForm, initial=said),
        lambda v: actions.edit_process(
            actor=actor, process_id=row.id, **{**v, "version": v["version"] or 0}),
        heading=_("Edit the process"), back=at("policy_process", row.id),
    )  # fmt: skip


@signed_in
def publish(request: HttpRequest, policy_process_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.kept_process(actor, policy_process_id)
    return screens.press(
        request, lambda: actions.publish_process(actor=actor, process_id=policy_process_id),
        success=at("policy_process", policy_process_id), message=_("Published."),
    )  # fmt: skip


def _part(request: HttpRequest, process_id: UUID, keeper: bool) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.process(process_id)
    if keeper:
        policy.require(actor, row.municipality_id)
    else:
        policy.speaks_for(actor)
    form = screens.form(
        request, forms.ContributionForm, keeper=keeper, institutions=queries.institutions(lang())
    )
    return fill(
        request, form, lambda v: actions.contribute(actor=actor, process_id=process_id, **v),
        heading=_("Who was asked") if keeper else _("How we took part"),
        back=at("policy_process", process_id),
    )  # fmt: skip


@signed_in
def contribute(request: HttpRequest, policy_process_id: UUID) -> HttpResponse:
    return _part(request, policy_process_id, keeper=False)


@signed_in
def invite(request: HttpRequest, policy_process_id: UUID) -> HttpResponse:
    return _part(request, policy_process_id, keeper=True)


@signed_in
def propose(request: HttpRequest, policy_process_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    policy.process(policy_process_id)
    policy.speaks_for(actor)
    words = ("text", "clause", "evidence")
    return fill(
        request, screens.form(request, forms.ProposalForm, initial={"version": 0}),
        lambda v: actions.propose(
            actor=actor, process_id=policy_process_id, **{w: v[w] for w in words}),
        heading=_("New proposal"), back=at("policy_process", policy_process_id),
        success=lambda p: at("proposal", p.id), message=_("The draft is kept. Submit it below."),
        intro=_("Only your organisation sees the draft. A submitted proposal is read by everybody "
                "who works here and does not change any more."),
    )  # fmt: skip


@require_safe
@signed_in
def ours(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.ours(actor, lang())
    shown = {"found": found, "hearing": queries.hearing(found)}
    return render(request, "bodies/ours.html", shown)


@require_safe
@signed_in
def proposal(request: HttpRequest, policy_proposal_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    page = queries.proposal_page(actor, policy_proposal_id, lang())
    return render(request, "bodies/proposal.html", {"page": page, "row": page.asked.row})


@signed_in
def proposal_edit(request: HttpRequest, policy_proposal_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.draft(actor, policy_proposal_id)
    said = {name: getattr(row, name) for name in ("text", "clause", "evidence", "version")}
    return fill(
        request, screens.form(request, forms.ProposalForm, initial=said),
        lambda v: actions.edit_proposal(
            actor=actor, proposal_id=row.id, **{**v, "version": v["version"] or 0}),
        heading=_("Edit the proposal"), back=at("proposal", row.id),
    )  # fmt: skip


@signed_in
def strike(request: HttpRequest, policy_proposal_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.draft(actor, policy_proposal_id)
    return screens.press(
        request, lambda: actions.strike_proposal(actor=actor, proposal_id=row.id),
        success=at("policy_process", row.process_id), message=_("The draft is gone."),
    )  # fmt: skip


@signed_in
def submit(request: HttpRequest, policy_proposal_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.draft(actor, policy_proposal_id)
    return screens.press(
        request, lambda: told(lambda: actions.submit(actor=actor, proposal_id=row.id)),
        success=at("proposal", row.id), message=_("Submitted."),
    )  # fmt: skip


@signed_in
def replace(request: HttpRequest, policy_proposal_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.submitted(actor, policy_proposal_id)
    return screens.press(
        request, lambda: told(lambda: actions.replace(actor=actor, proposal_id=row.id)),
        success=lambda made: at("proposal_edit", made.id) if made else at("proposal", row.id),
    )  # fmt: skip


@signed_in
def answer(request: HttpRequest, policy_proposal_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = policy.asked(actor, policy_proposal_id)
    form = screens.form(
        request, forms.AnswerForm, acts=queries.acts(),
        measures=queries.measures(row.process.municipality_id),
    )  # fmt: skip
    return fill(
        request, form, lambda v: actions.answer(actor=actor, proposal_id=row.id, **v),
        heading=_("Answer the proposal"), back=at("proposal", row.id), intro=row.text,
    )  # fmt: skip
