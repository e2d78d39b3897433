"""Institutions: everybody reads them, the technical administrator enters them, their own rename."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from talka.ground.kernel.begun import counted
from talka.ground.kernel.errors import Broken, Refused
from talka.people.institutions.actions import found_institution
from talka.people.institutions.models import Institution
from tests.cast import Member

Browser = Callable[..., Client]
NEW = {
    "kind": "ngo",
    "name_lt": "Nauja organizacija",
    "name_en": "New organisation",
    "municipality": "29",
    "phone": "",
}


def post(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, {"idempotency_key": str(uuid4()), **values})


def test_the_technical_administrator_enters_and_invites_its_administrator(
    browser_of: Browser, door: None
) -> None:
    client = browser_of("technical")
    answer = post(client, "/institutions/new/", **NEW)
    assert answer.status_code == 303
    page = client.get(answer["Location"]).content.decode()
    assert 'value="institution_admin"' in page
    assert 'value="case_worker"' not in page
    assert "New organisation" in client.get("/institutions/?kind=ngo").content.decode()
    person = {"name": "A", "email": "a@example.org", "language": "en", "role": "institution_admin"}
    assert post(client, answer["Location"], **person, municipality="").status_code == 303


@pytest.mark.parametrize("who", ["ngo", "admin_caritas", "coordinator", "ministry"])
def test_nobody_else_enters_one(browser_of: Browser, acts: Callable[[str], Any], who: str) -> None:
    assert browser_of(who).get("/institutions/new/").status_code == 403
    with acts(who) as actor, pytest.raises(Refused):
        found_institution(actor=actor, kind="ngo", name_lt="x", name_en="x", municipality=None)
    with acts(who), pytest.raises(DatabaseError), transaction.atomic():
        Institution(kind="ngo", name_lt="x", name_en="x").save(force_insert=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": ""},
        {"kind": "cult"},
        {"name_lt": ""},
        {"name_en": "x" * 100_000},
        {"municipality": "0"},
        {"phone": "1" * 300},
        {"name_lt": "a\u200bb"},
    ],
)
def test_bad_input_is_answered_in_words(browser_of: Browser, changes: dict[str, str]) -> None:
    answer = post(browser_of("technical"), "/institutions/new/", **{**NEW, **changes})
    assert answer.status_code == 422


def test_codes_outside_the_pack_are_broken(acts: Callable[[str], Any]) -> None:
    with acts("technical") as actor, pytest.raises(Broken) as broken:
        found_institution(actor=actor, kind="cult", name_lt="x", name_en="x", municipality="0")
    assert set(broken.value.faults) == {"kind", "municipality"}


def test_its_own_administrator_renames_it(browser_of: Browser, world: dict[str, Member]) -> None:
    address = f"/institutions/{world['ngo'].institution}/edit/"
    client = browser_of("admin_caritas")
    assert client.get(address).status_code == 200
    names = {"name_lt": "Kitas vardas", "name_en": "Another name", "phone": "112"}
    assert post(client, address, version="1", **names).status_code == 303
    assert "Another name" in client.get("/institutions/").content.decode()
    assert post(client, address, version="1", **names).status_code == 409
    assert post(client, address, version="-1", **names).status_code == 422
    assert post(client, address, version="9" * 30, **names).status_code in {409, 422}
    for who in ("admin_police", "ngo", "technical"):
        assert browser_of(who).get(address).status_code == 404


def test_the_list_is_for_everybody_signed_in(browser_of: Browser) -> None:
    assert Client().get("/institutions/").status_code == 303
    for language, word in (("lt", "Šiaulių policija"), ("en", "Šiauliai police")):
        assert word in browser_of("evaluator", language).get("/institutions/").content.decode()
    only = browser_of("ngo").get("/institutions/?kind=police&place=29").content.decode()
    assert "Šiauliai police" in only
    assert "NGO Light" not in only
    assert browser_of("ngo").get("/institutions/?kind=cult&place=%F0").status_code in {200, 400}
    with counted() as statements:
        browser_of("ngo").get("/institutions/")
    assert len(statements) <= 12
