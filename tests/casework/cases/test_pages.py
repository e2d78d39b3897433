"""The screens of a case: what they show, to whom, and how much they ask."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from talka.casework.cases import actions, pages
from talka.casework.cases.queries import Opened, lists
from talka.ground.audit.trail import act
from talka.ground.kernel.begun import counted

PAGES = (
    "",
    "who-can-see/",
    "who-has-seen/",
    "identity/",
    "identity/edit/",
    "profile/",
    "colleague/",
    "conflict/",
    "seal/",
    "known/",
    "story/",
)


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_the_holder_sees_every_page_within_twelve_questions(opened, browser_of, page, language):
    case = opened()
    client = browser_of("ngo", language)
    with counted() as statements:
        answer = client.get(f"/case/{case.id}/{page}")
    assert answer.status_code == 200
    assert case.code in answer.content.decode()
    asked = [s for s in statements if "SAVEPOINT" not in s]
    assert len(asked) <= 12, asked
    assert len(answer.content) <= 60_000


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["stranger", "ngo_colleague", "police", "ministry", "technical"])
def test_others_are_told_that_it_is_not_there(opened, browser_of, who, page):
    case = opened()
    foreign = browser_of(who).get(f"/case/{case.id}/{page}")
    absent = browser_of(who).get(f"/case/{uuid4()}/{page}")
    assert foreign.status_code == absent.status_code == 404
    assert case.code not in foreign.content.decode()


def test_lists_ask_the_same_for_one_case_and_for_three(opened, browser_of):
    def asked(url: str) -> int:
        with counted() as statements:
            assert browser_of("ngo").get(url).status_code == 200
        return len([s for s in statements if "SAVEPOINT" not in s])

    opened()
    once = [asked("/cases/"), asked("/")]
    opened()
    opened()
    assert [asked("/cases/"), asked("/")] == once
    assert max(once) <= 12


def test_a_number_leads_straight_to_its_case(opened, browser_of):
    case, other = opened(), opened()
    client = browser_of("ngo")
    number = case.code.rpartition("-")[2].lstrip("0")
    for asked in (number, case.code, case.code.lower()):
        found = client.get("/cases/", {"code": asked})
        assert (found.status_code, found["Location"]) == (303, f"/case/{case.id}/")
    both = client.get("/cases/", {"code": "T-"}).content.decode()
    assert case.code in both
    assert other.code in both
    assert "No case of yours fits" in client.get("/cases/", {"code": "999999"}).content.decode()
    assert (
        "No case of yours"
        in browser_of("stranger").get("/cases/", {"code": number}).content.decode()
    )
    assert 'type="search"' in both


@pytest.mark.parametrize(
    "bad",
    [
        {"code": "x" * 300},
        {"code": "²"},
        {"code": "%_\\"},
        {"code": "9" * 20},
        {"state": "gone"},
        {"after": "x~y"},
        {"after": "20260101T000000.0~" + "0" * 36},
    ],
)
def test_a_bent_search_is_no_fault(opened, browser_of, bad):
    opened()
    assert browser_of("ngo").get("/cases/", bad).status_code == 200


def test_older_cases_follow_without_gap_or_repeat(opened, browser_of, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    cases = [opened() for _ in range(5)]
    client, url, seen = browser_of("ngo"), "/cases/", []
    while url:
        page = client.get(url).content.decode()
        seen += re.findall(r'href="/case/([0-9a-f-]{36})/"', page)
        older = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        url = "/cases/" + html.unescape(older[1]) if older else ""
    assert seen == [str(c.id) for c in reversed(cases)]


def test_identity_is_written_and_a_second_editor_sees_both_texts(acts, opened, browser_of):
    case = opened()
    client = browser_of("ngo")
    form = {"name": "Ona Beržaitė", "version": "0", "idempotency_key": uuid4().hex}
    assert client.post(f"/case/{case.id}/identity/edit/", form).status_code == 303
    late = client.post(
        f"/case/{case.id}/identity/edit/",
        {"name": "Ona Liepaitė", "version": "0", "idempotency_key": uuid4().hex},
    )
    assert late.status_code == 409
    page = late.content.decode()
    assert "Ona Beržaitė" in page
    assert "Ona Liepaitė" in page


def test_who_looked_is_on_the_page(acts, opened, browser_of):
    case = opened()
    browser_of("ngo").get(f"/case/{case.id}/identity/")
    page = browser_of("ngo").get(f"/case/{case.id}/who-has-seen/").content.decode()
    assert "looked at the identity" in page
    assert "looked at the case page" not in page
    browser_of("ngo").get(f"/case/{case.id}/")
    page = browser_of("ngo").get(f"/case/{case.id}/who-has-seen/").content.decode()
    assert "looked at the case page" in page
    assert "opened the case" in page


def test_what_is_open_stands_in_one_line_for_each_reason_and_time():
    day = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def opened(data_class, hours=0, until=None, basis="own_work"):
        since = day + timedelta(hours=hours)
        return Opened(uuid4(), data_class, True, basis, "", since, until)

    lines = pages.together(
        [opened("case"), opened("aid", 3), opened("note", 30), opened("legal", basis="consent"),
         opened("health", until=day + timedelta(days=3))],
        "en",
    )  # fmt: skip
    assert [(len(line.classes.split("; ")), line.basis) for line in lines] == [
        (2, "own_work"), (1, "own_work"), (1, "consent"), (1, "own_work"),
    ]  # fmt: skip
    assert [line.until for line in lines] == [None, None, None, date(2026, 3, 5)]


def test_a_barred_colleague_is_told_why_and_sees_nothing(acts, opened, browser_of, world):
    case, colleague = opened(), world["ngo_colleague"]
    with acts("ngo") as actor:
        actions.share_with_colleague(
            actor=actor, case_id=case.id, assignment_id=colleague.assignment, classes=["case"]
        )
    assert browser_of("ngo_colleague").get(f"/case/{case.id}/").status_code == 200
    assert browser_of("ngo_colleague").get(f"/case/{case.id}/identity/").status_code == 403
    form = {
        "worker_id": str(colleague.account),
        "reason": "relative",
        "idempotency_key": uuid4().hex,
    }
    assert browser_of("ngo").post(f"/case/{case.id}/conflict/", form).status_code == 303
    barred = browser_of("ngo_colleague").get(f"/case/{case.id}/")
    assert barred.status_code == 403
    assert "conflict of interest" in barred.content.decode()
    assert case.code not in barred.content.decode()


def test_a_part_that_is_not_open_says_why_and_tells_nothing(
    acts, opened, shared, browser_of, world
):
    case = opened()
    with acts("ngo") as actor:
        actions.write_identity(
            actor=actor, case_id=case.id, version=0, texts={"name": "Ona Slaptė", "born": "1990"}
        )
    shared(case, "case")
    mine = browser_of("ngo").get(f"/case/{case.id}/").content.decode()
    theirs = browser_of("ngo_colleague").get(f"/case/{case.id}/").content.decode()
    assert "The identity was entered" in mine
    assert "Not open to you" not in mine
    assert "Begun" in mine
    assert "The identity was entered" not in theirs
    assert theirs.count("Not open to you") >= 5
    assert "This part of the case was not opened to you" in theirs
    assert "Slaptė" not in mine + theirs


def test_what_is_next_leads_to_its_screen_and_gaps_are_told(acts, opened, browser_of, world):
    case = opened()
    with acts("ngo"), act("test.turn"):
        for place in ("ngo", "police"):
            actions.give_turn(
                case_id=case.id, act_code="risk.assess", institution=world[place].institution
            )
    page = browser_of("ngo").get(f"/case/{case.id}/").content.decode()
    assert page.count(f'href="/case/{case.id}/risk/new/"') == 1, "only what is mine is a link"
    assert "Šiauliai police" in page
    assert "There is no plan." in page
    assert "things are still missing" in page


def test_the_story_is_told_with_outcomes_and_the_rest_on_its_own_page(acts, opened, browser_of):
    case = opened()
    with acts("ngo") as actor, act("test.steps"):
        for kind, outcome in (("risk", "high"), ("assertion", "presumed"), ("mystery", "x")):
            actions.note_step(case_id=case.id, seat=actor.seats[0], kind=kind, outcome=outcome)
        for _ in range(45):
            actions.note_step(case_id=case.id, seat=actor.seats[0], kind="note")
    answer = browser_of("ngo").get(f"/case/{case.id}/")
    whole = browser_of("ngo").get(f"/case/{case.id}/story/").content.decode()
    assert f"/case/{case.id}/story/" in answer.content.decode()
    assert len(answer.content) < 60_000
    assert "The risk was assessed: High" in whole
    assert "Presumed victim" in answer.content.decode(), "what each body says stands beside"
    assert "Something was noted" in whole
    assert "mystery" not in whole


def test_the_page_prints_with_code_and_name(opened, browser_of):
    case = opened()
    page = browser_of("ngo").get(f"/case/{case.id}/").content.decode()
    printed = page.partition('class="printed wide"')[2].partition("</p>")[0]
    assert case.code in printed
    assert "Ngo" in printed
    assert "data-print" in page


def test_a_childs_case_is_closed_to_a_coordinator_in_words(acts, opened, accepted, browser_of):
    case = opened(child=True, age_group="child")
    accepted(case, "case", "aid", to="coordinator", purpose="assistance")
    client = browser_of("coordinator")
    assert client.get(f"/case/{case.id}/").status_code == 200
    refused = client.get(f"/case/{case.id}/plan/")
    assert refused.status_code == 403
    assert "open only to roles that work with children" in refused.content.decode()
