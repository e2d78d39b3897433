"""The access matrix at the level of addresses: everybody × every relation to a case × every address
× method, against the independent oracle. What is refused writes nothing and tells nothing; what is
absent and what is not yours are answered byte for byte alike.

By default every address × relation × method is asked by a few of the cast in turn, and by everybody
where everybody holds the case. `MATRIX=whole` asks everybody everywhere.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from talka.ground.access.actor import end_session, open_session
from tests.cast import PEOPLE, PLACES
from tests.laws import addresses, prevention
from tests.laws import pages_oracle as oracle
from tests.laws.browsing import Answer, Browser
from tests.laws.pages_oracle import ABSENT, DOOR, NO_SUCH_WAY, OPEN, SHUT, Person, Relation
from tests.laws.prevention import PAGES as PREVENTION_PAGES
from tests.laws.scene import SECRET, Scene, build, two_hats, undone

HOUSE_PAGES = {**oracle.HOUSE_PAGES, **PREVENTION_PAGES}

STATUSES = {
    OPEN: {200, 302, 303, 409, 422},
    SHUT: {403},
    ABSENT: {404},
    NO_SUCH_WAY: {405},
    DOOR: {302, 303, 401},
}
EVERYBODY_IN = {"granted"}
IN_TURN = 2
ENDS_ITS_SESSION = {"ui_lock"}
BEFORE_SIGN_IN = {"mfa_authenticate", "mfa_login_webauthn"}
NONE = Relation("none", classes=())


@dataclass
class Found:
    """How many questions were asked, and every answer that the oracle denies."""

    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def judge(self, question: str, answer: Answer, right: str, code: str = "") -> None:
        self.asked += 1
        if answer.status not in STATUSES[right]:
            self.wrong.append(f"{question}: {answer.status}, should be {right}")
        if right != OPEN and (
            SECRET.encode() in answer.body or (code and code in str(answer.body))
        ):
            self.wrong.append(f"{question}: tells what is in the case")


@pytest.fixture(scope="module")
def scene(cast: dict[str, Any]) -> Iterator[Scene]:
    with two_hats(), no_collecting():
        yield build({n: m for n, m in cast.items() if not n.startswith("admin_") or n in ADMINS})


@contextmanager
def no_collecting() -> Iterator[None]:
    """Thousands of short requests: the collector of garbage would take a fifth of the time."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


ADMINS = {"admin_caritas", "admin_police", "admin_children"}


@pytest.fixture(scope="module")
def people(scene: Scene) -> dict[str, Person]:
    return {name: person(name) for name in scene.cast}


def person(name: str) -> Person:
    if name in PEOPLE:
        place, role, area = PEOPLE[name]
        return Person(name, role, place, area)
    if name == "technical":
        return Person(name, "technical_admin", "house")
    assert name.removeprefix("admin_") in PLACES
    return Person(name, "institution_admin", name.removeprefix("admin_"))


