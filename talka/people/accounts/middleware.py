"""What a signed-in person owes the door before anything else opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from talka.ground.ui.screens import SeeOther
from talka.people.accounts import door

ALWAYS_OPEN = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
    | {"ui_language", "ui_theme", "ui_names", "ui_lock", "ui_help", "ui_draft"}
)
WAY_OUT = {
    "password": ("account_change_password", frozenset({"account_change_password"})),
    "second_factor": (
        "mfa_index",
        frozenset(
            {"mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn"}
            | {"mfa_view_recovery_codes", "mfa_generate_recovery_codes"}
        ),
    ),
}
"""Debt → the page that pays it, and the pages open meanwhile."""


class gate:
    """A password to change or a second factor to set up comes before every page.

    The session remembers that nothing is owed (`owes` = ""), so a page of ordinary work asks the
    door nothing; a session that carries no memory is asked every time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        actor = getattr(request, "actor", None)
        if actor is None or request.session.get("owes") == "":
            return None
        owes = door.owed(actor.id)
        if not owes:
            if "owes" in request.session:
                request.session["owes"] = ""
            return None
        page, open_meanwhile = WAY_OUT[owes]
        name = request.resolver_match.url_name if request.resolver_match else None
        return None if name in ALWAYS_OPEN | open_meanwhile else SeeOther(reverse(page))
