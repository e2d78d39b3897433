"""What the screens of a case show: values put together from the room's queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from talka.casework.cases import parts, queries, rules, words
from talka.casework.cases.models import Profile
from talka.casework.cases.permission import Held, why
from talka.ground.ui.pieces import Event, Row, Step

SHOWN = 40
"""Dated facts on the case page; the whole story has a page of its own."""


@dataclass(frozen=True)
class TurnRow:
    """A turn in words; `url` is empty when the act is not the reader's to do."""

    label: str | Promise
    url: str
    turn: queries.TurnLine


@dataclass(frozen=True)
class GapRow:
    sentence: str | Promise
    url: str
    blocks: bool


@dataclass(frozen=True)
class PartRow:
    """A part of the file. `state`: begun, fresh (not begun) or shut, then `note` says why."""

    label: str | Promise
    url: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Said:
    """What a body says of the person's status, in its latest word."""

    institution: str
    status: str


@dataclass(frozen=True)
class CasePage:
    """The case page: progress, what waits, what lacks, parts, what bodies say, story."""

    steps: list[Step]
    turns: list[TurnRow]
    gaps: list[GapRow]
    parts: list[PartRow]
    said: list[Said]
    events: list[Event]
    more: bool


def reading(held: Held) -> str:
    """The language of the page, else the person's own."""
    return queries.spoken(held.actor)


def case_page(held: Held) -> CasePage:
    """Everything of the case page (1 query)."""
    language, case = reading(held), held.case
    there = queries.told(held.actor, case.id)
    story = there.story
    turns = [
        TurnRow(words.ACTS.get(t.act, t.act), turn_url(t) if t.mine else "", t) for t in there.turns
    ]
    return CasePage(
        progress(story),
        turns,
        [] if case.closed_on else list(gaps(held, there.lacking)),
        list(part_rows(held, {s.kind for s in story})),
        said(story, language),
        events(story[:SHOWN], language),
        len(story) > SHOWN,
    )


def turn_url(turn: queries.TurnLine) -> str:
    """The screen on which an act is done."""
    of_ref = turn.act in words.OF_REF and turn.ref is not None
    return reverse(words.SCREENS.get(turn.act, "case"), args=[turn.ref if of_ref else turn.case_id])


def gaps(held: Held, lacking: Iterable[rules.Gap]) -> Iterable[GapRow]:
    """What is missing, in sentences; open turns stand above already."""
    for gap in lacking:
        if gap.code in words.GAPS:
            sentence, screen = words.GAPS[gap.code]
            yield GapRow(sentence, reverse(screen, args=[held.case.id]), gap.blocks)


def progress(story: list[queries.TimelineItem]) -> list[Step]:
    """The path: what is done and when first, the first that is not, and the rest."""
    days = {s.kind: s.on for s in story}
    kinds = [kind for kind, _step in rules.PATH]
    now = next((k for k in kinds if k not in days), "")
    return [
        Step(words.STAGES[k], "done" if k in days else "now" if k == now else "next", days.get(k))
        for k in kinds
    ]


def part_rows(held: Held, begun: set[str]) -> Iterable[PartRow]:
    """The parts of the file, each with whether it was begun and whether it is open to me."""
    for part in parts.all_parts():
        decision = held.may(part.verb)
        if not decision:
            yield PartRow(part.label, "", "shut", why(decision.why))
            continue
        state = "begun" if part.kinds & begun else "fresh"
        yield PartRow(part.label, reverse(part.url_name, args=[held.case.id]), state)


def said(story: Iterable[queries.TimelineItem], language: str) -> list[Said]:
    """The latest word of every body; each speaks for itself."""
    latest: dict[str, str] = {}
    for item in story:
        if item.kind == "assertion":
            latest.setdefault(item.institution, words.named("status", item.outcome, language))
    return [Said(*pair) for pair in latest.items()]


def events(story: Iterable[queries.TimelineItem], language: str) -> list[Event]:
    """Dated facts as lines of the story."""
    return [
        Event(s.on, words.sentence(s.kind, s.outcome, language), by=f"{s.by}, {s.institution}")
        for s in story
    ]


@dataclass(frozen=True)
class SealPage:
    """Who keeps the case when it is sealed, and to whom it closes."""

    keep: list[str]
    lose: list[str]


def seal_page(held: Held) -> SealPage:
    """1 query."""
    people = queries.onlookers(held.case.id, reading(held), timezone.now())
    named = [
        (p.admitted, p.person or _("%(place)s (offered)") % {"place": p.institution})
        for p in people
    ]
    keep = list(dict.fromkeys(name for admitted, name in named if admitted))
    lose = list(dict.fromkeys(name for admitted, name in named if not admitted))
    return SealPage(keep, lose)


@dataclass(frozen=True)
class Together:
    """Classes, in words, that are open for one reason and one time."""

    classes: str
    basis: str
    may_write: bool
    since: date
    until: date | None


@dataclass(frozen=True)
class PersonRow:
    """Somebody who can see the case. `may_end`: by the reader."""

    who: queries.Onlooker
    parts: list[Together]
    may_end: bool
    by_consent: bool


def people_rows(
    held: Held, people: Iterable[queries.Onlooker], own: frozenset[str]
) -> list[PersonRow]:
    """Everybody with what was opened to them; who may end it is the rule's to say."""
    seats = {s.id for s in held.actor.seats}
    rows = []
    for p in people:
        hindered = {
            rules.may_not_end(
                mine=p.assignment_id in seats,
                colleague=p.institution_id == held.seat.institution,
                gives="case" in own,
                basis=item.basis,
            )
            for item in p.items
        }
        may = p.assignment_id is not None and hindered == {""}
        rows.append(PersonRow(p, together(p.items, reading(held)), may, "basis" in hindered))
    return rows


def together(items: Iterable[queries.Opened], language: str) -> list[Together]:
    """What is open, one line for each reason and time."""
    lines: dict[tuple[str, bool, date, date | None], list[str]] = {}
    for item in items:
        until = timezone.localdate(item.until) if item.until else None
        key = (item.basis, item.may_write, timezone.localdate(item.since), until)
        lines.setdefault(key, []).append(words.named("data_class", item.data_class, language))
    return [Together("; ".join(classes), *key) for key, classes in lines.items()]


@dataclass(frozen=True)
class TrailRow:
    glance: queries.Glance
    did: str | Promise
    classes: str


def trail_rows(lines: Iterable[queries.Glance], held: Held) -> list[TrailRow]:
    language = reading(held)
    return [
        TrailRow(
            line,
            words.told(line.verb, line.what),
            ", ".join(words.named("data_class", c, language) for c in line.classes),
        )
        for line in lines
    ]


def profile_rows(there: Profile | None, language: str) -> list[Row]:
    """The coded facts in words."""
    if there is None:
        return []

    def several(name: str, codes: Iterable[str]) -> str:
        return ", ".join(words.named(name, code, language) for code in codes)

    return [
        Row(_("Gender"), words.named("gender", there.gender, language)),
        Row(_("Age"), words.named("age_group", there.age_group, language)),
        Row(_("Forms of exploitation"), several("exploitation", there.exploitation)),
        Row(_("Citizenship"), several("country", there.citizenship)),
        Row(_("Languages"), several("language", there.languages)),
        Row(
            _("Who brought the person to help"),
            words.named("signal_source", there.source, language),
        ),
    ]
