"""Forms of programmes."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.ground.ui.forms import Form
from talka.prevention.programmes import rules, words
from talka.prevention.programmes.shapes import Part
from talka.prevention.programmes.table.figures import figure


def day(label: Any, required: bool = True, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **more,
    )


def year(label: Any = None, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label or _("Year"), min_value=1990, max_value=2100, **more)


class Number(forms.DecimalField):
    """As officials write it: a comma or a point before the decimals, spaces between thousands."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[ \u00a0\u202f]", "", value).replace(",", ".")
        return super().to_python(value)


def number(label: Any, **more: Any) -> Number:
    return Number(label=label, required=False, max_digits=14, decimal_places=2, **more)


def text(label: Any, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, **more)


def long(label: Any, required: bool = False, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def choice(label: Any, of: dict[str, Any], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(of.items()), **more)


class Period(Form):
    since = day(_("From"))
    until = day(_("To"))


class FoundForm(Period):
    level = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    title = text(_("Title"), required=True)

    def __init__(self, *args: Any, levels: list[Any], places: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        self.fields["municipality"].choices = places  # type: ignore[attr-defined]
        self.order_fields(["level", "municipality", "title", "since", "until"])
        if not places:
            del self.fields["municipality"]


class NewNodeForm(Form):
    kind = choice(_("Kind"), words.KIND, widget=forms.RadioSelect)
    parent_id = forms.ChoiceField(label=_("Below"), required=False)
    code = text(_("Number"), required=True, max_length=20)
    title = forms.CharField(label=_("Title"), max_length=1000,
                            widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip

    def __init__(self, *args: Any, nodes: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent_id"].choices = [("", "–"), *nodes]  # type: ignore[attr-defined]


class NodeForm(Form):
    versioned = True
    code = text(_("Number"), required=True, max_length=20)
    title = forms.CharField(label=_("Title"), max_length=1000,
                            widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip


class MeasureForm(NodeForm):
    term = text(_("Term in words"))
    due = day(_("Due"), required=False)
    lead = text(_("Led by"))
    co = long(_("Carried out together with"), help_text=_("One a line."))
    partners = long(_("Partners"), help_text=_("One a line."))
    funders = long(_("Funders"), help_text=_("One a line."))
    local_reason = long(
        _("Local reason"), help_text=_("Why the municipality does this without a national measure.")
    )


class ActForm(Form):
    kind = choice(_("Kind of act"), words.ACT_KIND)
    issuer = text(_("Issued by"), required=True)
    number = text(_("Number of the act"), max_length=60)
    title = forms.CharField(label=_("Title of the act"), max_length=1000,
                            widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    adopted_on = day(_("Adopted on"), required=False)
    source = text(_("Where it was seen"), required=True)
    explained = long(
        _("Why the table does not hold"),
        help_text=_("Only of a programme of the past: it is published as it was, with this."),
    )


class LinkForm(Form):
    versioned = True
    targets = forms.MultipleChoiceField(
        label=_("National measures it serves"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, nodes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["targets"].choices = nodes  # type: ignore[attr-defined]


class StepForm(Form):
    title = text(_("Step"), required=True)
    due = day(_("Due"))


class FinishForm(Form):
    on = day(_("Done on"), initial=timezone.localdate)


class MoneyForm(Form):
    year = year()
    source = choice(_("Source"), words.SOURCE)
    kind = choice(_("Of which"), words.AMOUNT)
    stage = forms.ChoiceField(label=_("Stage"))
    state = choice(_("Number or none"), words.STATE)
    amount = number(_("Amount in euros"), min_value=0)

    def __init__(self, *args: Any, stages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(s, words.STAGE[s]) for s in stages]
        self.fields["stage"].choices = named  # type: ignore[attr-defined]


class AimForm(Form):
    baseline = number(_("Where it stands now"))
    target = number(_("Where it shall stand"))
    target_year = year(_("By the end of the year"), required=False)


class IndicatorForm(Form):
    code = text(_("Code of the indicator"), required=True, max_length=30)
    name_lt = text(_("Name in Lithuanian"), required=True)
    name_en = text(_("Name in English"))
    unit = text(_("Unit"), required=True, max_length=60)
    direction = choice(_("Direction"), words.DIRECTION)
    over_units = choice(_("Over municipalities"), words.OVER_UNITS, initial="none")
    over_time = choice(_("Over years"), words.OVER_TIME, initial="last")
    baseline = number(_("Where it stands now"))
    target = number(_("Where it shall stand"))
    target_year = year(_("By the end of the year"), required=False)


class ObserveForm(Form):
    year = year()
    state = choice(_("Number or none"), words.STATE)
    value = number(_("Number"))
    base = number(_("Of how many"), help_text=_("Shares of several places are joined by this."))
    source = text(_("Where this is known from"), required=True)
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
    reason = long(_("Reason"), required=True)


class DropForm(Form):
    on = day(_("From"), initial=timezone.localdate)
    reason = long(_("Reason"), required=True)


class CardForm(Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale = {"0": _("0: not at all"), "1": _("1: partly"), "2": _("2: mostly"),
                 "3": _("3: fully")}  # fmt: skip
        for criterion in rules.CRITERIA:
            self.fields[criterion] = choice(words.CRITERION[criterion], scale)
        self.fields["note"] = long(_("Note"), max_length=2000)


class LogicForm(Form):
    versioned = True
    inputs = long(_("What is put in"))
    activities = long(_("What is done"))
    outputs = long(_("What comes of it at once"))
    outcomes = long(_("What changes for people"))
    impact = long(_("What changes in the end"))


class Sure(Form):
    """Nothing to say but the button."""


class TableForm(Form):
    file = forms.FileField(label=_("File"), help_text=_("XLSX or CSV, at most 4 MB."))


class IncomingForm(Form):
    """What only the person knows of a table: one field a question, asked once a column."""

    title = text(_("Title of the programme"), required=True, max_length=300)
    since = day(_("From"))
    until = day(_("To"))
    into = forms.ChoiceField(label=_("Enter it as"), required=False)

    def __init__(self, *args: Any, page: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes: dict[str, str] = {}
        known = page.plan or "period" not in {q.kind for q in page.reading.questions}
        for name in ("title", "since", "until") if known and not page.plan else ():
            self.fields[name].required = False
        for n, question in enumerate(page.reading.questions):
            if question.kind != "period":
                self._ask(f"question{n}", question.code, _question(question))
        named = [("", _("a new programme")), *((i, _("next version of “%(t)s”") % {"t": t})
                                                 for i, t in page.programmes)]  # fmt: skip
        self.fields["into"].choices = named  # type: ignore[attr-defined]
        if not page.programmes:
            del self.fields["into"]
        if page.alone or page.answers.get("local_reason"):
            self._ask("local_reason", "local_reason", _local(page))
        for n, one in enumerate(page.names):
            said = page.answers.get(f"institution:{one.name}", str(one.guess or ""))
            choices = [("", _("only its name is kept")), *page.choices]
            field = forms.ChoiceField(label=one.name, required=False, choices=choices, initial=said)
            self._ask(f"name{n}", f"institution:{one.name}", field)

    def _ask(self, name: str, code: str, field: forms.Field) -> None:
        self.fields[name] = field
        self.codes[name] = code

    def answers(self, values: dict[str, Any]) -> dict[str, str]:
        """Under the codes that the reading of the table knows."""
        said: dict[str, Any] = {
            n: values[n] for n in ("title", "since", "until", "into") if n in values
        }
        said |= {code: values[name] for name, code in self.codes.items()}
        return {k: "" if v is None else str(v) for k, v in said.items()}


def _local(page: Any) -> forms.Field:
    """Asked once for all: last year's table names no national measure anywhere."""
    return forms.CharField(
        label=_("Local reason of the measures that name no national one"), max_length=500,
        required=False, initial=page.answers.get("local_reason", ""),
        help_text=_("Written on each of them. You can change it, or link them, in the draft."),
    )  # fmt: skip


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


def _question(question: Any) -> forms.Field:
    label = words.question(question)
    if not question.options:
        return year(label)
    named = [(o, words.option(question, o)) for o in question.options]
    return forms.ChoiceField(label=label, choices=named, widget=forms.RadioSelect)


Choices = list[tuple[str, str]]


def _chosen(label: Any, coerce: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=coerce, empty_value=None, required=False)


class PivotForm(Form):
    """What an analysis is asked for; the choices are those that exist."""

    rows = forms.ChoiceField(label=_("Lines"), choices=list(words.AXIS.items()))
    columns = forms.ChoiceField(label=_("Columns"), choices=list(words.AXIS.items()))
    indicator = _chosen(_("Indicator"), UUID)
    level = forms.ChoiceField(label=_("Level"), choices=list(words.LEVEL.items()))
    town = _chosen(_("Municipality"), str)
    year = _chosen(_("Year"), int)
    programme = _chosen(_("Programme"), UUID)

    def __init__(self, *args: Any, offered: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, pairs in offered.items():
            self.fields[name].choices = [("", _("any")), *pairs]  # type: ignore[attr-defined]
