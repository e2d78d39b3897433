"""Pages of policy: the log of processes, one process, a proposal, what became of ours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.method.protocol.queries import calendar
from talka.people.institutions.models import Institution
from talka.prevention.bodies import policy, rules
from talka.prevention.bodies.models import Answer, Contribution, PolicyProcess, Proposal
from talka.prevention.programmes.models import LegalAct, PlanNode
from talka.prevention.programmes.policy import keeps
from talka.prevention.programmes.queries.force import speaks


@dataclass(frozen=True)
class Asked:
    """A proposal with what became of it. `waited`: working days until the answer, or today."""

    row: Proposal
    by: str
    process: str
    standing: str
    due: date | None
    waited: int | None
    answer: Answer | None


def proposals(language: str, **where: Any) -> list[Asked]:
    """Proposals the person may see, unanswered ones on top (2 queries)."""
    rows = list(Proposal.objects.filter(**where).select_related("process", "institution"))
    found = Answer.objects.filter(proposal__in=[p.id for p in rows]).select_related(
        "act", "measure", "by"
    )
    answers = {a.proposal_id: a for a in found}
    gone = {p.supersedes_id for p in rows if p.submitted_on}
    order = ("overdue", "waiting", "draft", "late", "answered", "replaced")
    made = [_asked(p, answers.get(p.id), p.id in gone, language) for p in rows]
    return sorted(made, key=lambda a: (order.index(a.standing), a.due or date.max, str(a.row.id)))


def _asked(row: Proposal, answer: Answer | None, gone: bool, language: str) -> Asked:
    """`gone`: a later one replaced it; it is of the same process, so both stand in the rows."""
    by, title = row.institution.name(language), row.process.title
    if row.submitted_on is None:
        return Asked(row, by, title, "draft", None, None, None)
    days, today = calendar(), timezone.localdate()
    due = days.after(row.submitted_on, rules.ANSWER_WITHIN)
    if gone:
        return Asked(row, by, title, "replaced", due, None, None)
    stands = rules.standing(heard(row, due, answer), today)
    until = answer.on if answer else today
    waited = rules.working_days(days.is_working, row.submitted_on, until)
    return Asked(row, by, title, stands, due, waited, answer)


def heard(row: Proposal, due: date, answer: Answer | None) -> rules.Heard:
    assert row.submitted_on is not None
    return rules.Heard(row.submitted_on, due, answer.verdict if answer else None,
                       answer.on if answer else None)  # fmt: skip


def hearing(found: list[Asked]) -> rules.Hearing:
    counted = [heard(a.row, a.due, a.answer) for a in found
               if a.due is not None and a.standing != "replaced"]  # fmt: skip
    return rules.hearing(counted, timezone.localdate())


@dataclass(frozen=True)
class Line:
    process: PolicyProcess
    place: str
    proposals: int
    ngos: int
    overdue: int


@dataclass(frozen=True)
class Log:
    lines: list[Line]
    hearing: rules.Hearing
    ngos: int
    without: rules.Share
    """Published processes in which no NGO took part, of all published."""


def log(language: str) -> Log:
    """Every process the person may see, with the indicators of being heard (4 queries)."""
    rows = PolicyProcess.objects.select_related("municipality", "keeper").order_by("-opened_on")
    found = proposals(language, submitted_on__isnull=False)
    took = {(a.row.process_id, a.row.institution_id) for a in found
            if a.row.institution.kind == "ngo"}  # fmt: skip
    active = Contribution.objects.filter(institution__kind="ngo").exclude(kind="invited")
    took |= set(active.values_list("process_id", "institution_id"))
    of, ngos = Counter(a.row.process_id for a in found), Counter(p for p, _ in took)
    late = Counter(a.row.process_id for a in found if a.standing == "overdue")
    lines = [Line(p, p.municipality.name(language) if p.municipality else "", of[p.id], ngos[p.id],
                  late[p.id]) for p in rows]  # fmt: skip
    public = [x for x in lines if x.process.published_on is not None]
    alone = rules.Share(sum(x.ngos == 0 for x in public), len(public))
    return Log(lines, hearing(found), len({who for _, who in took}), alone)


@dataclass(frozen=True)
class ProcessPage:
    process: PolicyProcess
    place: str
    mine: bool
    proposes: bool
    contributes: bool
    contributions: list[tuple[Contribution, str]]
    proposals: list[Asked]
    hearing: rules.Hearing


def process_page(actor: Actor, process_id: UUID, language: str) -> ProcessPage:
    """One process: who took part, what was proposed and answered (at most 5 queries)."""
    process = policy.process(process_id)
    rows = Contribution.objects.filter(process=process).select_related("institution")
    found, town = proposals(language, process=process), process.municipality
    speaks = bool(policy.proposers(actor))
    return ProcessPage(
        process=process,
        place=town.name(language) if town else "",
        mine=keeps(actor, process.municipality_id),
        proposes=speaks and takes(process),
        contributes=speaks,
        contributions=[(c, c.institution.name(language)) for c in rows.order_by("on", "id")],
        proposals=found,
        hearing=hearing(found),
    )


def takes(process: PolicyProcess) -> bool:
    return rules.takes_proposals(
        process.published_on, process.stage, process.closes_on, timezone.localdate()
    )


def ours(actor: Actor, language: str) -> list[Asked]:
    """What became of the proposals of the person's own institutions (2 queries)."""
    return proposals(language, institution__in=policy.proposers(actor))


@dataclass(frozen=True)
class ProposalPage:
    asked: Asked
    own: bool
    keeps: bool
    submits: bool
    successor: UUID | None


def proposal_page(actor: Actor, proposal_id: UUID, language: str) -> ProposalPage:
    """One proposal with its answer (at most 5 queries)."""
    row = policy.proposal(proposal_id)
    later = Proposal.objects.filter(supersedes=row).values_list("id", "submitted_on").first()
    answer = Answer.objects.filter(proposal=row).select_related("act", "measure", "by").first()
    gone = later is not None and later[1] is not None
    own = row.institution_id in policy.proposers(actor)
    return ProposalPage(
        asked=_asked(row, answer, gone, language),
        own=own,
        keeps=keeps(actor, row.process.municipality_id),
        submits=own and row.submitted_on is None and takes(row.process),
        successor=later[0] if later else None,
    )


def institutions(language: str) -> list[tuple[str, str]]:
    """Choices of institutions, for a form."""
    named = [(str(i.id), i.name(language)) for i in Institution.objects.filter(active=True)]
    return [("", "–"), *named]


def acts() -> list[tuple[str, str]]:
    rows = LegalAct.objects.order_by("-adopted_on", "title")
    return [("", "–"), *((str(a.id), f"{a.number} {a.title}".strip()[:120]) for a in rows)]


def measures(municipality: str | None) -> list[tuple[str, str]]:
    """Published measures of the place (None: the country) that an answer may lead to."""
    rows = PlanNode.objects.filter(
        Q(plan__programme__municipality=municipality)
        if municipality
        else Q(plan__programme__municipality__isnull=True),
        speaks(timezone.localdate(), "plan__"), kind="measure",
    ).order_by("code")  # fmt: skip
    return [("", "–"), *((str(n.id), f"{n.code} {n.title}"[:120]) for n in rows)]
