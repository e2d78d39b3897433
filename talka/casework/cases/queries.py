"""What can be asked about cases. Visible rows only, bounded queries, frozen answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery

from talka.casework.cases import rules
from talka.casework.cases.models import Case, Grant, Identity, Profile, Step, Turn
from talka.casework.cases.permission import Held
from talka.ground.access.actor import Actor
from talka.ground.audit.models import AuditEvent
from talka.people.accounts.models import Worker

PAGE = 25


@dataclass(frozen=True)
class CaseLine:
    """One line of a list: codes and dates, no texts."""

    id: UUID
    code: str
    place: str
    opened_on: date
    stage: str
    sealed: bool
    child: bool
    closed_on: date | None


def newest(
    actor: Actor, *, code: str = "", open_only: bool = False, after: datetime | None = None
) -> list[CaseLine]:
    """The newest 25 cases the asker holds (1 query). `code`: part of a case code."""
    last_step = Step.objects.filter(
        case=OuterRef("pk"), kind__in=[k for k, _ in rules.PATH]
    ).order_by("-at")
    rows = Case.objects.annotate(
        stage=Subquery(last_step.values("kind")[:1]),
        place=F(
            "municipality__name_short_lt" if actor.language != "en" else "municipality__name_en"
        ),
    ).order_by("-opened_at")
    if code:
        rows = (
            rows.filter(code__endswith=code)
            if code.isdigit()
            else rows.filter(code__icontains=code)
        )
    if open_only:
        rows = rows.filter(closed_on__isnull=True)
    if after:
        rows = rows.filter(opened_at__lt=after)
    fields = ("id", "code", "place", "opened_on", "stage", "sealed", "child", "closed_on")
    return [
        CaseLine(**{**row, "stage": row["stage"] or "signal"})
        for row in rows.values(*fields)[:PAGE]
    ]


@dataclass(frozen=True)
class TimelineItem:
    kind: str
    outcome: str
    on: date
    at: datetime
    institution: str
    by: str
    ref: UUID | None


def timeline(case_id: UUID, language: str) -> list[TimelineItem]:
    """The whole story in dated facts, newest first (1 query). Classes not held do not show."""
    name = "institution__name_en" if language == "en" else "institution__name_lt"
    rows = (
        Step.objects.filter(case_id=case_id)
        .order_by("-on", "-at")
        .values_list("kind", "outcome", "on", "at", name, "by__worker__name", "ref")
    )
    return [TimelineItem(*row) for row in rows]


@dataclass(frozen=True)
class Onlooker:
    """Who can see a part of the case, on what basis, until when."""

    grant_id: UUID
    institution: str
    person: str
    role: str
    data_class: str
    basis: str
    reason: str
    since: datetime
    until: datetime | None
    offered: bool


def onlookers(case_id: UUID, language: str, now: datetime) -> list[Onlooker]:
    """Live grants and open offers (1 query)."""
    name = "institution__name_en" if language == "en" else "institution__name_lt"
    rows = (
        Grant.objects.filter(case_id=case_id, ended_at__isnull=True)
        .filter(Q(until__isnull=True) | Q(until__gt=now))
        .order_by("institution_id", "assignment_id", "data_class")
        .values_list(
            "id", name, "assignment__worker__name", "assignment__role", "data_class",
            "basis", "reason", "since", "until",
        )
    )  # fmt: skip
    return [
        Onlooker(i, inst, who or "", role or "", cls, basis, reason, since, until, who is None)
        for i, inst, who, role, cls, basis, reason, since, until in rows
    ]


@dataclass(frozen=True)
class Glance:
    """Somebody looked at the case, or was refused."""

    at: datetime
    person: str
    verb: str
    what: str
    classes: tuple[str, ...]


def glances(case_id: UUID, limit: int = 100) -> list[Glance]:
    """Who has seen it, newest first (2 queries)."""
    events = list(
        AuditEvent.objects.filter(scope=case_id)
        .order_by("-seq")
        .values_list("at", "actor", "verb", "kind", "classes")[:limit]
    )
    names = dict(
        Worker.objects.filter(id__in={e[1] for e in events if e[1]}).values_list("id", "name")
    )
    return [Glance(at, names.get(a, ""), v, k, tuple(c)) for at, a, v, k, c in events]


@dataclass(frozen=True)
class TurnLine:
    """An act that somebody owes a case."""

    id: UUID
    case_id: UUID
    code: str
    act: str
    institution: str
    assignment_id: UUID | None
    ref: UUID | None
    since: datetime
    due_at: datetime | None
    due_kind: str
    due_source: str
    overdue: bool
    mine: bool


def open_turns(actor: Actor, now: datetime, case_id: UUID | None = None) -> list[TurnLine]:
    """Open turns the asker can see, soonest first, at most 200 (1 query).

    A turn is mine when it is my institution's and not another colleague's.
    """
    name = "institution__name_en" if actor.language == "en" else "institution__name_lt"
    rows = Turn.objects.filter(done_at__isnull=True)
    if case_id:
        rows = rows.filter(case_id=case_id)
    seats = {s.id for s in actor.seats}
    lines = []
    for t in rows.annotate(name=F(name), code=F("case__code")).order_by(
        F("due_at").asc(nulls_last=True), "since"
    )[:200]:
        mine = t.institution_id in actor.institutions and t.assignment_id in {None, *seats}
        overdue = t.due_at is not None and t.due_at < now
        lines.append(
            TurnLine(
                t.id, t.case_id, t.code or "", t.act, t.name, t.assignment_id, t.ref, t.since,
                t.due_at, t.due_kind, t.due_source, overdue, mine,
            )
        )  # fmt: skip
    return lines


def gaps_of(case_id: UUID) -> list[rules.Gap]:
    """What the case still lacks (3 queries)."""
    facts = [
        rules.Fact(k, on, o)
        for k, on, o in Step.objects.filter(case_id=case_id).values_list("kind", "on", "outcome")
    ]
    turns = [
        rules.OpenTurn(a, d)
        for a, d in Turn.objects.filter(case_id=case_id, done_at__isnull=True).values_list(
            "act", "due_at"
        )
    ]
    forms = Profile.objects.filter(case_id=case_id).values_list("exploitation", flat=True).first()
    return rules.gaps(facts, turns, forms or [])


def identity_texts(held: Held) -> tuple[dict[str, str], int]:
    """The opened vault and its version; ({}, 0) when nothing is written yet."""
    from talka.casework.cases.keys import keyring

    row = Identity.objects.filter(case_id=held.case.id).first()
    if row is None:
        return {}, 0
    ring = keyring(held.case.id)
    columns = ("name", "born", "personal_code", "phone", "address", "other")
    return {c: row.read(ring, c) for c in columns}, row.version
