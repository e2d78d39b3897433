"""What can be asked of signals, screenings and assertions. Bounded queries, frozen answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import get_language

from talka.casework.cases.permission import Held
from talka.casework.detection import rules
from talka.casework.detection.deadlines import due_of
from talka.casework.detection.models import (
    Origin,
    Screening,
    Signal,
    SignalReceipt,
    StatusAssertion,
    Story,
)
from talka.ground.access.actor import Actor
from talka.ground.crypto.rows import Keyring
from talka.method.protocol.queries import deadline_of
from talka.people.institutions.models import Institution

PAGE = 25


def spoken(actor: Actor) -> str:
    """The language of the page, else the person's own."""
    return (get_language() or actor.language).split("-")[0]


@dataclass(frozen=True)
class Due:
    """A deadline as the `deadline` tag shows it; `when`: the condition under which it counts."""

    due_at: datetime
    due_kind: str
    due_source: str
    due_verified: bool
    when: str = ""

    @property
    def to_the_minute(self) -> bool:
        """Counted in hours; deadlines in days end with their last day."""
        return timezone.localtime(self.due_at).strftime("%H:%M") != "23:59"

    @property
    def passed(self) -> bool:
        return self.due_at < timezone.now()


def due(at: datetime | None, kind: str, reference: str, lang: str) -> Due | None:
    """A stored deadline with its source in the reader's language."""
    if at is None:
        return None
    known = deadline_of(reference)
    source = known.source.label(lang) if known else ""
    when = known.when.label(lang) if known and known.when else ""
    return Due(at, kind, source, bool(known and known.verified), when)


@dataclass(frozen=True)
class SignalLine:
    """One signal of a list: codes and dates, no texts."""

    id: UUID
    code: str
    received_on: date
    received_about: str
    received_at: datetime
    source: str
    channel: str
    place: str
    child: bool
    danger: bool
    state: str
    reason: str
    due: Due | None
    overdue: bool


def _place(lang: str, prefix: str = "municipality__") -> str:
    return f"{prefix}name_en" if lang == "en" else f"{prefix}name_short_lt"


def _line(row: Signal, lang: str, now: datetime) -> SignalLine:
    seen: Any = row  # annotated below
    ends = None if row.settled_as else due(row.due_at, row.due_kind, row.due_source, lang)
    return SignalLine(
        row.id,
        row.code,
        row.received_on,
        row.received_about,
        row.received_at,
        row.source,
        row.channel,
        seen.place or "",
        row.child_suspected,
        row.danger_now,
        rules.state(row.settled_as, ["decided"] if seen.decided else [], False),
        row.settled_reason,
        ends,
        ends is not None and ends.due_at < now,
    )


def _signals(lang: str) -> Any:
    decided = Screening.objects.filter(signal=OuterRef("pk")).exclude(decision="")
    return Signal.objects.annotate(decided=Exists(decided), place=F(_place(lang))).defer(
        "account_sealed", "caller_sealed", "person_sealed", "key_wrapped"
    )


def waiting_signals(actor: Actor, now: datetime) -> list[SignalLine]:
    """Signals that wait in the asker's institutions, soonest due first, at most 200 (1 query)."""
    if not actor.roles & rules.SIGNAL_ROLES:
        return []
    lang = spoken(actor)
    rows = _signals(lang).filter(settled_as="")
    ordered = rows.order_by(F("due_at").asc(nulls_last=True), "received_at")[:200]
    return [_line(row, lang, now) for row in ordered]


def settled_signals(actor: Actor, now: datetime) -> list[SignalLine]:
    """The last 25 that became a case or needed no further action (1 query)."""
    lang = spoken(actor)
    rows = _signals(lang).exclude(settled_as="").order_by("-settled_on", "-received_at")
    return [_line(row, lang, now) for row in rows[:PAGE]]


@dataclass(frozen=True)
class ReceiptLine:
    """A signal that was passed on: its code, to whom, when."""

    code: str
    passed_to: str
    at: datetime


def receipts(actor: Actor) -> list[ReceiptLine]:
    """The last 25 the asker may see (1 query)."""
    name = "passed_to__name_en" if spoken(actor) == "en" else "passed_to__name_lt"
    rows = SignalReceipt.objects.order_by("-at").values_list("code", name, "at")[:PAGE]
    return [ReceiptLine(*row) for row in rows]


