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
    stratum_id = forms.ChoiceField(label=_("Stratum"))
    count = forms.IntegerField(label=_("How many codes"), min_value=1, max_value=2000)

    def __init__(self, *args: Any, strata: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "stratum_id", strata)


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """The choices of a field; without any it is not asked."""
    form.fields[name].choices = choices  # type: ignore[attr-defined]
    if not choices:
        del form.fields[name]


def _number(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, **more)


class StratumForm(Form):
    code = forms.SlugField(
        label=_("Short sign"), max_length=20, help_text=_("Small letters, for example town.")
    )
    name = forms.CharField(label=_("Name of the stratum"), max_length=100)
    people = forms.IntegerField(label=_("People who live there"), min_value=1)
    planned = _number(_("Answers wanted from there"))


class DivideForm(Form):
    """How many answers in all, and how divided. `p_<stratum>`: the percent expected there."""

    answers = forms.IntegerField(
        label=_("Answers in all"), min_value=4, max_value=100_000, required=False
    )
    points = forms.FloatField(
        label=_("Or as many as tell a share to ± percentage points"), min_value=0.5, max_value=25,
        required=False,
    )  # fmt: skip
    rate = forms.IntegerField(
        label=_("Of a hundred people, so many answer"), min_value=1, max_value=100, initial=30
    )
    how = forms.ChoiceField(
        label=_("Divided"), choices=list(words.DIVISION.items()), widget=forms.RadioSelect,
        initial="proportional",
    )  # fmt: skip

    def __init__(self, *args: Any, strata: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in strata:
            self.fields[f"p_{code}"] = forms.IntegerField(
                label=_("Percent expected to agree: %(stratum)s") % {"stratum": name},
                min_value=1, max_value=99, initial=50, required=False,
            )  # fmt: skip

    def shares(self) -> dict[str, float] | None:
        """Expected in each stratum; None: divided in proportion to people."""
        if self.cleaned_data["how"] == "proportional":
            return None
        asked = {k[2:]: v for k, v in self.cleaned_data.items() if k.startswith("p_")}
        return {code: (percent or 50) / 100 for code, percent in asked.items()}


class FieldWorkForm(Form):
    versioned = True
    refused = _number(_("Refused to answer"))
    not_reached = _number(_("Not reached"))
    other = _number(_("Could not take part"))
    not_eligible = _number(_("Not of the population: moved away, empty house, too young"))


class BatchForm(Form):
    """Numbers of a batch and its three people."""

    stratum_id = forms.ChoiceField(label=_("Stratum"))
    handed_out = _number(_("Sheets handed out"))
    returned = _number(_("Sheets that came back"))
    blank = _number(_("Blank among them"), initial=0)
    spoilt = _number(_("Spoilt among them"), initial=0)
    first = forms.ChoiceField(label=_("Enters every sheet"))
    second = forms.ChoiceField(label=_("Enters every sheet once more"))
    third = forms.ChoiceField(label=_("Decides where the two differ"))

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], strata: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        _offer(self, "stratum_id", strata)
        for name in ("first", "second", "third"):
            self.fields[name].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class CorrectionForm(BatchForm):
    versioned = True
