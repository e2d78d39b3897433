"""A criteria set as one person reads it: codes turned into words of one language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from talka.ground.ui.pieces import Row
from talka.method.criteria.documents import CriteriaSet, Profile
from talka.method.protocol.words import ChangeRow, change_row, handed_rows, heading_rows
from talka.method.shelf import VersionPage

GRADES = {
    "S": gettext_lazy("strong"),
    "M": gettext_lazy("medium"),
    "W": gettext_lazy("weak"),
    None: gettext_lazy("not asked"),
}


@dataclass(frozen=True)
class QuestionRow:
    """`grades`: (name of the profile, grade in a word)."""

    text: str
    grades: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DimensionView:
    number: int
    name: str
    questions: tuple[QuestionRow, ...]


@dataclass(frozen=True)
class ProfileView:
    name: str
    rules: tuple[tuple[str, str], ...]
    """(what is positive, what it says), in the order they are tried."""


@dataclass(frozen=True)
class CriteriaView:
    name: str
    version: int
    rows: tuple[Row, ...]
    profiles: tuple[ProfileView, ...]
    dimension_rules: tuple[str, ...]
    dimensions: tuple[DimensionView, ...]
    previous: int | None
    changes: tuple[ChangeRow, ...]
    handed: tuple[Row, ...]


def criteria_view(page: VersionPage[CriteriaSet], lang: str) -> CriteriaView:
    criteria = page.document
    names = {i.code: i.label(lang) for i in criteria.indicators} | {
        p.code: p.names.label(lang) for p in criteria.profiles
    }
    return CriteriaView(
        name=criteria.names.label(lang),
        version=criteria.version,
        rows=heading_rows(page, lang),
        profiles=tuple(_profile(criteria, p, lang) for p in criteria.profiles),
        dimension_rules=tuple(rule.names.label(lang) for rule in criteria.dimension_rules),
        dimensions=tuple(_dimension(criteria, n, lang) for n, _words in criteria.dimensions),
        previous=page.previous,
        changes=tuple(change_row(change, names) for change in page.changes),
        handed=handed_rows(page, lang),
    )


def _profile(criteria: CriteriaSet, profile: Profile, lang: str) -> ProfileView:
    return ProfileView(
        profile.names.label(lang),
        tuple(
            (rule.names.label(lang), criteria.conclusion(rule.conclusion).label(lang))
            for rule in profile.rules
        ),
    )


def _dimension(criteria: CriteriaSet, number: int, lang: str) -> DimensionView:
    columns = [(profile.names.label(lang), profile.column) for profile in criteria.profiles]
    return DimensionView(
        number,
        criteria.dimension(number).label(lang),
        tuple(
            QuestionRow(
                i.label(lang), tuple((name, str(GRADES[i.grade(c)])) for name, c in columns)
            )
            for i in criteria.indicators
            if i.dimension == number
        ),
    )
