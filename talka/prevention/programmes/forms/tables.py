"""What only the person knows of a table, and what an analysis is asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.ground.ui.forms import Form
from talka.prevention.programmes import words
from talka.prevention.programmes.forms.fields import day, text, year


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
