"""Forms of teams."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.ground.ui.forms import Form


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **more,
    )


class FoundForm(Form):
    municipality = forms.ChoiceField(label=_("Municipality"), widget=forms.RadioSelect)
    since = _day(label=_("Founded on"), help_text=_("Leave empty for today."))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = places  # type: ignore[attr-defined]


class SeatMemberForm(Form):
    assignment_id = forms.ChoiceField(label=_("Person"), widget=forms.RadioSelect)
    deputy = forms.BooleanField(label=_("As deputy of the member"), required=False)
    since = _day(label=_("From"), help_text=_("Leave empty for today."))

    def __init__(self, *args: Any, candidates: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignment_id"].choices = candidates  # type: ignore[attr-defined]


class LeaveForm(Form):
    on = _day(label=_("Left on"), help_text=_("Leave empty for today."))