def expected(name: str, who: Person | None, relation: Relation, method: str) -> str:
    """The oracle's word about any address."""
    if name in oracle.CASE_PAGES:
        return oracle.CASE_PAGES[name].answer(who, relation, method)
    if name in oracle.REFERRAL_PAGES:
        return oracle.referral(name, who, relation, method)
    if name == oracle.MARK_PAGE:
        return oracle.lifting(who, relation, method)
    return HOUSE_PAGES[name].answer(who, method)


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Tables whose rows are not what they were."""
    return sorted(t for t in after if after[t] != before[t])


def of_cases() -> list[str]:
    return [*oracle.CASE_PAGES, *oracle.REFERRAL_PAGES, oracle.MARK_PAGE]


def ask(scene: Scene, browser: Browser, name: str, path: str, method: str, right: str) -> Answer:
    """What should be allowed is done and undone; what should not be, is not undone, so that it
    would show among the rows."""
    data = addresses.POSTED.get(name)
    if right != OPEN:
        return browser.ask(method, path, data)
    with undone():
        return browser.ask(method, path, data)


def test_every_address_has_its_place_in_the_oracle() -> None:
    known = {*of_cases(), *HOUSE_PAGES, *oracle.DOOR_PAGES}
    assert known == set(addresses.parameters())


@pytest.mark.parametrize("relation", oracle.RELATIONS, ids=lambda r: r.name)
def test_case_pages_open_to_nobody_else(
    scene: Scene, people: dict[str, Person], relation: Relation, record_property: Any
) -> None:
    paths, found = addresses.of_scene(scene), Found()
    whole = relation.name in EVERYBODY_IN or os.environ.get("MATRIX") == "whole"
    step = 1 if whole else max(1, len(people) // IN_TURN)
    with scene.related(relation):
        before = scene.fingerprint()
        browsers = {name: Browser(scene.cast[name].token) for name in people}
        for n, name in enumerate(of_cases()):
            first = (n + oracle.RELATIONS.index(relation)) % step
            for who in list(people.values())[first::step]:
                for method in ("GET", "POST"):
                    right = expected(name, who, relation, method)
                    answer = ask(scene, browsers[who.name], name, paths[name], method, right)
                    question = f"{who.name} ({who.role}) {relation.name} {method} {name}"
                    found.judge(question, answer, right, scene.ids["code"])
        after = scene.fingerprint()
    record_property("combinations", found.asked)
    assert not found.wrong, "\n".join(found.wrong)
    assert changed(before, after) == [], "a refused post wrote here"
    assert found.asked >= len(of_cases()) * IN_TURN * 2


PARTS = 8
"""The house's pages are asked in so many tests, so that two processes share them."""


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_of_the_house_open_by_role_and_place(
    scene: Scene, people: dict[str, Person], part: int, record_property: Any
) -> None:
    paths, found = addresses.of_scene(scene), Found()
    before = scene.fingerprint()
    browsers = {name: Browser(scene.cast[name].token) for name in people}
    for name, page in list(HOUSE_PAGES.items())[part::PARTS]:
        for who in people.values():
            for method in ("GET", "POST"):
                browser, right = browsers[who.name], page.answer(who, method)
                if name in ENDS_ITS_SESSION:
                    browser = Browser(open_session(scene.cast[who.name].account))
                answer = ask(scene, browser, name, paths[name], method, right)
                found.judge(f"{who.name} ({who.role}) {method} {name}", answer, right)
    record_property("combinations", found.asked)
    assert not found.wrong, "\n".join(found.wrong)
    assert changed(before, scene.fingerprint()) == []


@pytest.mark.parametrize("kind", ["nobody", "empty", "forged", "expired", "ended"])
def test_without_a_live_session_every_address_leads_to_the_door(scene: Scene, kind: str) -> None:
    """Also for who held the case a moment ago."""
    paths, found = addresses.of_scene(scene), Found()
    account = scene.cast["ngo"].account
    tokens = {"nobody": None, "empty": "", "forged": "x" * 43}
    if kind in {"expired", "ended"}:
        tokens[kind] = open_session(account, minutes=-1 if kind == "expired" else 5)
    if kind == "ended":
        end_session(str(tokens[kind]))
    browser, before = Browser(tokens[kind]), scene.fingerprint()
    with scene.related(Relation("granted")):
        for name in [*of_cases(), *HOUSE_PAGES]:
            for method in ("GET", "POST"):
                right = expected(name, None, Relation("granted"), method)
                answer = ask(scene, browser, name, paths[name], method, right)
                found.judge(f"{kind} {method} {name}", answer, right, scene.ids["code"])
                if right == DOOR and answer.status != 401 and name != "home":
                    assert answer.location.startswith("/account/login/"), name
    assert not found.wrong, "\n".join(found.wrong)
    assert changed(before, scene.fingerprint()) == []


def test_pages_of_the_sign_in_library_know_no_case(scene: Scene, people: dict[str, Person]) -> None:
    paths, browser = addresses.of_scene(scene), Browser(None)
    for name in oracle.DOOR_PAGES:
        for who in (None, "ngo", "technical"):
            token = open_session(scene.cast[who].account) if who else None
            for method in ("GET", "POST"):
                browser = Browser(token)
                answer = browser.ask(method, paths[name])
                assert answer.status in {200, 302, 303, 400, 403, 404, 405}, (name, who, method)
                assert SECRET.encode() not in answer.body
                if who is None and name.startswith("mfa_") and name not in BEFORE_SIGN_IN:
                    assert answer.status in {302, 303, 405}, (name, method)


@pytest.mark.parametrize("name", ["police", "stranger", "coordinator", "technical", "evaluator"])
def test_absent_and_not_yours_are_answered_byte_for_byte_alike(scene: Scene, name: str) -> None:
    """A case that is not there, one that is another's, one that was yours: the same status, the
    same headers, the same words. Control: to its holder they are not alike."""
    browser, wanted = Browser(scene.cast[name].token), addresses.parameters()
    for relation in (NONE, Relation("ended", ended=True), Relation("expired", expired=True)):
        with scene.related(relation):
            for page in of_cases():
                if expected(page, person(name), relation, "GET") != ABSENT:
                    continue
                for method in ("GET", "POST"):
                    there = browser.ask(method, addresses.address(scene, page, wanted[page]))
                    nowhere = browser.ask(method, addresses.unknown(scene, page, wanted[page]))
                    assert there.alike == nowhere.alike, (relation.name, method, page)
    with scene.related(Relation("granted")):
        there = browser.ask("GET", addresses.address(scene, "case", wanted["case"]))
        nowhere = browser.ask("GET", addresses.unknown(scene, "case", wanted["case"]))
        assert there.alike != nowhere.alike


