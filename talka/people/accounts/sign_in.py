"""The pages of the sign-in library that this house opens, and no other of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

View = Callable[..., HttpResponse]


def through_the_door(view: View) -> View:
    """One transaction on the door's connection: the library locks rows for a code used once."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic(using="door"):
            response = view(request, *args, **kwargs)
            rendered = getattr(response, "render", None)
            return rendered() if rendered else response

    return opened


PAGES: list[tuple[str, View, str]] = [
    ("login/", account.login, "account_login"),
    ("logout/", account.logout, "account_logout"),
    ("inactive/", account.account_inactive, "account_inactive"),
    ("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    ("password/change/", account.password_change, "account_change_password"),
    ("password/reset/", account.password_reset, "account_reset_password"),
    ("password/reset/done/", account.password_reset_done, "account_reset_password_done"),
    (
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    ("2fa/", factors.index, "mfa_index"),
    ("2fa/authenticate/", factors.authenticate, "mfa_authenticate"),
    ("2fa/reauthenticate/", factors.reauthenticate, "mfa_reauthenticate"),
    ("2fa/app/", totp.activate_totp, "mfa_activate_totp"),
    ("2fa/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    ("2fa/codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    ("2fa/codes/new/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("2fa/passkeys/", webauthn.list_webauthn, "mfa_list_webauthn"),
    ("2fa/passkeys/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    ("2fa/passkeys/login/", webauthn.login_webauthn, "mfa_login_webauthn"),
    (
        "2fa/passkeys/reauthenticate/",
        webauthn.reauthenticate_webauthn,
        "mfa_reauthenticate_webauthn",
    ),
    ("2fa/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    ("2fa/passkeys/<int:pk>/edit/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
]

urlpatterns = [
    path(f"account/{address}", through_the_door(view), name=name) for address, view, name in PAGES
]
urlpatterns.append(
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        through_the_door(account.password_reset_from_key),
        name="account_reset_password_from_key",
    )
)
