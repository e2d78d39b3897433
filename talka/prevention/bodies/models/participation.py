"""How organisations take part in policy: processes, contributions, proposals and their answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from talka.ground.places.models import Municipality
from talka.people.accounts.models import Worker
from talka.people.institutions.models import Institution
from talka.prevention.bodies import rules
from talka.prevention.bodies.models.assembly import Row, in_order, one_of, said
from talka.prevention.programmes.models import LegalAct, PlanNode


class PolicyProcess(Row):
    """An act, plan, budget or standard on its way. `closes_on`: the last day for proposals."""

    kind = models.TextField()
    title = models.TextField()
    stage = models.TextField(default="drafting")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True)
    keeper = models.ForeignKey(Institution, models.PROTECT)
    opened_on = models.DateField()
    closes_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    made_by = models.ForeignKey(Worker, models.PROTECT)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "policy_process"
        constraints = [
            one_of("kind", rules.PROCESS_KINDS, "process_kind"),
            one_of("stage", rules.STAGES, "process_stage"),
            said("title", "process_has_a_title"),
            in_order("opened_on", "closes_on", "process_period"),
        ]


class Contribution(Row):
    """An institution took part, and how."""

    process = models.ForeignKey(PolicyProcess, models.PROTECT, related_name="contributions")
    institution = models.ForeignKey(Institution, models.PROTECT)
    kind = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(Worker, models.PROTECT)

    class Meta:
        db_table = "policy_contribution"
        constraints = [
            one_of("kind", rules.CONTRIBUTIONS, "contribution_kind"),
            models.UniqueConstraint(
                fields=["process", "institution", "kind", "on"], name="one_contribution_a_day"
            ),
        ]


class Proposal(Row):
    """Its institution's own until it is submitted; from then on it stands still for everybody."""

    process = models.ForeignKey(PolicyProcess, models.PROTECT, related_name="proposals")
    institution = models.ForeignKey(Institution, models.PROTECT)
    text = models.TextField()
    clause = models.TextField(default="")
    evidence = models.TextField(default="")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="successor")
    submitted_on = models.DateField(null=True)
    by = models.ForeignKey(Worker, models.PROTECT)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "policy_proposal"
        constraints = [said("text", "proposal_says_something")]


class Answer(Row):
    """The keeper's word on a proposal: once, with the reason where it is not followed."""

    process = models.ForeignKey(PolicyProcess, models.PROTECT)
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="answer")
    verdict = models.TextField()
    reason = models.TextField(default="")
    on = models.DateField()
    act = models.ForeignKey(LegalAct, models.PROTECT, null=True)
    measure = models.ForeignKey(PlanNode, models.PROTECT, null=True)
    by = models.ForeignKey(Worker, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "proposal_answer"
        constraints = [
            one_of("verdict", rules.VERDICTS, "answer_verdict"),
            models.CheckConstraint(
                condition=Q(verdict__in=["adopted", "no_answer"]) | ~Q(reason__regex=r"^\s*$"),
                name="answer_says_why",
            ),
        ]