NESTED = {
    "consent_withdraw": "consent_id",
    "referral_withdraw": "referral_id",
    "goal_change": "goal_id",
    "goal_end": "goal_id",
    "service_withdraw": "service_id",
    "note_correct": "note_id",
    "file": "file_id",
    "file_withdraw": "file_id",
}
"""Addresses that name a case and a thing of it."""


@pytest.mark.parametrize("page", NESTED)
@pytest.mark.parametrize("name", ["ngo", "police"])
def test_a_thing_of_another_case_is_not_found_in_ones_own(
    scene: Scene, name: str, page: str
) -> None:
    """One's own case with another's thing, another's case with one's own thing, and one's own case
    with a thing that never was: all absent. Control: the right pair opens."""
    browser, wanted = Browser(scene.cast[name].token), addresses.parameters()[page]
    key, who = NESTED[page], person(name)
    way = "GET" if page != "referral_withdraw" else "POST"
    with scene.related(Relation("granted")):
        before = scene.fingerprint()
        pairs = (
            {key: scene.foreign[key]},
            {"case_id": scene.foreign["case_id"]},
            {key: scene.foreign["case_id"]},
        )
        for pair in pairs:
            path = addresses.address(scene, page, wanted, **pair)
            for method in (way, "POST") if page != "file" else (way,):
                answer = browser.ask(method, path, addresses.POSTED.get(page))
                assert answer.status == 404, (pair, method)
        assert changed(before, scene.fingerprint()) == []
        if expected(page, who, Relation("granted"), way) == OPEN:
            path = addresses.address(scene, page, wanted)
            answer = ask(scene, browser, page, path, way, OPEN)
            assert answer.status in STATUSES[OPEN]


def test_other_methods_open_nothing_more(scene: Scene) -> None:
    """HEAD is GET without its words; nothing answers PUT, PATCH, DELETE or TRACE."""
    paths = addresses.of_scene(scene)
    with scene.related(Relation("granted")):
        before = scene.fingerprint()
        for n, page in enumerate([*of_cases(), *HOUSE_PAGES]):
            name = ("ngo", "evaluator")[n % 2]
            browser = Browser(scene.cast[name].token)
            for method in ("PUT", "PATCH", "DELETE", "TRACE"):
                status = browser.ask(method, paths[page]).status
                assert status in {400, 403, 404, 405}, (name, method, page)
            with undone():
                got = browser.ask("GET", paths[page])
                head = browser.ask("HEAD", paths[page])
            assert head.status == got.status, (name, page)
            assert head.body == b""
        assert changed(before, scene.fingerprint()) == []


def test_a_post_from_another_site_does_nothing(scene: Scene) -> None:
    """Without the token of our own form: refused, nothing written. Everybody's buttons too."""
    paths, browser = addresses.of_scene(scene), Browser(scene.cast["ngo"].token, strict=True)
    with scene.related(Relation("granted")):
        before = scene.fingerprint()
        for page in {*of_cases(), *HOUSE_PAGES, *oracle.DOOR_PAGES} - prevention.FROM_ANYWHERE:
            answer = browser.ask("POST", paths[page], addresses.POSTED.get(page))
            assert answer.status == 403, page
        assert changed(before, scene.fingerprint()) == []


def test_a_matrix_with_a_wrong_oracle_goes_red(scene: Scene) -> None:
    """Control of the measuring itself: an open page called shut, and a write called refused."""
    paths, found = addresses.of_scene(scene), Found()
    browser = Browser(scene.cast["ngo"].token)
    with scene.related(Relation("granted")):
        before = scene.fingerprint()
        answer = ask(scene, browser, "note_new", paths["note_new"], "POST", SHUT)
        found.judge("ngo POST note_new", answer, SHUT)
        assert changed(before, scene.fingerprint()) == ["case_note", "case_step"]
        found.judge("ngo GET notes", browser.ask("GET", paths["notes"]), ABSENT)
        assert [w.rpartition(": ")[2] for w in found.wrong] == [
            "303, should be shut",
            "200, should be absent",
            "tells what is in the case",
        ]
