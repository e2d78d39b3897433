"""Forms of activities."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from talka.ground.files.rules import LARGEST
from talka.ground.ui.forms.base import Form
from talka.prevention.activities import content, words
from talka.prevention.programmes.forms import NOBODY, choice, day, long, number, text
from talka.prevention.programmes.words import SOURCE

Choices = list[tuple[str, str]]
MOST = 100_000_000


def language() -> str:
    return get_language() or "lt"


def of_pack(name: str, label: Any, empty: Any = None, **more: Any) -> forms.ChoiceField:
    """One code of a list of the pack. `empty`: what no choice is called; then none is needed."""

    def choices() -> Choices:
        found = content.load().choices(name, language())
        return found if empty is None else [("", empty), *found]

    return forms.ChoiceField(label=label, choices=choices, required=empty is None, **more)


def several(name: str, label: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: content.load().choices(name, language()), **more,
    )  # fmt: skip


def whole(label: Any, required: bool = False, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=required, min_value=0, max_value=MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}), **more,
    )  # fmt: skip


def way(label: Any = None, **more: Any) -> forms.ChoiceField:
    return choice(label or _("How it was counted"), words.WAY, initial="persons:counted", **more)


def uuid_or_none(value: str) -> UUID | None:
    return UUID(value) if value else None


class QuickForm(Form):
    """What, when, where, for whom, how many: one screen of a telephone."""

    title = text(_("Title"), required=True)
    kind = of_pack("kind", _("Kind"))
    since = day(_("When"), initial=timezone.localdate)
    setting = of_pack("setting", _("Setting"))
    group = of_pack("group", _("Target group"))
    count = whole(_("How many"))
    way = way()
    place = forms.ChoiceField(label=_("Municipality"), required=False)
    organiser = forms.ChoiceField(label=_("Organiser"))
    measure = forms.ChoiceField(label=_("Measure of a programme"), required=False)

    def __init__(
        self, *args: Any, places: Choices, organisers: Choices, measures: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["organiser"].choices = organisers  # type: ignore[attr-defined]
        self.fields["measure"].choices = [("", _("none")), *measures]  # type: ignore[attr-defined]
        if len(places) == 1:
            del self.fields["place"]
        if len(organisers) == 1:
            del self.fields["organiser"]


class ActivityForm(Form):
    versioned = True
    title = text(_("Title"), required=True)
    kind = of_pack("kind", _("Kind"))
    since = day(_("From"))
    until = day(_("To"))
    setting = of_pack("setting", _("Setting"))
    eldership = text(_("Eldership or place"))
    groups = several("group", _("Target groups"))
    languages = several("language", _("Languages"))
    note = long(_("What was done, in short"), help_text=NOBODY)
    reason = long(_("Reason of the correction"), required=True, rows=2)

    def __init__(self, *args: Any, held: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not held:
            del self.fields["reason"]


class HeldForm(Form):
    versioned = True
    since = day(_("From"))
    until = day(_("To"))
    group = of_pack("group", _("Target group"))
    count = whole(_("How many"), help_text=_("Empty: nobody counted. Zero is a number."))
    way = way()
    steps = forms.MultipleChoiceField(
        label=_("Steps that are done by it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, steps: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].choices = steps  # type: ignore[attr-defined]
        if not steps:
            del self.fields["steps"]


class ReasonForm(Form):
    reason = long(_("Reason"), required=True, rows=2)


class CancelForm(ReasonForm):
    versioned = True


class AgainForm(Form):
    since = day(_("When"))


class StrikeForm(Form):
    reason = long(_("Reason of the correction"), required=True, rows=2)

    def __init__(self, *args: Any, held: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not held:
            del self.fields["reason"]


class FeedForm(Form):
    way = choice(_("What is counted"), words.FEED)
    kind = of_pack("kind", _("Only of this kind"), empty=_("every kind"))


class EvidenceForm(Form):
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_(
            "At most 10 MB. Where, when and with what a picture was taken is taken out of it."
        ),
    )
    kind = choice(_("What it is"), words.EVIDENCE)
    personal_data = choice(_("Personal data in it"), words.PERSONAL, widget=forms.RadioSelect)
    retention_until = day(_("Kept until"), required=False,
                          help_text=_("Needed where there are personal data."))  # fmt: skip
    nobody_helped = forms.BooleanField(
        label=_("I looked: nothing in it is about a person helped."), required=False
    )
    no_minor = forms.BooleanField(
        label=_("I looked: no minor can be recognised in it."), required=False
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(_("A file may have at most 10 MB."))
        return given


class FilterForm(Form):
    since = day(_("From"), required=False)
    until = day(_("To"), required=False)
    kind = of_pack("kind", _("Kind"), empty=_("any"))
    setting = of_pack("setting", _("Setting"), empty=_("any"))
    group = of_pack("group", _("Target group"), empty=_("any"))
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    status = choice(_("Status"), {"": _("any"), **words.STATUS}, required=False)

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [("", _("any")), ("-", _("The whole country")), *places]
        self.fields["municipality"].choices = named  # type: ignore[attr-defined]


class ReachForm(Form):
    group = of_pack("group", _("Target group"))
    count = whole(_("How many"), required=True)
    way = way()

    def columns(self) -> dict[str, Any]:
        unit, method = self.cleaned_data["way"].split(":")
        return {"group": self.cleaned_data["group"], "count": self.cleaned_data["count"],
                "unit": unit, "method": method}  # fmt: skip


class PartnerForm(Form):
    institution = forms.ChoiceField(label=_("Institution"), required=False)
    name = text(_("Or another organisation, by its name"))

    def __init__(self, *args: Any, institutions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].choices = [("", "–"), *institutions]  # type: ignore[attr-defined]

    def columns(self) -> dict[str, Any]:
        return {"institution_id": uuid_or_none(self.cleaned_data["institution"]),
                "name": self.cleaned_data["name"]}  # fmt: skip


class CostForm(Form):
    source = choice(_("Source"), SOURCE)
    amount = number(_("Amount in euros"), min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].required = True

    def columns(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class MeasureForm(Form):
    node = forms.ChoiceField(label=_("Measure of a programme"))
    share = forms.IntegerField(
        label=_("Share, %"), min_value=1, max_value=100, initial=100,
        help_text=_("How much of its cost belongs to this measure."),
    )  # fmt: skip

    def __init__(self, *args: Any, measures: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].choices = measures  # type: ignore[attr-defined]

    def columns(self) -> dict[str, Any]:
        return {"node_id": UUID(self.cleaned_data["node"]), "share": self.cleaned_data["share"]}


class MaterialForm(Form):
    title = text(_("Title"), required=True)
    kind = of_pack("material", _("Kind"))
    languages = several("language", _("Languages"))
    edition = text(_("Edition or version"))
    print_run = whole(_("Print run"))
    distributed = whole(_("Distributed"))

    def columns(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class MediaForm(Form):
    outlet = text(_("Medium"), required=True)
    on = day(_("Day"))
    estimate = whole(_("Estimated audience"))
    estimate_source = text(_("Where the estimate is from"))

    def columns(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class SupportForm(Form):
    name = text(_("Organisation"), required=True)
    amount = number(_("Amount in euros"), min_value=0)
    purpose = long(_("What for"), required=True, rows=2, help_text=NOBODY)
    result = long(_("What came of it"), rows=2, help_text=NOBODY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].required = True

    def columns(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


PARTS: dict[str, Any] = {
    "reach": ReachForm, "partner": PartnerForm, "cost": CostForm, "measure": MeasureForm,
    "material": MaterialForm, "media": MediaForm, "support": SupportForm,
}  # fmt: skip
HEADINGS = {
    "reach": _("Whom it reached"), "partner": _("A partner"), "cost": _("What it cost"),
    "measure": _("A measure it serves"), "material": _("Information material"),
    "media": _("In the media"), "support": _("Support to an organisation"),
}  # fmt: skip
