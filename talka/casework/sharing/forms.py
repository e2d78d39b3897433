"""What a person types or ticks when a case is shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.casework.cases.models import DATA_CLASSES
from talka.casework.sharing import rules, words
from talka.casework.sharing.queries import Carry, Recipient
from talka.ground.ui.forms import CodeField, CodesField, Form, LongTextField, TextField


def _day(**more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **more)


def _choice(named: Mapping[str, Any], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(choices=list(named.items()), widget=forms.RadioSelect, **more)


class InformationForm(Form):
    language = CodeField("language", label=_("In which language"))
    how = _choice(words.WAYS, label=_("How"))
    interpreter = forms.BooleanField(label=_("An interpreter helped"), required=False)
    letter_version = TextField(
        label=_("Version of the rights letter"),
        required=False,
        max_length=20,
        help_text=_("As printed on the letter, when one was given."),
    )
    on = _day(label=_("Day"), required=False, help_text=_("Leave empty for today."))


class RecipientForm(Form):
    """Which institution; the town's own stand first. Sent by GET."""

    to = forms.ChoiceField(label=_("Institution"))

    def __init__(self, *args: Any, recipients: Iterable[Recipient] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = list(recipients)
        groups = [
            (label, [(str(r.id), r.name) for r in listed if r.near is near])
            for label, near in ((_("In this municipality"), True), (_("Elsewhere"), False))
        ]
        field = self.fields["to"]
        field.choices = [("", _("Choose")), *((n, o) for n, o in groups if o)]  # type: ignore[attr-defined]


class _ShareForm(Form):
    purposes = CodesField("purpose", label=_("What for"))
    classes = forms.MultipleChoiceField(
        label=_("May see"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Read it aloud. Tick only what the person allows."),
    )

    def __init__(self, *args: Any, own: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = set(own)
        self.fields["classes"].choices = [  # type: ignore[attr-defined]
            (c, words.SEEN[c]) for c in DATA_CLASSES if c in mine
        ]


class ConsentForm(_ShareForm):
    until = _day(
        label=_("Until"),
        help_text=_("The last day. Two years at most; the person may end it any day."),
    )
    given_by = _choice(words.GIVERS, label=_("Who gives it"))
    evidence = CodeField("consent_evidence", label=_("How it is given"))
    note = LongTextField(
        label=_("About the consent"),
        required=False,
        rows=3,
        help_text=_("Who was present, what the person asked, where the paper is."),
    )
    given_on = _day(
        label=_("Day it was given"), required=False, help_text=_("Leave empty for today.")
    )


class GroundForm(_ShareForm):
    ground = CodeField("ground", only=sorted(rules.LEGAL_GROUNDS), label=_("Legal ground"))
    reason = LongTextField(
        label=_("Why this ground applies"), help_text=_("Facts, not names. It stays in the case.")
    )
    until = _day(label=_("Until"), help_text=_("The last day; at most 30 days from today."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["classes"].help_text = _("Only what this ground makes necessary.")


def consent_initial() -> dict[str, Any]:
    """Nothing is ticked beforehand: a box the person did not choose is no consent."""
    today = timezone.localdate()
    return {
        "until": today + timedelta(days=rules.CONSENT_DAYS),
        "given_by": "person",
    }


def ground_initial() -> dict[str, Any]:
    until = timezone.localdate() + timedelta(days=rules.GROUND_DAYS)
    return {"until": until, "purposes": ["safety"]}


class WithdrawForm(Form):
    reason = _choice(words.WITHDRAWALS, label=_("Reason"))


class ReferralForm(Form):
    purpose = CodeField("purpose", only=list(rules.NEXT_ACT), label=_("What for"))
    urgency = _choice(words.URGENCIES, label=_("How urgent"), initial="normal")
    needs = CodesField("need", label=_("What is needed"), required=False)
    message = LongTextField(
        label=_("Message"),
        required=False,
        rows=4,
        max_length=1000,
        help_text=_(
            "Short. The whole team of the institution reads it before it answers: no name, no"
            " address, no story."
        ),
    )

    def __init__(self, *args: Any, carries: Iterable[Carry] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ready = {c.purpose for c in carries if c.ready}
        field = self.fields["purpose"]
        field.choices = [p for p in field.choices if p[0] in ready]  # type: ignore[attr-defined]
        if len(ready) == 1:
            self.initial.setdefault("purpose", next(iter(ready)))


class RefusalForm(Form):
    reason = CodeField("refusal_reason", label=_("Reason"), radios=True)
    note = LongTextField(
        label=_("In your own words"),
        required=False,
        rows=3,
        max_length=1000,
        help_text=_("The sender reads it. Whom else could they ask?"),
    )
