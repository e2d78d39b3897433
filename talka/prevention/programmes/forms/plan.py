"""What is planned: programmes, their nodes, acts, links, steps, money and indicators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.ground.ui.forms import Form
from talka.prevention.programmes import words
from talka.prevention.programmes.forms.fields import choice, day, long, number, text, year


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


class Sure(Form):
    """Nothing to say but the button."""
