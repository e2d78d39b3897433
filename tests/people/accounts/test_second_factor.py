"""The second step: required where the house says so, sealed at rest, each code good once."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import connections
from django.test import Client, override_settings

from tests.cast import PASSWORD, Member
from tests.people.conftest import sign_in

SignsIn = Callable[..., Client]
World = dict[str, Member]


@pytest.fixture
def required() -> Iterator[None]:
    with override_settings(SECOND_FACTOR_REQUIRED=True):
        yield


def code_now(secret: str) -> str:
    """The code of this half minute; waits when it is about to turn."""
    if time.time() % 30 > 27:
        time.sleep(4)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up_app(client: Client) -> tuple[str, list[str]]:
    """Through the pages: the key of the app and the recovery codes."""
    client.post("/account/reauthenticate/?next=/account/2fa/app/", {"password": PASSWORD})
    page = client.get("/account/2fa/app/").content.decode()
    secret = re.search(r'<span class="code">([A-Z2-7]+)</span>', page)
    assert secret is not None
    done = client.post("/account/2fa/app/", {"code": code_now(secret[1])})
    assert done["Location"] == "/account/2fa/codes/", done.content.decode()
    codes = re.findall(r"<li>(\d+)</li>", client.get(done["Location"]).content.decode())
    cache.clear()
    return secret[1], codes


def test_without_a_second_factor_only_its_pages_open(signs_in: SignsIn, required: None) -> None:
    client = signs_in("ngo")
    for address in ("/me/", "/teams/", "/colleagues/", "/institutions/"):
        assert client.get(address)["Location"] == "/account/2fa/", address
    assert client.get("/account/2fa/").status_code == 200
    set_up_app(client)
    assert client.get("/me/").status_code == 200


def test_a_session_that_remembers_nothing_is_asked_too(
    browser_of: Callable[..., Client], required: None, door: None
) -> None:
    assert browser_of("ngo").get("/me/")["Location"] == "/account/2fa/"


def test_where_it_is_not_required_nobody_is_stopped(signs_in: SignsIn) -> None:
    """Control of the two tests above."""
    assert signs_in("ngo").get("/me/").status_code == 200


def test_a_password_alone_no_longer_signs_in(signs_in: SignsIn) -> None:
    secret, _ = set_up_app(signs_in("ngo"))
    client = Client()
    assert sign_in(client, "ngo@example.org")["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/me/").status_code == 303
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert 'id="faults"' in wrong.content.decode()
    done = client.post("/account/2fa/authenticate/", {"code": code_now(secret)})
    assert done.status_code == 302
    assert client.get("/me/").status_code == 200


def test_a_code_is_good_once_in_every_process(signs_in: SignsIn) -> None:
    secret, _ = set_up_app(signs_in("ngo"))
    code = code_now(secret)
    results = []
    for _ in range(2):
        client = Client()
        sign_in(client, "ngo@example.org")
        results.append(client.post("/account/2fa/authenticate/", {"code": code}).status_code)
    assert results == [302, 200]


def test_recovery_codes_are_long_shown_once_and_used_once(signs_in: SignsIn) -> None:
    owner = signs_in("ngo")
    _, codes = set_up_app(owner)
    assert len(codes) == 10
    assert {len(c) for c in codes} == {12}
    again = owner.get("/account/2fa/codes/").content.decode()
    assert not any(c in again for c in codes)
    results = []
    for _ in range(2):
        client = Client()
        sign_in(client, "ngo@example.org")
        results.append(client.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code)
    assert results == [302, 200]


def test_new_codes_replace_the_old(signs_in: SignsIn) -> None:
    owner = signs_in("ngo")
    _, old = set_up_app(owner)
    assert owner.post("/account/2fa/codes/new/").status_code == 302
    fresh = re.findall(r"<li>(\d+)</li>", owner.get("/account/2fa/codes/").content.decode())
    assert len(fresh) == 10
    assert not set(fresh) & set(old)
    client = Client()
    sign_in(client, "ngo@example.org")
    assert client.post("/account/2fa/authenticate/", {"code": old[1]}).status_code == 200


def test_what_is_stored_opens_nothing(signs_in: SignsIn) -> None:
    """The key of the app and the seed of the codes are in no row and no session in clear."""
    secret, codes = set_up_app(signs_in("ngo"))
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    with connections["door"].cursor() as cursor:
        cursor.execute("SELECT encode(data, 'escape') FROM priv.session WHERE data IS NOT NULL")
        stored += "".join(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT value FROM talka.door_cache")
        stored += "".join(row[0] for row in cursor.fetchall())
    assert secret not in stored
    assert not any(code in stored for code in codes)
    seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
    assert not re.fullmatch("[0-9a-f]{80}", seed)


def test_the_last_factor_stays_where_one_is_required(signs_in: SignsIn, required: None) -> None:
    client = signs_in("ngo")
    set_up_app(client)
    client.post("/account/2fa/app/remove/")
    assert Authenticator.objects.filter(type="totp").count() == 1
    with override_settings(SECOND_FACTOR_REQUIRED=False):
        client.post("/account/2fa/app/remove/")
    assert Authenticator.objects.count() == 0
    assert client.get("/me/")["Location"] == "/account/2fa/"


@pytest.mark.parametrize(
    "credential",
    [
        "", "x", "5", "null", "[]", "{}", '"text"', '{"id": 1}', '{"response": []}',
        '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
        '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response":'
        ' {"clientDataJSON": "!!", "authenticatorData": "YQ", "signature": "YQ"}}',
        '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response":'
        ' {"clientDataJSON": "e30", "authenticatorData": "YQ", "signature": "YQ",'
        ' "userHandle": "////"}}',
        '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response":'
        ' {"clientDataJSON": "e30", "attestationObject": "YQ"}}',
        "[" * 5000, '{"a":' * 900 + "1" + "}" * 900,
    ],
)  # fmt: skip
def test_an_answer_no_device_gives_never_breaks_the_door(
    signs_in: SignsIn, credential: str
) -> None:
    guest: Any = Client()
    guest.get("/account/2fa/passkeys/login/", headers={"accept": "application/json"})
    answer = guest.post("/account/2fa/passkeys/login/", {"credential": credential})
    assert answer.status_code in {200, 302}
    assert guest.get("/me/").status_code == 303
    client = signs_in("ngo")
    add = "/account/2fa/passkeys/add/"
    client.post(f"/account/reauthenticate/?next={add}", {"password": PASSWORD})
    client.get(add)
    answer = client.post(add, {"name": "key", "passwordless": "on", "credential": credential})
    assert answer.status_code == 200
    assert Authenticator.objects.count() == 0
