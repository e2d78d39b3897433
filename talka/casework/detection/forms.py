"""What a person types between a signal and a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from talka.casework.detection import words
from talka.casework.detection.rules import MAY_ASSERT
from talka.ground.kernel.pack import load_pack
from talka.ground.ui.forms import (
    ApproximateDateField,
    CodeField,
    CodesField,
    Form,
    LongTextField,
    TextField,
)
from talka.method.criteria.rules import CriteriaSet, Indicator

NOTE_LONGEST = 1000


def _day(**more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, required=False, **more)


class SignalForm(Form):
    """Only what was told is needed; no name."""

    account = LongTextField(
        label=_("What was told?"), help_text=_("In the caller's words, as short as you like.")
    )
    danger_now = forms.BooleanField(
        label=_("Somebody is in danger now"), required=False, help_text=_("Call 112 first.")
    )
    child_suspected = forms.BooleanField(
        label=_("It may be a child"), required=False, help_text=_("In doubt, tick it.")
    )
    source = CodeField("signal_source", label=_("Who told it?"))
    channel = CodeField("signal_channel", label=_("How?"))
    on = ApproximateDateField(label=_("When?"), past=True)
    municipality = CodeField(
        "municipality",
        label=_("Where?"),
        required=False,
        help_text=_("Leave empty when it is abroad or not known."),
    )
    language = CodeField("language", label=_("Language the person speaks"), required=False)
    other_language = CodeField("language", label=_("Another language"), required=False)
    anonymous = forms.BooleanField(
        label=_("The caller wants to stay anonymous"),
        required=False,
        help_text=_("Then what stands below about the caller is not kept."),
    )
    caller = TextField(label=_("The caller: name, how to reach them safely"), required=False)
    name = TextField(label=_("The person's name, if it was told"), required=False)
    born = TextField(label=_("Date or year of birth"), required=False)
    phone = TextField(label=_("The person's phone"), required=False)
    other = TextField(
        label=_("Anything else that tells who it is"),
        required=False,
        help_text=_("Who the person is stays optional. It is kept sealed."),
    )


class DangerForm(Form):
    child_suspected = forms.BooleanField(label=_("It may be a child"), required=False)
    danger_now = forms.BooleanField(label=_("Somebody is in danger now"), required=False)


class PassForm(Form):
    institution = forms.ChoiceField(label=_("Which institution takes it?"))

    def __init__(self, *args: Any, takers: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["institution"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *takers]


class DropForm(Form):
    reason = CodeField("signal_drop_reason", label=_("Why is nothing more done?"), radios=True)


class ProfileForm(Form):
    """For whom the questions are asked."""

    profile = forms.ChoiceField(
        label=_("For whom?"),
        widget=forms.RadioSelect,
        help_text=_("If the age is in doubt, choose the child."),
    )

    def __init__(self, *args: Any, criteria: CriteriaSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "lt"
        field = self.fields["profile"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(p.code, p.names.label(lang)) for p in criteria.profiles]


class AnswersForm(Form):
    """One theme: an answer and a note for each of its indicators."""

    versioned = True

    def __init__(self, *args: Any, indicators: Iterable[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "lt"
        self.codes = [i.code for i in indicators]
        for indicator in indicators:
            self.fields[indicator.code] = forms.ChoiceField(
                label=indicator.label(lang),
                choices=list(words.ANSWERS.items()),
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"note_{indicator.code}"] = LongTextField(
                label=_("Note to this answer"), required=False, rows=2, max_length=NOTE_LONGEST
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        """(answer, note) bound fields, in the order of the theme."""
        return [(self[code], self[f"note_{code}"]) for code in self.codes]

    @staticmethod
    def answers(values: Mapping[str, Any]) -> dict[str, str]:
        return {k: v for k, v in values.items() if k != "version" and not k.startswith("note_")}

    @staticmethod
    def notes(values: Mapping[str, Any]) -> dict[str, str]:
        return {k.removeprefix("note_"): v for k, v in values.items() if k.startswith("note_")}


class DecisionForm(Form):
    versioned = True
    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=list(words.DECISIONS.items()),
        widget=forms.RadioSelect,
    )
    reason = LongTextField(
        label=_("Why?"),
        required=False,
        help_text=_("Needed when you decide otherwise than the answers point."),
    )
    on = _day(label=_("Day of the decision"), help_text=_("Empty: today."))


class KnownForm(Form):
    """Asked, answered, not kept."""

    name = TextField(label=_("Name"), required=False)
    born = TextField(label=_("Date or year of birth"), required=False)
    personal_code = TextField(label=_("Personal code"), required=False)
    phone = TextField(label=_("Phone"), required=False)


class OpenForm(Form):
    """Coded facts; everything may be "not known"."""

    municipality = CodeField("municipality", label=_("Municipality that helps"))
    age_group = CodeField("age_group", label=_("Age"), initial="unknown")
    gender = CodeField("gender", label=_("Gender"), initial="unknown")
    citizenship = CodeField("country", label=_("Citizenship"), required=False)
    other_citizenship = CodeField("country", label=_("Another citizenship"), required=False)
    exploitation = CodesField("exploitation", label=_("Kind of exploitation"), required=False)
    language = CodeField("language", label=_("Language the person speaks"), required=False)
    other_language = CodeField("language", label=_("Another language"), required=False)


class AssertForm(Form):
    status = CodeField("status", label=_("What does your institution hold?"), radios=True)
    ground = CodeField("assertion_ground", label=_("On what ground?"))
    on = _day(label=_("Since which day?"), help_text=_("Empty: today."))
    reason = LongTextField(
        label=_("Why?"), required=False, help_text=_("Read only by those who may read the story.")
    )

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["status"]
        assert isinstance(field, forms.ChoiceField)
        named = load_pack().choices("status", get_language() or "lt")
        field.choices = [(c, n) for c, n in named if c in MAY_ASSERT.get(role, frozenset())]


class StoryForm(Form):
    text = LongTextField(label=_("What was told?"), rows=8)
    on = _day(label=_("Day it was told"), help_text=_("Empty: today."))
