"""Screening as one person reads it: one theme a page, the answers, what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from talka.casework.detection import words
from talka.casework.detection.actions.screenings import notes_of
from talka.casework.detection.holding import HeldScreening
from talka.casework.detection.models import Screening
from talka.ground.kernel.errors import Absent
from talka.ground.ui.pieces import Row
from talka.method.criteria import queries as criteria
from talka.method.criteria.rules import CriteriaSet, Indicator, Result, evaluate

ASK_NEXT = 5
"""Questions offered next on the result page."""


@dataclass(frozen=True)
class Theme:
    """One dimension. `number` counts the pages from 1, `of` says how many there are."""

    number: int
    of: int
    name: str
    indicators: tuple[Indicator, ...]
    answered: int


def set_of(screening: Screening) -> CriteriaSet:
    return criteria.pinned(screening.criteria, screening.criteria_version)


def themes(screening: Screening, lang: str) -> list[Theme]:
    """The themes the profile asks, in the order of the criteria set."""
    known = set_of(screening)
    asked = known.questions(screening.profile)
    grouped = [
        (names.label(lang), tuple(i for i in asked if i.dimension == number))
        for number, names in known.dimensions
    ]
    shown = [(name, inside) for name, inside in grouped if inside]
    return [
        Theme(n, len(shown), name, inside, sum(i.code in screening.answers for i in inside))
        for n, (name, inside) in enumerate(shown, 1)
    ]


def theme(screening: Screening, number: int, lang: str) -> Theme:
    """Raises Absent for a page that is not there."""
    found = next((t for t in themes(screening, lang) if t.number == number), None)
    if found is None:
        raise Absent
    return found


def initial(held: HeldScreening, shown: Theme) -> dict[str, Any]:
    """The fields of a theme's form as they stand."""
    notes = notes_of(held)
    there: dict[str, Any] = {"version": held.screening.version}
    for indicator in shown.indicators:
        there[indicator.code] = held.screening.answers.get(indicator.code, "")
        there[f"note_{indicator.code}"] = notes.get(indicator.code, "")
    return there


@dataclass(frozen=True)
class ThemeAnswers:
    """The answers of one theme, with links to change them; `open`: how many are not answered."""

    name: str
    url: str
    rows: tuple[Row, ...]
    open: int


def answers(held: HeldScreening, lang: str) -> list[ThemeAnswers]:
    """Everything answered or noted, theme by theme."""
    screening, notes = held.screening, notes_of(held)
    told = []
    for shown in themes(screening, lang):
        url = "" if screening.decision else theme_url(screening, shown.number)
        rows = tuple(
            Row(i.label(lang), _answered(screening.answers.get(i.code, ""), notes.get(i.code, "")))
            for i in shown.indicators
            if i.code in screening.answers or i.code in notes
        )
        told.append(ThemeAnswers(shown.name, url, rows, len(shown.indicators) - shown.answered))
    return told


def _answered(answer: str, note: str) -> str:
    said = str(words.ANSWERS[answer]) if answer else _("Not answered")
    return f"{said}\n{note}" if note else said


def theme_url(screening: Screening, number: int) -> str:
    return reverse("screening_theme", args=[screening.id, number])


@dataclass(frozen=True)
class ThemeResult:
    """`rule`: what made it positive, "" when it is not. `signs`: questions answered yes."""

    name: str
    positive: bool
    rule: str
    signs: tuple[str, ...]


@dataclass(frozen=True)
class ResultPage:
    """`told`: the sentences that explain, the conclusion first, who decides last."""

    criteria: str
    source: str
    told: tuple[str, ...]
    themes: tuple[ThemeResult, ...]
    ask_next: tuple[tuple[str, str], ...]
    answered: int
    asked: int


def result(screening: Screening, lang: str) -> ResultPage:
    """Which rule fired and why, and what to ask next."""
    known = set_of(screening)
    found = evaluate(known, screening.profile, screening.answers)
    asked = {i.code: i for i in known.questions(screening.profile)}
    pages = {i.code: t.number for t in themes(screening, lang) for i in t.indicators}
    return ResultPage(
        f"{known.names.label(lang)}, {known.version}",
        known.source.label(lang),
        found.explain(lang),
        tuple(_theme_result(known, found, n, lang) for n in range(len(found.dimensions))),
        tuple(
            (asked[code].label(lang), theme_url(screening, pages[code]))
            for code in found.ask_next[:ASK_NEXT]
        ),
        len(screening.answers),
        len(asked),
    )


def _theme_result(known: CriteriaSet, found: Result, place: int, lang: str) -> ThemeResult:
    dimension = found.dimensions[place]
    rules = {rule.id: rule.names.label(lang) for rule in known.dimension_rules}
    labels = {i.code: i.label(lang) for i in known.indicators}
    return ThemeResult(
        known.dimension(dimension.dimension).label(lang),
        dimension.positive,
        rules.get(dimension.rule_id or "", ""),
        tuple(labels[code] for code in dimension.counted),
    )
