"""The pages of those who ask: the list, one poll, what was written in own words."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.prevention.polls import fieldwork, policy, rules
from talka.prevention.polls.models import Margin, Poll, Questionnaire, Stratum, Words
from talka.prevention.polls.queries.asking import form_of


@dataclass(frozen=True)
class PollLine:
    """`state`: draft, coming, open, over (its days are past), closed."""

    id: UUID
    title: str
    place: str
    since: object
    until: object
    state: str


@dataclass(frozen=True)
class Counts:
    """`rate`: answers to codes that were printed; None for an open link."""

    printed: int
    codes: int
    waiting: int
    mixed: int

    @property
    def answers(self) -> int:
        return self.waiting + self.mixed

    @property
    def rate(self) -> float | None:
        return 100 * self.answers / self.printed if self.printed else None


@dataclass(frozen=True)
class PollPage:
    poll: Poll
    title: str
    place: str
    state: str
    may: bool
    form: rules.Form
    counts: Counts | None
    margins: list[Margin]


def state_of(poll: Poll) -> str:
    today = timezone.localdate()
    if poll.fielded_at is None:
        return "draft"
    if poll.closed_at is not None:
        return "closed"
    return "coming" if today < poll.since else "open" if today <= poll.until else "over"


def polls(language: str) -> list[PollLine]:
    """Every poll the person may see, the newest first (1 query)."""
    rows = Poll.objects.select_related("municipality").order_by("-since", "id")
    return [
        PollLine(p.id, p.title(language), _place(p, language), p.since, p.until, state_of(p))
        for p in rows
    ]


def _place(poll: Poll, language: str) -> str:
    return poll.municipality.name(language) if poll.municipality else ""


def poll_page(actor: Actor, poll_id: UUID, language: str) -> PollPage:
    """One poll (4 queries at most)."""
    poll = policy.poll(poll_id)
    may = policy.keeps(actor, poll.municipality_id)
    return PollPage(
        poll, poll.title(language), _place(poll, language), state_of(poll), may, form_of(poll),
        counts(poll) if may else None, list(poll.margins.order_by("question", "option")),
    )  # fmt: skip


def counts(poll: Poll) -> Counts:
    """Numbers only; the database gives them to the keeper alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT codes, waiting, mixed FROM talka.poll_counts(%s)", [poll.id])
        row = cursor.fetchone() or (0, 0, 0)
    return Counts(poll.codes_printed, *row)


@dataclass(frozen=True)
class StratumLine:
    """`work` and its `rates` (percent): how the field work stands."""

    row: Stratum
    work: fieldwork.FieldWork

    @property
    def rates(self) -> list[tuple[str, float]]:
        return _percent(self.work)


def _percent(work: fieldwork.FieldWork) -> list[tuple[str, float]]:
    return [(name, 100 * rate) for name, rate in fieldwork.rates(work).items() if rate is not None]


def strata(poll: Poll) -> list[StratumLine]:
    """Every stratum, for the keeper (2 queries)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stratum, codes FROM talka.poll_codes_left(%s)", [poll.id])
        left = dict(cursor.fetchall())
    return [
        StratumLine(s, fieldwork.FieldWork(
            s.codes_printed, s.codes_printed - left.get(s.id, 0), s.refused, s.not_reached, s.other,
            s.not_eligible))
        for s in poll.strata.order_by("name")
    ]  # fmt: skip


def whole(lines: list[StratumLine]) -> list[tuple[str, float]]:
    """The rates over all strata."""
    return _percent(sum((line.work for line in lines), fieldwork.FieldWork(0, 0)))


def on_paper(poll: Poll) -> int:
    """Sheets that count."""
    return sum(b.sheets for b in poll.batches.filter(counted_at__isnull=False))


def own_words(poll: Poll) -> list[tuple[str, str]]:
    """(question, text) of a closed poll, in no order; nothing that seems to name somebody."""
    rows = Words.objects.filter(poll=poll).order_by("question", "id")
    return [(w.question, w.text) for w in rows]


def questionnaires() -> list[Questionnaire]:
    return list(Questionnaire.objects.order_by("code", "-version"))


def questionnaire(code: str, version: int) -> rules.Form | None:
    found = Questionnaire.objects.filter(code=code, version=version).first()
    return rules.form_of(found.document) if found else None
