"""The first page says whose turn it is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from talka.casework.cases import actions, words
from talka.casework.sharing import actions as sharing
from talka.ground.audit.trail import act
from talka.ground.kernel.begun import counted

ACT = "risk.assess"


@pytest.fixture
def owed(acts, world):
    """The NGO gives a turn on a case to an institution (or one of its people)."""

    def give(case, to="ngo", hours=5, person=None, act_code=ACT):
        due = (timezone.now() + timedelta(hours=hours), "law", "lt/1/signal/danger/child")
        with acts("ngo"), act("test.turn"):
            return actions.give_turn(
                case_id=case.id,
                act_code=act_code,
                institution=world[to].institution,
                assignment=world[person].assignment if person else None,
                due=due,
            )

    return give


def lists_of(page: str) -> dict[str, str]:
    """Section id → its markup."""
    parts = re.split(r'<section[^>]* aria-labelledby="', page)[1:]
    return {part.partition('"')[0]: part for part in parts}


def test_mine_overdue_and_others(opened, owed, browser_of):
    mine, late, theirs = opened(), opened(), opened()
    owed(mine)
    owed(late, hours=-5)
    owed(theirs, to="police")
    page = lists_of(browser_of("ngo").get("/").content.decode())
    for name, case in (("mine", mine), ("overdue", late), ("others", theirs)):
        codes = [c.code for c in (mine, late, theirs) if c.code in page[name]]
        assert codes == [case.code], name
    assert f"/case/{mine.id}/risk/new/" in page["mine"]
    assert "set by law" in page["mine"]
    assert "unverified" in page["mine"]
    assert "Šiauliai police" in page["others"]


def test_a_turn_of_one_colleague_waits_for_others(opened, owed, shared_case, browser_of):
    case = shared_case()
    owed(case, person="ngo_colleague")
    assert case.code in lists_of(browser_of("ngo_colleague").get("/").content.decode())["mine"]
    assert case.code in lists_of(browser_of("ngo").get("/").content.decode())["others"]


@pytest.fixture
def shared_case(acts, opened, world):
    def make():
        case = opened()
        with acts("ngo") as actor:
            actions.share_with_colleague(
                actor=actor,
                case_id=case.id,
                assignment_id=world["ngo_colleague"].assignment,
                classes=["case"],
            )
        return case

    return make


def test_a_referral_to_answer_shows_without_the_case(acts, opened, world, browser_of):
    """Who owes an answer does not hold the case: the turn shows, the code does not."""
    case, police = opened(), world["police"].institution
    with acts("ngo") as actor:
        sharing.give_consent(
            actor=actor, case_id=case.id, recipient=police, purposes=["investigation"],
            classes=["case"], evidence="signed",
        )  # fmt: skip
        sharing.send_referral(
            actor=actor, case_id=case.id, recipient=police, purpose="investigation"
        )
    page = lists_of(browser_of("police").get("/").content.decode())["mine"]
    assert str(words.ACTS["referral.answer"]) in page
    assert case.code not in page
    assert "Answer a referral" not in browser_of("stranger").get("/").content.decode()


def test_empty_lists_say_what_would_stand_there(world, browser_of):
    page = browser_of("ngo").get("/").content.decode()
    assert "a step of a measure or a recommendation would stand here" in page
    assert 'aria-labelledby="overdue"' not in page


@pytest.mark.parametrize("who", ["ministry", "evaluator", "technical", "admin_caritas"])
def test_roles_without_cases_are_led_to_their_work(world, browser_of, who):
    page = browser_of(who).get("/")
    assert page.status_code == 200
    assert "Your role works without cases" in page.content.decode()
    assert "/teams/" in page.content.decode()


def test_visitors_are_led_to_the_public_page(world, client_of_nobody):
    assert client_of_nobody.get("/").url == reverse("public_welcome")
    assert "login" in client_of_nobody.get("/empty/").url


@pytest.fixture
def client_of_nobody():
    from django.test import Client

    return Client()


def test_every_act_has_words_and_a_screen(opened):
    """The rooms above own the screens; a name that is wrong would be a fault of the first page."""
    case = opened()
    for code, screen in words.SCREENS.items():
        assert reverse(screen, args=[case.id]), code
    assert set(words.SCREENS) == set(words.ACTS)
    for _sentence, screen in words.GAPS.values():
        assert reverse(screen, args=[case.id])


def test_three_turns_ask_as_much_as_one(opened, owed, browser_of):
    def asked() -> int:
        with counted() as statements:
            page = browser_of("ngo").get("/")
        assert page.status_code == 200
        assert len(page.content) < 60_000
        return len([s for s in statements if "SAVEPOINT" not in s])

    owed(opened())
    once = asked()
    for _ in range(2):
        owed(opened(), hours=-9)
    assert asked() == once <= 12
