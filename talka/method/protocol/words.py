"""How codes of this floor's documents read on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from talka.ground.kernel.pack import load_pack
from talka.ground.ui.pieces import Row
from talka.method.documents import Change
from talka.method.shelf import VersionPage

PARTS: Mapping[str, Any] = {
    "added": gettext_lazy("Added"),
    "also": gettext_lazy("opens beside"),
    "adult": gettext_lazy("grade for an adult"),
    "beside": gettext_lazy("runs beside"),
    "changed": gettext_lazy("Changed"),
    "child": gettext_lazy("for a child"),
    "conclusion": gettext_lazy("conclusion"),
    "consents": gettext_lazy("consents"),
    "deadline": gettext_lazy("deadline"),
    "dimension": gettext_lazy("group of signs"),
    "dimension_rule": gettext_lazy("rule of a group of signs"),
    "ends": gettext_lazy("end steps"),
    "indicator": gettext_lazy("question"),
    "name": gettext_lazy("wording"),
    "next": gettext_lazy("next step"),
    "order": gettext_lazy("order"),
    "outcome": gettext_lazy("outcome"),
    "profile": gettext_lazy("profile"),
    "record": gettext_lazy("record"),
    "records": gettext_lazy("records"),
    "reminders": gettext_lazy("reminders"),
    "removed": gettext_lazy("Removed"),
    "rule": gettext_lazy("rule"),
    "source": gettext_lazy("source"),
    "start": gettext_lazy("first step"),
    "turn": gettext_lazy("whose turn"),
    "verified": gettext_lazy("verified"),
    "verified_by": gettext_lazy("verified by"),
    "when": gettext_lazy("counts when"),
}


@dataclass(frozen=True)
class ChangeRow:
    place: str
    kind: str
    old: str
    new: str


def change_row(change: Change, names: Mapping[str, str]) -> ChangeRow:
    """A difference in words; `names`: code → name of steps, questions and other parts."""
    parts = (str(names.get(part) or PARTS.get(part) or part) for part in change.path.split("/"))
    return ChangeRow(" · ".join(parts), str(PARTS[change.kind]), change.old, change.new)


def duration(amount: int, unit: str) -> str:
    """30 days, 1 working day."""
    texts = {
        "hours": ngettext("%(n)d hour", "%(n)d hours", amount),
        "days": ngettext("%(n)d day", "%(n)d days", amount),
        "working_days": ngettext("%(n)d working day", "%(n)d working days", amount),
        "months": ngettext("%(n)d month", "%(n)d months", amount),
    }
    return texts[unit] % {"n": amount}


def who(roles: tuple[str, ...], kinds: tuple[str, ...], lang: str) -> str:
    """Roles, then kinds of institution, by their names."""
    pack = load_pack()
    named = [pack.label("role", r, lang) for r in roles]
    named += [pack.label("institution", k, lang) for k in kinds]
    return ", ".join(named)


def heading_rows(page: VersionPage[Any], lang: str) -> tuple[Row, ...]:
    """What stands above any published document."""
    document = page.document
    return (
        Row(_("Version"), document.version),
        Row(_("Published"), page.published_at.date()),
        Row(_("Source"), document.source.label(lang)),
        Row(_("Verified by"), verified(document.verified_by)),
        Row(_("Fingerprint (SHA-256)"), page.sha256),
    )


def handed_rows(page: VersionPage[Any], lang: str) -> tuple[Row, ...]:
    """To which kinds of institution a version was handed, and when."""
    pack = load_pack()
    return tuple(Row(pack.label("institution", h.kind, lang), h.on) for h in page.handed)


def verified(by: str | None) -> str:
    return by or _("Nobody yet: check before relying on it")
