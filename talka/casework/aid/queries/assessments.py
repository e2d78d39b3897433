"""Risk, safe contact and needs, as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise

from talka.casework.aid import rules, words
from talka.casework.aid.models import ContactRules, Need, Needs, Risk
from talka.casework.aid.queries.reading import ring_for
from talka.casework.cases.permission import Held

CONTACT = ("channel", "number", "times", "say", "code_word", "never")


@dataclass(frozen=True)
class RiskLine:
    """`yes` and `unknown`: the questions answered so. `overdue`: the next look is late."""

    id: UUID
    on: date
    level: str
    reassess_on: date
    overdue: bool
    yes: tuple[Promise, ...]
    unknown: int
    narrative: str
    by: str


def risks(held: Held, today: date) -> list[RiskLine]:
    """Assessments, newest first (3 queries)."""
    ring = ring_for(held, "risk", {"aid"})
    rows = Risk.objects.filter(case=held.case).select_related("by__worker").order_by("-on", "-at")
    return [
        RiskLine(
            r.id,
            r.on,
            r.level,
            r.reassess_on,
            n == 0 and r.reassess_on < today and held.case.closed_on is None,
            tuple(words.RISKS[c] for c in rules.RISKS if r.answers.get(c) == "yes"),
            sum(r.answers.get(c, "unknown") == "unknown" for c in rules.RISKS),
            r.read(ring, "narrative"),
            r.by.worker.name,
        )
        for n, r in enumerate(rows[:50])
    ]


@dataclass(frozen=True)
class ContactPage:
    """`version` 0: nothing is written yet."""

    texts: dict[str, str]
    version: int
    at: datetime | None
    by: str


def contact_page(held: Held) -> ContactPage:
    """How to reach the person (3 queries)."""
    ring = ring_for(held, "contact", {"contact"})
    row = ContactRules.objects.filter(case=held.case).select_related("by__worker").first()
    if row is None:
        return ContactPage(dict.fromkeys(CONTACT, ""), 0, None, "")
    texts = {name: row.read(ring, name) for name in CONTACT}
    return ContactPage(texts, row.version, row.at, row.by.worker.name)


@dataclass(frozen=True)
class NeedLine:
    need: str
    degree: str
    reach: str
    remark: str

    @property
    def degree_name(self) -> Promise:
        return words.DEGREES[self.degree]

    @property
    def reach_name(self) -> Promise:
        return words.REACHES[self.reach]


@dataclass(frozen=True)
class NeedsPage:
    """One assessment; its lines with the most pressing first."""

    id: UUID
    on: date
    by: str
    remark: str
    lines: tuple[NeedLine, ...]


def needs_history(held: Held) -> list[NeedsPage]:
    """Needs assessments, newest first (4 queries)."""
    ring = ring_for(held, "needs", {"aid"})
    rows = list(
        Needs.objects.filter(case=held.case)
        .select_related("by__worker")
        .order_by("-on", "-at")[:20]
    )
    lines: dict[UUID, list[NeedLine]] = {}
    for line in Need.objects.filter(needs__in=rows):
        made = NeedLine(line.need, line.degree, line.reach, line.read(ring, "remark"))
        lines.setdefault(line.needs_id, []).append(made)
    order = {degree: n for n, degree in enumerate(rules.DEGREES)}
    return [
        NeedsPage(
            r.id,
            r.on,
            r.by.worker.name,
            r.read(ring, "remark"),
            tuple(sorted(lines.get(r.id, []), key=lambda n: (order[n.degree], n.need, n.reach))),
        )
        for r in rows
    ]
