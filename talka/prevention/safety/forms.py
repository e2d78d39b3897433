"""Forms of safety."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.ground.ui.forms import Form
from talka.prevention.programmes.forms import Number, choice, day, long, text
from talka.prevention.safety import words
from talka.prevention.safety.shapes import Criterion, Framework

LARGEST_TABLE = 300_000
"""Bytes of a file, characters of a pasted text."""


def year(**more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=_("Year"), min_value=2011, max_value=2100, **more)


def many(label: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, **more
    )


class BeginForm(Form):
    municipality = forms.ChoiceField(label=_("Municipality"))
    year = year()

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = places  # type: ignore[attr-defined]


def level(criterion: Criterion, language: str, required: bool) -> forms.TypedChoiceField:
    """The levels of a criterion in its own words."""
    told = [(str(n), f"{n}: {x.name(language)}") for n, x in enumerate(criterion.levels)]
    return forms.TypedChoiceField(
        label=_("Level"), choices=told, coerce=int, empty_value=None, required=required,
        widget=forms.RadioSelect,
    )  # fmt: skip


class AnswerForm(Form):
    versioned = True

    def __init__(self, *args: Any, criterion: Criterion, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = {
            "level": level(criterion, language, False),
            "reasoning": long(_("Reasoning"), max_length=5000),
            "evidence": long(
                _("Evidence"), help_text=criterion.evidence.name(language), max_length=2000
            ),
        }
        self.fields = {**first, **self.fields}


class ReviewForm(Form):
    versioned = True

    def __init__(self, *args: Any, criterion: Criterion, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = {
            "level": level(criterion, language, True),
            "reason": long(_("Reason"), required=True, max_length=5000),
        }
        self.fields = {**first, **self.fields}


class ReasonForm(Form):
    reason = long(_("Reason"), required=True, max_length=2000)


class ShowForm(Form):
    """A file beside an answer."""

    file = forms.FileField(
        label=_("File"), max_length=200,
        help_text=_("A decision, a plan, a report: at most 10 MB, without personal data."),
    )  # fmt: skip
    checked = forms.BooleanField(
        label=_("I looked: there is no personal data in it."), required=False
    )


class WeightsForm(Form):
    versioned = True

    def __init__(self, *args: Any, framework: Framework, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for m in framework.measures:
            self.fields[m.code] = forms.IntegerField(
                label=f"{m.code} {m.name(language)}", min_value=1, max_value=100
            )
        self.fields["reason"] = long(_("Reason"), required=True, max_length=2000)


class FigureForm(Form):
    year = year(initial=lambda: timezone.localdate().year)
    indicator = forms.ChoiceField(label=_("Safety indicator"))
    state = choice(_("Number or none"), words.STATE)
    value = Number(label=_("Number"), required=False, max_digits=16, decimal_places=4, min_value=0)
    source = text(_("Where this is known from"), required=True)

    def __init__(self, *args: Any, framework: Framework, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [(m.code, f"{m.code} {m.name(language)}") for m in framework.measures]
        self.fields["indicator"].choices = told  # type: ignore[attr-defined]


class TableForm(Form):
    """A file or the pasted text; afterwards `table` holds what was given."""

    file = forms.FileField(label=_("File"), required=False,
                           help_text=_("CSV in UTF-8, at most 300 kB."))  # fmt: skip
    table = forms.CharField(
        label=_("Table"), required=False, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Or paste a CSV with the columns municipality, year, indicator, state, value, "
                    "source. All of it is taken in, or nothing."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        given = said.pop("file", None)
        if given:
            if given.size > LARGEST_TABLE:
                raise forms.ValidationError({"file": _("CSV in UTF-8, at most 300 kB.")})
            try:
                said["table"] = given.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise forms.ValidationError(
                    {"file": _("This file is no text in UTF-8. Save it as CSV UTF-8.")}
                ) from None
        if not said.get("table"):
            raise forms.ValidationError({"table": _("Choose a file or paste a table.")})
        if len(said["table"]) > LARGEST_TABLE:
            raise forms.ValidationError({"table": _("CSV in UTF-8, at most 300 kB.")})
        return said


class GroupForm(Form):
    versioned = True
    area = text(_("Area"), required=True,
                help_text=_("A street, a village, an eldership. No names of people."))  # fmt: skip
    started_on = day(_("Began on"))
    status = choice(_("Status"), words.GROUP)
    ended_on = day(_("Ended on"), required=False)
    size_band = forms.ChoiceField(label=_("Size"))
    contact_role = forms.ChoiceField(label=_("Who is asked (a role, no name)"))
    police_role = forms.ChoiceField(label=_("Part of the police"))
    supporters = many(_("Supported by"))
    needs = many(_("What the group needs"))

    def __init__(self, *args: Any, lists: dict[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in lists.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class NewGroupForm(GroupForm):
    versioned = False
    municipality = forms.ChoiceField(label=_("Municipality"))


class AnalysisForm(Form):
    year = year(initial=lambda: timezone.localdate().year)
    title = text(_("Title"), required=True)
    scope = long(_("What was looked at"), required=True, max_length=2000)
    commissioner = text(_("Commissioned by"))
    method = long(_("Method"), required=True, max_length=2000)
    sample = text(_("Sample"), help_text=_("Who was asked or what was read, and how many."))
    report = text(_("Report"), help_text=_("Its number, date or address."))


class EditAnalysisForm(AnalysisForm):
    versioned = True


class FindingForm(Form):
    text = long(_("Finding"), required=True, max_length=3000)
    strength = choice(_("How well founded"), words.STRENGTH)
    evidence = long(_("Evidence"), max_length=2000)


class EditFindingForm(FindingForm):
    versioned = True


class NeedForm(Form):
    text = long(_("Need"), required=True, max_length=3000)
    severity = forms.TypedChoiceField(
        label=_("Severity"), choices=list(words.SEVERITY.items()), coerce=int
    )
    affected = forms.IntegerField(
        label=_("People affected"), required=False, min_value=0, max_value=4_000_000,
        help_text=_("A number, or empty when nobody knows."),
    )  # fmt: skip
    support = long(_("What supports them now"), max_length=2000)


class AdviceForm(Form):
    versioned = True
    text = long(_("Recommendation"), required=True, max_length=3000)
    basis = choice(_("Basis"), words.BASIS)
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=list(words.PRIORITY.items()), coerce=int
    )
    due = day(_("To be done by"))
    cost = Number(label=_("Estimated cost in euros"), required=False, max_digits=14,
                  decimal_places=2, min_value=0,
                  help_text=_("Zero is a number; empty means nobody estimated it."))  # fmt: skip
    addressees = forms.MultipleChoiceField(
        label=_("Who is to do it"), widget=forms.CheckboxSelectMultiple
    )
    supersedes_id = forms.ChoiceField(label=_("Takes the place of"), required=False)

    def __init__(
        self, *args: Any, institutions: list[tuple[str, str]], earlier: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["addressees"].choices = institutions  # type: ignore[attr-defined]
        self.fields["supersedes_id"].choices = [("", "–"), *earlier]  # type: ignore[attr-defined]


class WithdrawForm(Form):
    why = long(_("Reason"), required=True, max_length=2000)


class RespondForm(Form):
    answer = choice(_("Answer"), words.ANSWER, widget=forms.RadioSelect)
    reason = long(_("Reason"), max_length=3000, help_text=_("Needed unless all is accepted."))
    due = day(_("Done by"), required=False, help_text=_("Needed unless it is rejected."))


class StepForm(Form):
    on = day(_("Day"), initial=timezone.localdate)
    action = long(_("What was done"), required=True, max_length=3000)
    progress = forms.IntegerField(
        label=_("How much of it is done, per cent"), min_value=0, max_value=100
    )
    evidence = long(_("Evidence"), max_length=2000)
    measure_id = forms.ChoiceField(label=_("Measure of a programme"), required=False)

    def __init__(self, *args: Any, measures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure_id"].choices = [("", "–"), *measures]  # type: ignore[attr-defined]


class ConfirmForm(Form):
    note = long(_("How it was seen"), required=True, max_length=2000)
