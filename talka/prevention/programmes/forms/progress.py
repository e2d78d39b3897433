"""What happens to a measure, and how it is judged."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.ground.ui.forms import Form
from talka.prevention.programmes import rules, words
from talka.prevention.programmes.forms.fields import (
    NOBODY,
    choice,
    day,
    long,
    number,
    text,
    year,
)
from talka.prevention.programmes.shapes import Part
from talka.prevention.programmes.table.figures import figure


class FinishForm(Form):
    on = day(_("Done on"), initial=timezone.localdate)


class ObserveForm(Form):
    year = year()
    state = choice(_("Number or none"), words.STATE)
    value = number(_("Number"))
    base = number(_("Of how many"), help_text=_("Shares of several places are joined by this."))
    source = text(_("Where this is known from"), required=True, help_text=NOBODY)
    parts = long(
        _("Breakdown"),
        help_text=_("One part a line: dimension; part; number. Parts add up to the whole; "
                    "… is missing, – does not apply."),
    )  # fmt: skip

    def clean_parts(self) -> tuple[Part, ...]:
        found = []
        for line in self.cleaned_data["parts"].splitlines():
            if line.strip():
                found.append(_part(line))
        return tuple(found)


class StatusForm(Form):
    status = choice(_("Status"), words.STATUS, widget=forms.RadioSelect)
    reason = long(_("Reason"), required=True, help_text=NOBODY)


class DropForm(Form):
    on = day(_("From"), initial=timezone.localdate)
    reason = long(_("Reason"), required=True, help_text=NOBODY)


class CardForm(Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale = {"0": _("0: not at all"), "1": _("1: partly"), "2": _("2: mostly"),
                 "3": _("3: fully")}  # fmt: skip
        for criterion in rules.CRITERIA:
            self.fields[criterion] = choice(words.CRITERION[criterion], scale)
        self.fields["note"] = long(_("Remark"), max_length=2000, help_text=NOBODY)


class LogicForm(Form):
    versioned = True
    inputs = long(_("What is put in"))
    activities = long(_("What is done"))
    outputs = long(_("What comes of it at once"))
    outcomes = long(_("What changes for people"))
    impact = long(_("What changes in the end"))


def _part(line: str) -> Part:
    """ "sex; women; 1 200" as one member of a breakdown."""
    said = [piece.strip() for piece in line.split(";")]
    read = figure(said[-1], "decimal")
    state = {"number": "value", "zero": "zero", "absent": "missing", "dash": "not_applicable",
             "x": "not_applicable"}.get(read.mark)  # fmt: skip
    if len(said) != 3 or not all(said) or state is None or (read.number or 0) < 0:
        raise forms.ValidationError(
            _("“%(line)s” is not a dimension; a part; a number."), params={"line": line[:80]}
        )
    number = Decimal(0) if state == "zero" else read.number
    return Part(said[0][:100], said[1][:100], number if state in ("value", "zero") else None, state)
