"""A criteria set as one person reads it: codes turned into words of one language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talka.ground.kernel.pack import load_pack
from talka.ground.ui.pieces import Row
from talka.method.criteria.documents import CriteriaSet, Profile
from talka.method.criteria.queries import VersionPage
from talka.method.protocol.words import ChangeRow, change_row, verified

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


def criteria_view(page: VersionPage, lang: str) -> CriteriaView:
    criteria = page.criteria
    names = {i.code: i.label(lang) for i in criteria.indicators} | {
        p.code: p.names.label(lang) for p in criteria.profiles
    }
    return CriteriaView(
        name=criteria.names.label(lang),
        version=criteria.version,
        rows=(
            Row(_("Version"), criteria.version),
            Row(_("Published"), page.published_at.date()),
            Row(_("Source"), criteria.source.label(lang)),
            Row(_("Verified by"), verified(criteria.verified_by)),
            Row(_("Fingerprint (SHA-256)"), page.sha256),
        ),
        profiles=tuple(_profile(criteria, p, lang) for p in criteria.profiles),
        dimension_rules=tuple(rule.names.label(lang) for rule in criteria.dimension_rules),
        dimensions=tuple(_dimension(criteria, n, lang) for n, _words in criteria.dimensions),
        previous=page.previous,
        changes=tuple(change_row(change, names) for change in page.changes),
        handed=tuple(
            Row(load_pack().label("institution", h.kind, lang), h.on) for h in page.handed
        ),
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
