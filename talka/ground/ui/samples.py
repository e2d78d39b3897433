"""Every piece of the house on one page: the styleguide of the demo, and what the tests look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.ground.ui.forms import (
    ApproximateDateField,
    CodeField,
    CodesField,
    Form,
    LongTextField,
    TextField,
)
from talka.ground.ui.pieces import Event, Row, Step, Task


class SampleForm(Form):
    """One field of each kind."""

    versioned = True
    place = TextField(label=_("Place"), help_text=_("Where the person can be met safely."))
    since = ApproximateDateField(label=_("Since when"), past=True, required=False)
    exploitation = CodesField("exploitation", label=_("Forms of exploitation"), required=False)
    age_group = CodeField("age_group", label=_("Age group"))
    country = CodeField("country", label=_("Country"), required=False)
    story = LongTextField(label=_("What happened"), required=False)
    safe = forms.BooleanField(label=_("It is safe to call"), required=False)


@dataclass(frozen=True)
class SampleTurn:
    due_at: datetime
    due_kind: str
    due_source: str


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of the styleguide. Invented content."""
    now = timezone.now()
    faulty = SampleForm({"place": "", "since": "someday", "age_group": "x"})
    return {
        "form": SampleForm(),
        "faulty": faulty,
        "tones": ["neutral", "accent", "now", "evaluation", "danger", "done"],
        "steps": [
            Step(_("Signal"), "done", when=now - timedelta(days=9)),
            Step(_("Information and consent"), "now"),
            Step(_("Referral"), "next"),
            Step(_("Closure"), "barred", note=_("Needs an outcome first.")),
        ],
        "tasks": [
            Task(_("Give information"), "done"),
            Task(_("Assess the risk"), "now", url="#tasks"),
            Task(_("Make a plan"), "open", url="#tasks"),
            Task(_("Close the case"), "barred", note=_("Needs an outcome first.")),
        ],
        "rows": [
            Row(_("Name"), "Vardenė Pavardenė", url="#rows", is_name=True),
            Row(_("Country"), "Lietuva", url="#rows"),
            Row(_("Phone"), ""),
        ],
        "events": [
            Event(now, _("Consent given"), by="A. B.", tone="now"),
            Event(now - timedelta(days=3), _("Note"), text="…", folded=True),
            Event(now - timedelta(days=5), _("Evaluation"), tone="evaluation"),
        ],
        "turns": [
            SampleTurn(now + timedelta(days=3), "law", "CETS 197, 13"),
            SampleTurn(now - timedelta(days=2), "standard", ""),
        ],
        "places": [
            "Šiauliai",
            "Širvintos",
            "Skuodas",
            "Ąžuolynas",
            "Alytus",
            "Įlanka",
            "Yla",
            "Jonava",
        ],
    }
