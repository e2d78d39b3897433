"""The cookie is the secret of the session: it turns at sign-in and dies at sign-out."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connections
from django.test import Client
from django.utils import timezone

from talka.ground.access.actor import NobodySignedIn, begun, end_session, open_session
from talka.people.accounts.models import Account
from tests.cast import PASSWORD, Member
from tests.people.conftest import sign_in, write

World = dict[str, Member]
SignsIn = Callable[..., Client]


def inside(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_the_right_password_opens_and_a_wrong_one_does_not(signs_in: SignsIn) -> None:
    assert inside(signs_in("ngo"))
    client = Client()
    answer = sign_in(client, "ngo@example.org", "a-wrong-but-long-password")
    assert answer.status_code == 200
    assert 'id="faults"' in answer.content.decode()
    assert not inside(client)


def test_the_answer_does_not_tell_whether_the_address_exists(world: World, door: None) -> None:
    told = {
        sign_in(Client(), email, "a-wrong-but-long-password").content.decode().count("mismatch")
        for email in ("ngo@example.org", "nobody@example.org")
    }
    assert told == {0}
    pages = []
    for email in ("ngo@example.org", "nobody@example.org"):
        page = sign_in(Client(), email, "a-wrong-but-long-password").content.decode()
        pages.append(page[page.index('id="faults"') : page.index("</ul>", page.index("faults"))])
    assert pages[0] == pages[1]
    for email in ("ngo@example.org", "nobody@example.org"):
        answer = Client().post("/account/password/reset/", {"email": email})
        assert (answer.status_code, answer["Location"]) == (302, "/account/password/reset/done/")


def test_a_planted_session_is_not_the_one_that_signs_in(world: World, door: None) -> None:
    """Fixation: the cookie known before signing in opens nothing afterwards."""
    client = Client()
    client.post("/account/password/reset/", {"email": "x@example.org"})
    planted = secrets.token_urlsafe(32)
    client.cookies["talka"] = planted
    sign_in(client, "ngo@example.org")
    mine = client.cookies["talka"].value
    assert mine != planted
    assert inside(client)
    other = Client()
    other.cookies["talka"] = planted
    assert not inside(other)


def test_a_session_begun_before_the_second_step_turns(signs_in: SignsIn, world: World) -> None:
    client = Client()
    client.get("/account/2fa/passkeys/login/", headers={"accept": "application/json"})
    before = client.cookies["talka"].value
    signs_in("ngo", client=client)
    assert client.cookies["talka"].value != before
    with pytest.raises(NobodySignedIn), begun(before):
        pass


def test_a_stolen_cookie_dies_with_the_sign_out(signs_in: SignsIn) -> None:
    client = signs_in("ngo")
    thief = Client()
    thief.cookies["talka"] = client.cookies["talka"].value
    assert inside(thief)
    client.post("/account/logout/")
    assert not inside(thief)
    with pytest.raises(NobodySignedIn), begun(thief.cookies["talka"].value):
        pass


def test_an_expired_session_opens_nothing(world: World, door: None) -> None:
    token = open_session(world["ngo"].account, minutes=5)
    with begun(token) as actor:
        assert actor.id == world["ngo"].account
    _age(token, timedelta(minutes=-1))
    with pytest.raises(NobodySignedIn), begun(token):
        pass


def _age(token: str, by: timedelta) -> None:
    with connections["door"].cursor() as cursor:
        cursor.execute(
            "UPDATE priv.session SET expires = %s"
            " WHERE token_hash = sha256(convert_to(%s, 'UTF8'))",
            [timezone.now() + by, token],
        )


@pytest.mark.parametrize("token", ["", "x", "a" * 5000, "'; SELECT 1; --", "ąčę", "%s"])
def test_a_made_up_token_is_nobody(world: World, token: str) -> None:
    with pytest.raises(NobodySignedIn), begun(token):
        pass
    raw = token.encode().decode("latin-1")  # as a server hands it over
    client = Client(headers={"cookie": f"talka={raw}"})
    assert client.get("/me/").status_code in {303, 400}


def test_a_token_is_the_person_it_was_given_to(world: World, door: None) -> None:
    token = open_session(world["police"].account)
    with begun(token) as actor:
        assert actor.id == world["police"].account
    end_session(token)
    with pytest.raises(NobodySignedIn), begun(token):
        pass


def test_a_new_password_ends_every_session(signs_in: SignsIn, world: World, door: None) -> None:
    thief, owner = signs_in("ngo"), signs_in("ngo")
    new = "quite-another-long-password"
    answer = owner.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert answer.status_code == 302
    assert not inside(thief)
    assert not inside(owner)
    assert sign_in(Client(), "ngo@example.org", new).status_code == 302
    assert sign_in(Client(), "ngo@example.org", PASSWORD).status_code == 200


def test_guessing_is_slowed_down_and_the_owner_is_not_locked_out(world: World, door: None) -> None:
    tries = [
        sign_in(Client(), "ngo@example.org", f"wrong-wrong-wrong-{n}").status_code
        for n in range(12)
    ]
    assert set(tries) <= {200, 429}
    told = sign_in(Client(), "ngo@example.org").content.decode()
    assert "Too many" in told or "Per daug" in told
    assert sign_in(Client(REMOTE_ADDR="10.1.2.3"), "police@example.org").status_code == 302
    answer = Client().get("/account/2fa/passkeys/login/", headers={"accept": "application/json"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"login": "", "password": ""},
        {"login": "no-address", "password": "x"},
        {"login": "a" * 100_000 + "@example.org", "password": "x"},
        {"login": "ngo@example.org", "password": "y" * 200_000},
        {"login": ["a@example.org", "b@example.org"], "password": ["x", "y"]},
    ],
)
def test_bad_input_never_breaks_the_door(world: World, door: None, values: Any) -> None:
    assert Client().post("/account/login/", values).status_code == 200


def test_control_characters_are_answered_in_words(world: World, door: None) -> None:
    assert sign_in(Client(), "ngo@example.org", "null\x00byte").status_code == 400


def test_the_next_page_stays_in_the_house(world: World, door: None) -> None:
    ours = sign_in(Client(), "ngo@example.org", next="/teams/")
    assert ours["Location"] == "/teams/"
    theirs = sign_in(Client(), "ngo@example.org", next="https://evil.example/")
    assert theirs["Location"] == "/"


@pytest.mark.parametrize(
    "address",
    [
        "signup/", "email/", "confirm-email/", "password/set/", "3rdparty/", "2fa/trust/",
        "login/code/confirm/", "2fa/codes/download/", "2fa/webauthn/signup/",
    ],
)  # fmt: skip
def test_pages_of_the_library_that_we_do_not_use_have_no_address(
    world: World, address: str
) -> None:
    assert Client().get(f"/account/{address}").status_code == 404


def test_first_sign_in_asks_for_a_new_password(
    signs_in: SignsIn, account_of: Callable[[str], Account]
) -> None:
    Account.objects.filter(id=account_of("ngo").id).update(must_change_password=True)
    client = signs_in("ngo")
    for address in ("/me/", "/teams/", "/account/2fa/"):
        assert client.get(address)["Location"] == "/account/password/change/", address
    assert client.get("/account/password/change/").status_code == 200
    new = "quite-another-long-password"
    client.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    sign_in(client, "ngo@example.org", new)
    assert inside(client)


def test_the_door_reads_no_casework_and_the_pages_no_keys(
    world: World, acts: Callable[[str], Any]
) -> None:
    for table in ("case_file", "case_grant", "case_step", "assignment", "worker", "audit_event"):
        with pytest.raises(DatabaseError), connections["door"].cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM talka.{table}")
    for table in ("talka.account", "talka.mfa_authenticator", "talka.invitation", "priv.session"):
        with acts("ngo"), pytest.raises(DatabaseError):
            write(f"SELECT 1 FROM {table}", [])
    with connections["door"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM talka.account")
        assert cursor.fetchone()[0] > 10
