"""What a person types while helping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from talka.casework.aid import rules, words
from talka.ground.kernel.pack import load_pack
from talka.ground.ui.forms import CodeField, Form, LongTextField, TextField


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


def _choice(named: Mapping[str, Any], **more: Any) -> forms.ChoiceField:
    more.setdefault("widget", forms.RadioSelect)
    return forms.ChoiceField(choices=list(named.items()), **more)


class AmountField(forms.DecimalField):
    """A number with at most two digits after the point, or the comma."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(decimal_places=2, widget=widget, **more)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


def _remark(label: Any = None, **more: Any) -> LongTextField:
    return LongTextField(label=label or _("Remark"), required=False, rows=3, **more)


TODAY = _("Leave empty for today.")


class RiskForm(Form):
    """The short list, the level, and when to look again."""

    level = CodeField(
        "risk_level",
        label=_("Risk, as you judge it"),
        help_text=_(
            "The list prompts: danger now suggests immediate danger; thoughts of suicide or four"
            " times yes suggest high; any yes suggests medium. You decide. If you judge it lower,"
            " say why."
        ),
    )
    narrative = LongTextField(label=_("What the risk is, and what protects"), required=False)
    reassess_on = _day(
        label=_("Look again by"),
        required=False,
        help_text=_("Empty: 1 day for immediate danger, 7 for high, 30 for medium, 90 for low."),
    )
    on = _day(label=_("Day of the assessment"), required=False, help_text=TODAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {
            f"risk_{code}": _choice(words.ANSWERS, label=words.RISKS[code], required=False)
            for code in rules.RISKS
        }
        self.fields = {**asked, **self.fields}

    def clean(self) -> dict[str, Any]:
        """Answers in one mapping, as the action takes them; not answered = not known."""
        given = self.cleaned_data
        answers = {code: given.pop(f"risk_{code}", "") or "unknown" for code in rules.RISKS}
        return {**given, "answers": answers}


class ContactForm(Form):
    versioned = True
    channel = TextField(label=_("How to reach the person"), required=False)
    number = TextField(label=_("Number, address or account"), required=False)
    times = TextField(label=_("When it is safe"), required=False)
    say = LongTextField(label=_("What to say when somebody else answers"), required=False, rows=2)
    code_word = TextField(
        label=_("Code word"),
        required=False,
        help_text=_("When the person says it, they cannot speak freely: end the call calmly."),
    )
    never = LongTextField(label=_("Never do this"), required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        version = given.pop("version", None) or 0
        return {"version": version, "texts": given}


class NeedsForm(Form):
    """For every need: how much, whom else it concerns, a remark."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "lt"
        self.needs = load_pack().choices("need", language)
        also = [(r, words.REACHES[r]) for r in rules.REACHES if r != "individual"]
        for code, name in self.needs:
            self.fields[f"{code}_degree"] = _choice(words.DEGREES, label=name, required=False)
            self.fields[f"{code}_also"] = forms.MultipleChoiceField(
                label=_("Concerns also"),
                choices=also,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[f"{code}_remark"] = TextField(label=_("Remark"), required=False)
        self.fields["remark"] = _remark(_("Altogether"))
        self.fields["on"] = _day(label=_("Day of the assessment"), required=False, help_text=TODAY)

    @property
    def groups(self) -> Iterable[tuple[Any, Any, Any, bool]]:
        """(degree, concerns also, remark, opened) of each need."""
        for code, _name in self.needs:
            degree, also, remark = (self[f"{code}_{part}"] for part in ("degree", "also", "remark"))
            yield degree, also, remark, bool(also.value() or remark.value() or remark.errors)

    def clean(self) -> dict[str, Any]:
        """`lines` as the action takes them; what was not answered is no line."""
        given = self.cleaned_data
        lines = [
            {
                "need": code,
                "degree": given[f"{code}_degree"],
                "reach": reach,
                "remark": given.get(f"{code}_remark", "") if reach == "individual" else "",
            }
            for code, _name in self.needs
            if given.get(f"{code}_degree")
            for reach in ("individual", *given.get(f"{code}_also", []))
        ]
        return {"lines": lines, "remark": given.get("remark", ""), "on": given.get("on")}


class PlanForm(Form):
    agreement = _choice(words.AGREEMENTS, label=_("Does the person agree?"))
    remark = _remark(_("In the person's own words"))
    on = _day(label=_("Day"), required=False, help_text=TODAY)


class ReviewForm(PlanForm):
    versioned = True


class GoalForm(Form):
    versioned = True
    need = CodeField("need", label=_("Need"))
    text = LongTextField(
        label=_("Goal"), rows=3, help_text=_("What will be so when it is reached?")
    )
    responsible = forms.ChoiceField(label=_("Who answers for it"))
    due_on = _day(label=_("By when"))

    def __init__(self, *args: Any, institutions: Mapping[Any, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((str(i), name) for i, name in institutions.items()),
        ]


class GoalEndForm(Form):
    versioned = True
    state = _choice(words.GOAL_STATES, label=_("How does the goal stand?"))
    reason = _remark(_("Why"), help_text=_("Needed when a goal is dropped or opened again."))
    on = _day(label=_("Day"), required=False, help_text=TODAY)


class ServiceForm(Form):
    """One service; only the types whose class the person may write."""

    service = forms.ChoiceField(label=_("Service"))
    since = _day(label=_("Day, or first day"))
    until = _day(label=_("Last day"), required=False)
    quantity = AmountField(
        label=_("How much"),
        max_digits=9,
        help_text=_("In the unit named with the service: hours, nights, times or EUR."),
    )
    provider = forms.ChoiceField(label=_("Who gave it"))
    cost = AmountField(
        label=_("Cost, EUR"),
        max_digits=11,
        min_value=0,
        required=False,
        help_text=_("Empty means not known. Write 0 when it cost nothing."),
    )
    payer = CodeField("payer", label=_("Who pays"), required=False, radios=False)
    payer_municipality = CodeField(
        "municipality", label=_("Municipality that pays"), required=False
    )
    goal_id = forms.ChoiceField(label=_("Goal of the plan"), required=False)
    remark = _remark()

    def __init__(
        self,
        *args: Any,
        classes: Iterable[str],
        providers: Mapping[Any, str],
        goals: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[Any]] = {
            "service": _services(set(classes)),
            "provider": [(str(i), name) for i, name in providers.items()],
            "goal_id": [("", _("No goal of the plan")), *goals],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {**given, "goal_id": given.get("goal_id") or None}


def _services(classes: set[str]) -> list[tuple[str, Any]]:
    """Service types with their units, under the names of their groups."""
    pack, language = load_pack(), get_language() or "lt"
    listed: list[tuple[str, Any]] = [("", _("Choose"))]
    for group, name in pack.choices("service_group", language):
        if rules.class_of(group) in classes:
            types = [
                (s.code, f"{s.label(language)} ({pack.label('service_unit', s.unit, language)})")
                for s in pack.services
                if s.group == group
            ]
            listed.append((name, types))
    return listed


class ReasonForm(Form):
    """To take something back: undone with a reason rather than "are you sure?"."""

    reason = LongTextField(label=_("Why"), rows=3)


class NoteForm(Form):
    kind = _choice(words.NOTE_KINDS, label=_("Who may read it"))
    text = LongTextField(label=_("Note"), rows=8)
    on = _day(label=_("Day it is about"), required=False, help_text=TODAY)


class CorrectionForm(Form):
    text = LongTextField(label=_("The note as it should be"), rows=8)


class FileForm(Form):
    data_class = forms.ChoiceField(label=_("What it is about"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG, JPEG, WebP, plain text, ODT, DOCX or XLSX, at most 10 MB."),
    )

    def __init__(self, *args: Any, classes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted, pack = set(classes), load_pack()
        named = pack.choices("data_class", get_language() or "lt")
        self.fields["data_class"].choices = [  # type: ignore[attr-defined]
            (code, name) for code, name in named if code in wanted
        ]


class ClosureForm(Form):
    versioned = True
    reason = CodeField("closure_reason", label=_("Why help ends"))
    remark = _remark(
        _("How it ended"), help_text=_("What helped, what did not, in the person's own words.")
    )
    follow_up = forms.BooleanField(
        label=_("The person agrees to be asked how they are, after 3, 6 and 12 months"),
        required=False,
    )
    on = _day(label=_("Day"), required=False, help_text=TODAY)


class ReopenForm(ReasonForm):
    versioned = True


MONTHS = [(3, _("After 3 months")), (6, _("After 6 months")), (12, _("After 12 months"))]


class FollowUpForm(Form):
    month = forms.TypedChoiceField(
        label=_("Which follow-up"), choices=MONTHS, coerce=int, widget=forms.RadioSelect
    )
    outcome = _choice(words.FOLLOW_UP_OUTCOMES, label=_("How is the person?"))
    remark = _remark()
    on = _day(label=_("Day"), required=False, help_text=TODAY)
