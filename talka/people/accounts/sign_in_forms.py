"""Forms of the sign-in library in our words, closed against answers that no device gives."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as library
from django import forms
from django.utils.translation import gettext_lazy as _

MALFORMED = (ValueError, TypeError, KeyError, AttributeError, LookupError, OverflowError)


class SignInForm(LoginForm):
    """Labels in the words of the house, and none of them again inside the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ForgottenForm(ResetPasswordForm):
    """As at signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class CredentialField(forms.JSONField):
    """What a device answers. Depth and length no device reaches are not read at all."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > 20_000:
            raise get_adapter().validation_error("incorrect_code")
        try:
            return super().to_python(value)
        except RecursionError:
            raise get_adapter().validation_error("incorrect_code")

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was answered is never shown again."""
        return None


def _hidden() -> CredentialField:
    return CredentialField(required=True, widget=forms.HiddenInput)


class PasskeyForm(library.AddWebAuthnForm):
    """Every key is made as a passkey: it signs in alone and asks who holds it."""

    credential = _hidden()
    passwordless = forms.BooleanField(
        initial=True, required=True, widget=forms.HiddenInput(attrs={"value": "on"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = "60"

    def clean_name(self) -> str:
        return str(super().clean_name())[:60]

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except forms.ValidationError:
            raise
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code")


class _Asked:
    """A signed answer that cannot be read is a wrong answer, not a fault of ours."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except forms.ValidationError:
            raise
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code")


class SecondStepForm(_Asked, library.AuthenticateWebAuthnForm):
    credential = _hidden()


class PasskeySignInForm(_Asked, library.LoginWebAuthnForm):
    credential = _hidden()


class ConfirmForm(_Asked, library.ReauthenticateWebAuthnForm):
    credential = _hidden()
