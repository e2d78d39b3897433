"""Forms of institutions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from talka.ground.ui.forms import CodeField, Form, TextField


class NamesForm(Form):
    """Names and telephone of an institution."""

    versioned = True
    name_lt = TextField(label=_("Name in Lithuanian"))
    name_en = TextField(label=_("Name in English"))
    phone = TextField(label=_("Telephone"), required=False, max_length=40)


class NewInstitutionForm(Form):
    kind = CodeField("institution", label=_("Kind of institution"))
    name_lt = TextField(label=_("Name in Lithuanian"))
    name_en = TextField(label=_("Name in English"))
    municipality = CodeField(
        "municipality",
        label=_("Municipality"),
        required=False,
        help_text=_("Leave empty when it works in the whole country."),
    )
    phone = TextField(label=_("Telephone"), required=False, max_length=40)


class FilterForm(Form):
    """Which institutions to list; sent with GET."""

    kind = CodeField("institution", label=_("Kind of institution"), required=False)
    place = CodeField("municipality", label=_("Municipality"), required=False)
