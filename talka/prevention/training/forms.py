"""Forms of training."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from talka.ground.kernel.pack import load_pack
from talka.ground.ui.forms import Form
from talka.prevention.training import words
from talka.prevention.training.content import content


def _language() -> str:
    return get_language() or "lt"


def day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more,
    )  # fmt: skip


def text(label: Any, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, **more)


def number(label: Any, low: int, high: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, **more)


def several(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more
    )


def _competences() -> list[tuple[str, str]]:
    return [(c.code, c.name(_language())) for c in content().competences]


def _seats() -> list[tuple[str, str]]:
    return [
        (s.code, load_pack().label("team_seat", s.code, _language())) for s in load_pack().seats
    ]


class CourseForm(Form):
    versioned = True
    title_lt = text(_("Title in Lithuanian"))
    title_en = text(_("Title in English"), required=False)
    competences = several(_("Competences it gives"), _competences)
    seats = several(_("For which seats of the team"), _seats, required=False)
    refresh_months = number(
        _("Certificate is valid for months"), 1, 120, required=False,
        help_text=_("Leave empty when it does not run out."),
    )  # fmt: skip
    attendance_percent = number(_("Least part of the time, percent"), 0, 100, initial=80)
    pass_percent = number(
        _("Least part of right answers after the course, percent"), 0, 100, required=False,
        help_text=_("Leave empty when no test is asked for."),
    )  # fmt: skip


class NewCourseForm(CourseForm):
    versioned = False
    code = text(_("Code"), max_length=30)
    field_order = ("code",)


class ModuleForm(Form):
    title_lt = text(_("Title in Lithuanian"))
    title_en = text(_("Title in English"), required=False)
    minutes = number(_("Minutes"), 1, 6000)


class QuestionForm(Form):
    text_lt = text(_("Question in Lithuanian"), max_length=1000)
    text_en = text(_("Question in English"), required=False, max_length=1000)
    options = forms.CharField(
        label=_("Answers to choose from"), help_text=_("One a line."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    answer = number(_("Which line is right"), 1, 20)

    def clean_options(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]

    def clean_answer(self) -> int:
        return int(self.cleaned_data["answer"]) - 1


class SessionForm(Form):
    versioned = True
    place = text(_("Place"))
    capacity = number(_("How many people fit"), 1, 1000, initial=20)


class NewSessionForm(SessionForm):
    versioned = False


class PartForm(Form):
    title = text(_("Part"))
    day = day(_("Day"))
    starts = forms.TimeField(
        label=_("Starts at"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    minutes = number(_("Minutes"), 1, 720)


class TrainerForm(Form):
    worker_id = forms.ChoiceField(label=_("Colleague"), required=False)
    organisation = text(_("or partner organisation"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker_id"].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class EnrolForm(Form):
    assignment_id = forms.ChoiceField(label=_("Colleague"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignment_id"].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class OutsideForm(Form):
    organisation = text(_("Organisation"))
    function = text(_("Function"), required=False, help_text=_("What they do there. No name."))
    number = number(
        _("Number of the participant"), 1, 9999,
        help_text=_("You choose it; the participant keeps it. No name is stored."),
    )  # fmt: skip


class AttendanceForm(Form):
    """Minutes of everybody in one part; an empty field writes nothing."""

    def __init__(self, *args: Any, people: list[tuple[str, str]], most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in people:
            self.fields[f"m_{key}"] = number(label, 0, most, required=False)


class AnswersForm(Form):
    """The questions of a test, one answer each; any may be left out."""

    def __init__(self, *args: Any, questions: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in questions:
            options = list(enumerate(item.named(_language())))
            self.fields[f"q_{item.id}"] = forms.TypedChoiceField(
                label=item.text(_language()), choices=options, coerce=int, required=False,
                empty_value=None, widget=forms.RadioSelect,
            )  # fmt: skip


class PaperForm(AnswersForm):
    code = text(
        _("Code its writer made up"), max_length=40,
        help_text=_("The same on both papers. It is kept only as a digest nobody can read."),
    )  # fmt: skip
    phase = forms.ChoiceField(label=_("Which test"))

    def __init__(self, *args: Any, phases: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [(p, words.PHASE[p]) for p in phases]  # type: ignore[attr-defined]
        self.order_fields(["code", "phase"])


class RevokeForm(Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class OnForm(Form):
    """The day of a question about a team, in the address."""

    on = day(_("On the day"), initial=timezone.localdate)


class NumberForm(Form):
    number = text(_("Number of the certificate"), max_length=40)


class NameForm(Form):
    name = text(_("Name on the certificate"), max_length=200)
