"""Open a policy process, take part in it, propose and answer."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken
from talka.people.institutions.models import Institution
from talka.prevention.bodies import policy, rules
from talka.prevention.bodies.actions.assembly import rewrite
from talka.prevention.bodies.models import Answer, Contribution, PolicyProcess, Proposal


def _closing(opened_on: date, closes_on: date | None) -> None:
    if closes_on is not None and closes_on < opened_on:
        raise Broken({"closes_on": _("The last day comes before the first.")})


def open_process(
    *,
    actor: Actor,
    kind: str,
    title: str,
    municipality: str | None,
    opened_on: date,
    closes_on: date | None = None,
) -> PolicyProcess:
    """A process, seen by its keeper alone until it is published."""
    policy.require(actor, municipality)
    _closing(opened_on, closes_on)
    role = "ministry" if municipality is None else "coordinator"
    keeper = next(s.institution for s in actor.seats
                  if s.role == role and municipality in (None, s.area))  # fmt: skip
    with act("policy.open"):
        return PolicyProcess.objects.create(
            kind=kind, title=title, municipality_id=municipality, keeper_id=keeper,
            opened_on=opened_on, closes_on=closes_on, made_by_id=actor.id,
        )  # fmt: skip


def edit_process(
    *,
    actor: Actor,
    process_id: UUID,
    version: int,
    title: str,
    stage: str,
    closes_on: date | None,
) -> PolicyProcess:
    """Its title, stage and last day for proposals. Stale when a colleague was faster."""
    process = policy.kept_process(actor, process_id)
    _closing(process.opened_on, closes_on)
    with act("policy.edit"):
        rewrite(process, version, {"title": title, "stage": stage, "closes_on": closes_on})
    return process


def publish_process(*, actor: Actor, process_id: UUID) -> PolicyProcess:
    """Everybody signed in reads it from now on; it is not taken back."""
    process = policy.kept_process(actor, process_id)
    with act("policy.publish"):
        fresh = PolicyProcess.objects.filter(id=process.id, published_on__isnull=True)
        if not fresh.update(published_on=timezone.localdate()):
            raise Broken(_("It is published already."))
    return process


def contribute(
    *, actor: Actor, process_id: UUID, kind: str, on: date, institution_id: UUID | None = None
) -> Contribution:
    """Somebody took part. Invitations and consultations are written by the keeper, the rest by
    the institution itself."""
    process = policy.process(process_id)
    if kind in rules.BY_KEEPER:
        policy.require(actor, process.municipality_id)
    else:
        institution_id = policy.speaks_for(actor)
    if institution_id is None or not Institution.objects.filter(id=institution_id).exists():
        raise Broken({"institution_id": _("Choose an institution.")})
    if not process.opened_on <= on <= timezone.localdate():
        raise Broken({"on": _("Between the first day of the process and today.")})
    same = Contribution.objects.filter(process=process, institution=institution_id, kind=kind)
    if same.filter(on=on).exists():
        raise Broken({"on": _("This is written already.")})
    with act("policy.contribute"):
        return Contribution.objects.create(
            process=process, institution_id=institution_id, kind=kind, on=on, by_id=actor.id
        )


def propose(*, actor: Actor, process_id: UUID, text: str, clause: str, evidence: str) -> Proposal:
    """Draft a proposal of one's own institution: nobody else sees it."""
    process = policy.process(process_id)
    institution = policy.speaks_for(actor)
    with act("policy.propose"):
        return Proposal.objects.create(
            process=process, institution_id=institution, text=text, clause=clause,
            evidence=evidence, by_id=actor.id,
        )  # fmt: skip


def edit_proposal(*, actor: Actor, proposal_id: UUID, version: int, **said: Any) -> Proposal:
    """Rewrite a draft of one's own institution. Stale when a colleague was faster."""
    proposal = policy.draft(actor, proposal_id)
    with act("policy.edit_proposal"):
        rewrite(proposal, version, said)
    return proposal


def strike_proposal(*, actor: Actor, proposal_id: UUID) -> None:
    """Throw a draft away."""
    proposal = policy.draft(actor, proposal_id)
    with act("policy.strike_proposal"):
        if not Proposal.objects.filter(id=proposal.id, submitted_on__isnull=True).delete()[0]:
            raise Absent


def submit(*, actor: Actor, proposal_id: UUID) -> Proposal:
    """Hand the proposal in: from now on it is read by everybody and stands still."""
    proposal = policy.draft(actor, proposal_id)
    of = proposal.process
    if not rules.takes_proposals(of.published_on, of.stage, of.closes_on, timezone.localdate()):
        raise Broken(_("The process takes no proposals any more."))
    if proposal.supersedes_id and Answer.objects.filter(proposal=proposal.supersedes_id).exists():
        raise Broken(_("The earlier proposal was answered meanwhile. Make a new one."))
    with act("policy.submit"):
        fresh = Proposal.objects.filter(id=proposal.id, submitted_on__isnull=True)
        if not fresh.update(submitted_on=timezone.localdate()):
            raise Absent
    return proposal


def replace(*, actor: Actor, proposal_id: UUID) -> Proposal:
    """A new draft that will replace a submitted proposal which has no answer yet."""
    proposal = policy.submitted(actor, proposal_id)
    if Answer.objects.filter(proposal=proposal).exists():
        raise Broken(_("It is answered already. Make a new proposal."))
    if Proposal.objects.filter(supersedes=proposal).exists():
        raise Broken(_("A proposal that replaces it exists already."))
    with act("policy.replace"):
        return Proposal.objects.create(
            process=proposal.process, institution_id=proposal.institution_id, text=proposal.text,
            clause=proposal.clause, evidence=proposal.evidence, supersedes=proposal,
            by_id=actor.id,
        )  # fmt: skip


def answer(
    *,
    actor: Actor,
    proposal_id: UUID,
    verdict: str,
    reason: str,
    on: date,
    act_id: UUID | None = None,
    measure_id: UUID | None = None,
) -> Answer:
    """The keeper's word, once; a proposal not followed in whole gets the reason."""
    proposal = policy.asked(actor, proposal_id)
    if verdict in ("partly", "refused") and not reason.strip():
        raise Broken({"reason": _("Say why.")})
    if proposal.submitted_on is None:
        raise Absent
    if not proposal.submitted_on <= on <= timezone.localdate():
        raise Broken({"on": _("Between the day it was submitted and today.")})
    if Answer.objects.filter(proposal=proposal).exists():
        raise Broken(_("It is answered already."))
    if Proposal.objects.filter(supersedes=proposal, submitted_on__isnull=False).exists():
        raise Broken(_("A later proposal replaced it. Answer that one."))
    with act("policy.answer"):
        return Answer.objects.create(
            process_id=proposal.process_id, proposal=proposal, verdict=verdict, reason=reason,
            on=on, act_id=act_id, measure_id=measure_id, by_id=actor.id,
        )  # fmt: skip