def signal_deadlines(signal: Signal, lang: str) -> list[Due]:
    """Every deadline that counts for a signal, soonest first (no query once pinned)."""
    facts = rules.SignalFacts(signal.source, signal.child_suspected, signal.danger_now)
    stored = [due_of(signal, step, code) for step, code in rules.deadlines(facts)]
    shown = [due(*found, lang) for found in stored if found]
    return sorted((d for d in shown if d), key=lambda d: d.due_at)


@dataclass(frozen=True)
class ScreeningLine:
    id: UUID
    on: date
    institution: str
    conclusion: str
    decision: str
    decided_on: date | None
    answered: int


def screenings(scope: UUID, lang: str) -> list[ScreeningLine]:
    """Screenings of a signal or of a case, newest first (1 query)."""
    name = "institution__name_en" if lang == "en" else "institution__name_lt"
    rows = (
        Screening.objects.filter(scope=scope)
        .order_by("-started_at")
        .values_list("id", "on", name, "conclusion", "decision", "decided_on", "answers")
    )
    return [
        ScreeningLine(i, on, where, conclusion, decision, decided_on, len(answers))
        for i, on, where, conclusion, decision, decided_on, answers in rows
    ]


def takers(actor: Actor) -> list[tuple[str, str]]:
    """(id, name) of the other institutions where somebody can take a signal (1 query)."""
    name = "name_en" if spoken(actor) == "en" else "name_lt"
    rows = (
        Institution.objects.extra(where=["institution.id = ANY (talka.signal_takers())"])
        .exclude(id__in=actor.institutions)
        .order_by(name)
        .values_list("id", name)
    )
    return [(str(i), n) for i, n in rows]


@dataclass(frozen=True)
class SaidLine:
    """One assertion; `reason` is empty when none was written or the story is not opened."""

    body: UUID
    institution: str
    kind: str
    status: str
    ground: str
    on: date
    criteria: str
    by: str
    reason: str


@dataclass(frozen=True)
class BodyColumn:
    """What one body says now, and said before (newest first)."""

    institution: str
    kind: str
    now: SaidLine
    before: tuple[SaidLine, ...]


@dataclass(frozen=True)
class StatusesPage:
    columns: tuple[BodyColumn, ...]
    differ: bool


def statuses(held: Held, ring: Keyring | None, lang: str) -> StatusesPage:
    """Bodies side by side, the one that spoke first leftmost (1 query). `ring`: the asker's."""
    rows = list(
        StatusAssertion.objects.filter(case=held.case)
        .select_related("institution", "by__worker")
        .order_by("on", "at")
    )
    opinion = rules.opinion(rules.Asserted(r.institution_id, r.status, r.on, r.at) for r in rows)
    columns = []
    for body in dict.fromkeys(r.institution_id for r in rows):
        said = [_said(r, ring, lang) for r in reversed(rows) if r.institution_id == body]
        columns.append(BodyColumn(said[0].institution, said[0].kind, said[0], tuple(said[1:])))
    return StatusesPage(tuple(columns), opinion.differ)


def _said(row: StatusAssertion, ring: Keyring | None, lang: str) -> SaidLine:
    return SaidLine(
        row.institution_id,
        row.institution.name(lang),
        row.institution.kind,
        row.status,
        row.ground,
        row.on,
        f"{row.criteria} {row.criteria_version}" if row.criteria else "",
        row.by.worker.name,
        row.read(ring, "reason") if ring else "",
    )


@dataclass(frozen=True)
class ToldLine:
    on: date
    by: str
    text: str
    caller: str


def stories(case_id: UUID, ring: Keyring) -> list[ToldLine]:
    """What was told, newest first (1 query)."""
    rows: Iterable[Story] = (
        Story.objects.filter(case_id=case_id).select_related("by__worker").order_by("-on", "-at")
    )
    return [
        ToldLine(r.on, r.by.worker.name, r.read(ring, "text"), r.read(ring, "caller")) for r in rows
    ]


@dataclass(frozen=True)
class OriginLine:
    """The signal a case came from, in codes."""

    code: str
    received_on: date
    received_about: str
    source: str
    channel: str
    asked_who_knows: bool


def origin(case_id: UUID) -> OriginLine | None:
    """None for a case without a signal, and for who does not hold the signal (1 query)."""
    row = (
        Origin.objects.filter(case_id=case_id)
        .values_list(
            "signal__code", "signal__received_on", "signal__received_about", "signal__source",
            "signal__channel", "asked_who_knows",
        )
        .first()
    )  # fmt: skip
    return OriginLine(*row) if row else None
