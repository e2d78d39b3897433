"""Forms of those who ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.ground.ui.forms import Form
from talka.prevention.polls import words


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class PollForm(Form):
    questionnaire_id = forms.ChoiceField(label=_("Questionnaire"))
    title_lt = forms.CharField(label=_("Title in Lithuanian"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    mode = forms.ChoiceField(
        label=_("How people come to it"),
        choices=list(words.MODE.items()),
        widget=forms.RadioSelect,
        help_text=_("With an open link nobody can tell whether somebody answered twice."),
    )
    since = _day(_("Asked from"))
    until = _day(_("Asked until"))
    min_age = forms.IntegerField(
        label=_("Youngest age asked"), min_value=14, max_value=99, initial=18
    )
    probability = forms.BooleanField(
        label=_("The people are drawn by chance from a list of all"),
        required=False,
        help_text=_("Only then do results show how exact they are."),
    )
    population = forms.IntegerField(
        label=_("How many people the poll speaks of"), min_value=1, required=False
    )

    def __init__(
        self, *args: Any, questionnaires: list[Any], places: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questionnaire_id"].choices = questionnaires  # type: ignore[attr-defined]
        self.fields["municipality"].choices = places  # type: ignore[attr-defined]
        if not places:
            del self.fields["municipality"]


class MarginForm(Form):
    """How many people of the population gave each answer to one question about themselves."""

    def __init__(self, *args: Any, options: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in options:
            self.fields[f"n_{code}"] = forms.IntegerField(label=label, min_value=1)


class CodesForm(Form):
    count = forms.IntegerField(label=_("How many codes"), min_value=1, max_value=2000)
