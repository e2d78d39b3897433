"""Passkeys in a real browser, with a virtual authenticator: registered, used, refused."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from tests.cast import PASSWORD, Member

pytestmark = pytest.mark.stories
World = dict[str, Member]


class Device:
    """The authenticator of one page."""

    def __init__(self, page: Any, verified: bool = True) -> None:
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable")
        made = self.cdp.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": verified,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        self.id = made["authenticatorId"]

    def verified(self, answer: bool) -> None:
        told = {"authenticatorId": self.id, "isUserVerified": answer}
        self.cdp.send("WebAuthn.setUserVerified", told)


def with_password(page: Any, email: str) -> None:
    page.goto("/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/account/login/" not in url)


def add_passkey(page: Any, email: str) -> None:
    with_password(page, email)
    page.goto("/account/2fa/passkeys/add/")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.fill("input[name=name]", "blue key")
    page.get_by_role("button", name="Add a passkey").click()


def sign_out(page: Any) -> None:
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/account/logout/" not in url)


def inside(page: Any) -> bool:
    page.goto("/me/")
    return "/account/login/" not in page.url


def use_passkey(page: Any) -> str:
    """Press the button; returns the credential that was sent, "" when none was."""
    sent: list[str] = []
    page.on(
        "request",
        lambda r: (
            sent.append(r.post_data or "")
            if r.method == "POST" and r.url.endswith("/passkeys/login/")
            else None
        ),
    )
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_function(
        "() => !location.pathname.startsWith('/account/login')"
        " || document.querySelector('[data-passkey-fault]')?.hidden === false"
        " || document.querySelector('.ds-alert[data-color=danger]:not([data-passkey-fault])')"
    )
    return sent[-1] if sent else ""


@pytest.fixture
def held(page: Any, door: None, cast: World) -> Device:
    """A device that holds a passkey of the NGO worker, signed out again."""
    device = Device(page)
    add_passkey(page, cast["ngo"].email)
    page.wait_for_url("**/account/2fa/codes/")
    sign_out(page)
    return device


def test_a_passkey_is_made_and_signs_in_alone(held: Device, page: Any) -> None:
    key = Authenticator.objects.get(type="webauthn")
    assert key.wrap().name == "blue key"
    assert not inside(page)
    assert use_passkey(page)
    assert inside(page)


def test_after_the_password_the_passkey_is_the_second_step(
    held: Device, page: Any, cast: World
) -> None:
    with_password(page, cast["ngo"].email)
    assert "/account/2fa/authenticate/" in page.url
    page.get_by_role("button", name="Use the passkey").click()
    page.wait_for_url(lambda url: "/authenticate/" not in url)
    assert inside(page)


def test_a_replayed_answer_is_refused(held: Device, page: Any, chromium: Any, served: str) -> None:
    from urllib.parse import parse_qs

    credential = parse_qs(use_passkey(page))["credential"][0]
    assert inside(page)
    context = chromium.new_context(base_url=served, locale="en-GB")
    other = context.new_page()
    other.goto("/account/login/")
    replay = """async (credential) => {
        await fetch('/account/2fa/passkeys/login/', {headers: {Accept: 'application/json'}});
        const form = document.querySelector('form[data-passkey]');
        form.elements.credential.value = credential;
        form.submit();
    }"""
    with other.expect_navigation():
        other.evaluate(replay, credential)
    assert not inside(other)
    context.close()


def test_without_verifying_who_holds_it_the_device_gives_nothing(held: Device, page: Any) -> None:
    held.verified(False)
    assert use_passkey(page) == ""
    assert not inside(page)


def test_an_answer_without_verification_is_refused_by_the_server(held: Device, page: Any) -> None:
    """A page bent to ask the device for less than the server demands."""
    held.verified(False)

    page.add_init_script(
        """const ask = navigator.credentials.get.bind(navigator.credentials);
        navigator.credentials.get = (asked) => ask({...asked, publicKey: {...asked.publicKey,
            userVerification: localStorage.bent || asked.publicKey.userVerification}});"""
    )
    page.evaluate("localStorage.bent = 'discouraged'")
    assert use_passkey(page) != ""
    assert not inside(page)
    held.verified(True)
    page.evaluate("localStorage.removeItem('bent')")
    assert use_passkey(page) != ""
    assert inside(page)  # control: unbent, the same page and the same key sign in


def test_a_removed_passkey_opens_nothing(held: Device, page: Any) -> None:
    Authenticator.objects.filter(type="webauthn").delete()
    use_passkey(page)
    assert not inside(page)
