"""Every sign-in page in both languages: ours, small, and with no script inside the page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import PASSWORD

OUTSIDE = {
    "/account/login/": ("Prisijungti", "Sign in"),
    "/account/inactive/": ("Ši paskyra uždaryta", "This account is closed"),
    "/account/password/reset/": ("Pamiršote slaptažodį", "Forgotten password"),
    "/account/password/reset/done/": ("Peržiūrėkite paštą", "Look into your letters"),
    "/account/password/reset/key/x-y/": ("Pasirinkite naują slaptažodį", "Choose a new password"),
    "/account/password/reset/key/done/": ("Slaptažodis pakeistas", "The password is changed"),
}
INSIDE = {
    "/account/logout/": ("Atsijungti", "Sign out"),
    "/account/reauthenticate/": ("Patvirtinkite, kad tai jūs", "Show that it is you"),
    "/account/password/change/": ("Keisti slaptažodį", "Change the password"),
    "/account/2fa/": ("Antrasis prisijungimo žingsnis", "Second step of signing in"),
    "/account/2fa/app/": ("Susieti programėlę", "Set up an app"),
    "/account/2fa/passkeys/": ("Mano prieigos raktai", "My passkeys"),
    "/account/2fa/passkeys/add/": ("Pridėti prieigos raktą", "Add a passkey"),
}


def check(client: Client, address: str, heading: str, other: str) -> None:
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200, (address, answer.headers)
    assert f"<h1>{heading}</h1>" in page
    assert f">{other}<" not in page
    assert len(answer.content) < 60_000
    scripts = re.findall(r"<script(?![^>]*(?:src=|type=\"application/json\"))[^>]*>", page)
    assert scripts == [], address
    assert " style=" not in page


@pytest.mark.parametrize("address", OUTSIDE)
def test_pages_outside(world: object, door: None, address: str) -> None:
    lt, en = OUTSIDE[address]
    for code, heading, other in (("lt", lt, en), ("en", en, lt)):
        client = Client()
        client.cookies["talka_language"] = code
        check(client, address, heading, other)


@pytest.mark.parametrize("address", INSIDE)
def test_pages_inside(signs_in: Callable[..., Client], address: str) -> None:
    lt, en = INSIDE[address]
    for code, heading, other in (("lt", lt, en), ("en", en, lt)):
        client = signs_in("ngo", code)
        if "/app/" in address or "/add/" in address:
            client.post(f"/account/reauthenticate/?next={address}", {"password": PASSWORD})
        check(client, address, heading, other)
