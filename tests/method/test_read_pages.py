"""Anyone signed in reads the published method, in both languages; nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from talka.ground.kernel.begun import counted
from talka.method.protocol import queries
from talka.method.protocol.models import ProtocolHanded, ProtocolVersion
from talka.method.protocol.pages import protocol_view
from talka.method.protocol.rules import parse
from talka.method.versions import digest

Browser = Callable[..., Client]
PAGES = ["/method/", "/method/protocol/lt/1/", "/method/criteria/labour/1/"]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


@pytest.mark.parametrize("who", ["ngo", "police", "ministry", "evaluator", "technical"])
def test_every_role_reads_every_page(browser_of: Browser, who: str) -> None:
    client = browser_of(who)
    for address in PAGES:
        assert "Talka" in text(client, address)


@pytest.mark.parametrize("address", PAGES)
def test_a_stranger_to_the_house_is_sent_to_sign_in(world: Any, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 303
    assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    ("address", "lithuanian", "english"),
    [
        ("/method/", "Metodika", "Method"),
        (
            "/method/protocol/lt/1/",
            "Pagalbos galėjusiam nukentėti asmeniui protokolas",
            "Protocol of help to a possible victim",
        ),
        (
            "/method/criteria/labour/1/",
            "Darbo išnaudojimo požymiai",
            "Signs of labour exploitation",
        ),
    ],
)
def test_both_languages(browser_of: Browser, address: str, lithuanian: str, english: str) -> None:
    in_lt, in_en = (text(browser_of("ngo", lang), address) for lang in ("lt", "en"))
    assert f"<h1>{lithuanian}</h1>" in in_lt
    assert f"<h1>{english}</h1>" in in_en
    assert english not in in_lt


def test_the_protocol_page_says_what_is_not_verified(browser_of: Browser) -> None:
    page = text(browser_of("ngo"), "/method/protocol/lt/1/")
    assert "Nobody yet: check before relying on it" in page
    assert "30 days" in page
    assert page.count("(unverified)") == sum(
        len(s.deadlines) + len(s.child.deadlines if s.child else ()) for s in parse(_document())
    )


def _document() -> dict[str, Any]:
    from talka.ground.kernel.pack import load_pack

    return load_pack().documents("protocol")["v1"]


@pytest.mark.parametrize(
    "address",
    [
        "/method/protocol/lt/2/",
        "/method/protocol/xx/1/",
        "/method/protocol/lt/0/",
        "/method/protocol/lt/99999999999999999999/",
        "/method/criteria/labour/2/",
        "/method/criteria/sexual/1/",
    ],
)
def test_a_version_that_is_not_there_is_absent(browser_of: Browser, address: str) -> None:
    assert browser_of("ngo").get(address).status_code == 404


def test_nothing_can_be_posted(browser_of: Browser) -> None:
    for address in PAGES:
        assert browser_of("ngo").post(address, {}).status_code in {400, 405}


@pytest.mark.parametrize("address", PAGES)
def test_pages_stay_small_and_ask_little(browser_of: Browser, address: str) -> None:
    client = browser_of("ngo")
    client.get(address)
    with counted() as statements:
        answer = client.get(address)
    assert len(statements) <= 8, statements
    assert len(answer.content) <= 60_000


def test_a_second_version_shows_its_difference_and_distribution(
    acts: Callable[[str], Any],
) -> None:
    document = {**_document(), "version": 2}
    document["steps"] = [dict(s) for s in document["steps"]]
    document["steps"][0]["en"] = "Signal received"
    with acts("ngo"):
        first = ProtocolVersion.objects.get(code="lt", version=1)
    told = {"sha256": digest(document), "published_at": first.published_at}
    later = ProtocolVersion(code="lt", version=2, document=document, **told)
    handing = ProtocolHanded(version=later, kind="police", on=first.published_at.date())
    with override("en"):
        view = protocol_view(queries.protocols.page_of(later, first, [handing]), "en")
    assert [(c.place, c.old, c.new) for c in view.changes] == [
        ("Signal received · wording", "Pranešimas | Signal", "Pranešimas | Signal received")
    ]
    assert [str(row.label) for row in view.handed] == ["Police"]
    assert view.previous == 1
