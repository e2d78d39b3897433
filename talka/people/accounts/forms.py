"""Forms of people and seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from talka.ground.kernel.pack import load_pack
from talka.ground.ui.forms import CodeField, Form, TextField
from talka.people.institutions.rules import role_fits

LANGUAGES = [("lt", "Lietuvių"), ("en", "English")]


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **more,
    )


def roles_of_kind(kind: str, *, as_technical: bool = False) -> list[str]:
    """Codes of the roles an administrator may give in this kind of institution."""
    if as_technical:
        return ["institution_admin"]
    return [
        r.code
        for r in load_pack().roles
        if role_fits(r.kinds, kind) and r.code != "technical_admin"
    ]


class SeatForm(Form):
    """One seat in an institution: role, area, period."""

    role = CodeField("role", label=_("Role"))
    municipality = CodeField(
        "municipality",
        label=_("Works in"),
        required=False,
        help_text=_("Leave empty when the person works in the whole country."),
    )
    since = _day(label=_("From"), help_text=_("Leave empty for today."))

    def __init__(self, *args: Any, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pack, language = load_pack(), get_language() or "lt"
        names = [(code, pack.label("role", code, language)) for code in roles]
        self.fields["role"].choices = names  # type: ignore[attr-defined]
        self.fields["role"].widget = forms.RadioSelect(choices=names)


class InviteForm(SeatForm):
    name = TextField(label=_("Name and surname"))
    email = forms.EmailField(
        label=_("Work e-mail"),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=LANGUAGES, widget=forms.RadioSelect, initial="lt"
    )
    field_order = ("name", "email", "language", "role", "municipality", "since")


class EndForm(Form):
    on = _day(label=_("Last day"), help_text=_("Leave empty to end it now, at once."))


class CardForm(Form):
    versioned = True
    name = TextField(label=_("Name and surname"))
    phone = TextField(label=_("Telephone"), required=False, max_length=40)
    language = forms.ChoiceField(
        label=_("Language of letters and pages"), choices=LANGUAGES, widget=forms.RadioSelect
    )


class PasswordForm(Form):
    """A first password, twice. Never kept as a draft."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        help_text=_(
            "At least 12 characters. Several words that do not belong together are easy to"
            " remember and hard to guess."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two passwords differ."))
        return again
