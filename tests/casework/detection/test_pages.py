"""The whole way on screen: signal, themes, result, decision, known, case, statuses."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from talka.casework.cases.models import Case
from talka.casework.detection.models import Screening, Signal, StatusAssertion
from talka.ground.kernel.begun import counted
from tests.casework.detection.conftest import ACCOUNT, CALLER, PERSON

SIGNAL = {
    "account": ACCOUNT,
    "source": "public",
    "channel": "phone",
    "on": "spring 2026",
    "municipality": "29",
    "caller": CALLER,
    "name": PERSON["name"],
    "born": "1994",
}


def send(client, url, data=None, **more):
    return client.post(url, {"idempotency_key": str(uuid4()), **(data or {})}, **more)


def test_from_a_call_to_a_case(browser_of, acts):
    client = browser_of("ngo")
    assert client.get("/signals/new/").status_code == 200
    logged = send(client, "/signals/new/", SIGNAL)
    assert logged.status_code == 303
    page = client.get(logged.url).content.decode()
    assert ACCOUNT in page
    assert "spring 2026" in page
    begun = send(client, logged.url + "screen/", {"profile": "adult_labour"})
    assert begun.status_code == 303
    theme = begun.url
    for number in range(1, 7):
        page = client.get(theme).content.decode()
        assert f"{number} of 6" in page
        code = re.search(r'name="(d\d_\w+)"', page)[1]
        version = re.search(r'name="version" value="(\d+)"', page)[1]
        saved = send(client, theme, {code: "yes", "version": version, "go": "next"})
        assert saved.status_code == 303, saved.content.decode()
        theme = saved.url
    assert theme.endswith("/check/")
    assert client.get(theme).status_code == 200
    screening = theme.removesuffix("check/")
    result = client.get(screening).content.decode()
    assert "Which rule fired, and why" in result
    assert "A score decides nothing" in result or "The score decides nothing" in result
    version = re.search(
        r'name="version" value="(\d+)"', client.get(screening + "decide/").content.decode()
    )[1]
    decided = send(
        client,
        screening + "decide/",
        {"decision": "presumed", "reason": "She is afraid", "version": version},
    )
    assert decided.status_code == 303, decided.content.decode()
    page = client.get(logged.url).content.decode()
    assert logged.url + "known/" in page
    known = send(client, logged.url + "known/", {"name": PERSON["name"], "born": "1994"})
    assert known.status_code == 200
    onward = re.search(r'href="(/signals/[^"]+/open/[^"]+)"', known.content.decode())[1]
    assert client.get(onward).status_code == 200
    opened = send(
        client,
        onward,
        {"municipality": "29", "age_group": "adult", "gender": "female", "citizenship": "LT"},
    )
    assert opened.status_code == 303, opened.content.decode()
    with acts("ngo"):
        case = Case.objects.get()
    for url in (f"/case/{case.id}/signal/", f"/case/{case.id}/statuses/"):
        assert client.get(url).status_code == 200
    assert ACCOUNT in client.get(f"/case/{case.id}/signal/").content.decode()
    assert "Presumed victim" in client.get(f"/case/{case.id}/statuses/").content.decode()


def test_nobody_else_learns_of_the_signal(browser_of, received, screened):
    signal = received()
    screening = screened(signal)
    urls = [
        f"/signals/{signal.id}/{tail}"
        for tail in ("", "pass/", "drop/", "screen/", "known/", "danger/")
    ]
    urls += [f"/signals/{signal.id}/open/{screening.id}/"]
    urls += [f"/screening/{screening.id}/{tail}" for tail in ("", "1/", "check/", "decide/")]
    stranger, colleague = browser_of("stranger"), browser_of("ngo_colleague")
    for url in urls:
        answer = stranger.get(url)
        assert answer.status_code == 404, url
        assert signal.code not in answer.content.decode()
        assert colleague.get(url).status_code in {200, 303}, url
    assert signal.code not in stranger.get("/signals/").content.decode()
    assert signal.code in colleague.get("/signals/").content.decode()


@pytest.mark.parametrize("name", ["ministry", "evaluator", "technical", "admin_caritas"])
def test_other_roles_have_no_signals(browser_of, name):
    client = browser_of(name)
    for url in ("/signals/", "/signals/new/"):
        assert client.get(url).status_code == 403
    assert "/signals/" not in client.get("/help/").content.decode()


def test_signed_out_is_sent_to_sign_in(world, client_out):
    answer = client_out.get("/signals/")
    assert answer.status_code == 303
    assert "login" in answer.url


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"account": ""}, "This field is required"),
        ({"account": "x" * 5001}, "at most 5000"),
        ({"on": "2099"}, "in the future"),
        ({"on": "yesterday-ish"}, "Write a day"),
        ({"source": "gossip"}, "Select a valid choice"),
        ({"municipality": "999"}, "Select a valid choice"),
        ({"name": "Rū\u202eta"}, "Invisible characters"),
    ],
)
def test_a_signal_that_cannot_be_taken_is_kept_and_explained(browser_of, acts, changes, told):
    client = browser_of("ngo")
    answer = send(client, "/signals/new/", {**SIGNAL, **changes})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    with acts("ngo"):
        assert Signal.objects.count() == 0
    again = client.get("/signals/new/").content.decode()
    assert "These are your words" in again
    assert CALLER in again


def test_control_characters_and_foreign_ids_are_no_fault(browser_of, received):
    client = browser_of("ngo")
    assert send(client, "/signals/new/", {**SIGNAL, "account": "a\x00b"}).status_code == 400
    signal = received()
    elsewhere = send(client, f"/signals/{signal.id}/pass/", {"institution": str(uuid4())})
    assert elsewhere.status_code == 422
    assert send(client, f"/signals/{signal.id}/pass/", {"institution": "x"}).status_code == 422
    assert client.get(f"/screening/{uuid4()}/").status_code == 404
    assert client.get(f"/signals/{uuid4()}/").status_code == 404


def test_answers_survive_a_colleagues_and_a_second_post(browser_of, acts, received, screened):
    screening = screened(received(), answers={}, decision="")
    url = f"/screening/{screening.id}/1/"
    client, colleague = browser_of("ngo"), browser_of("ngo_colleague")
    key = str(uuid4())
    mine = {"d1_wages": "yes", "note_d1_wages": "half of it", "version": "2", "go": "next"}
    first = client.post(url, {**mine, "idempotency_key": key})
    again = client.post(url, {**mine, "idempotency_key": key})
    assert (first.status_code, again.status_code, first.url) == (303, 303, again.url)
    stale = send(colleague, url, {"d1_wages": "no", "version": "2", "go": "next"})
    assert stale.status_code == 409
    assert "half of it" in stale.content.decode()
    with acts("ngo"):
        assert Screening.objects.get().answers == {"d1_wages": "yes"}
    assert "These are your words" in colleague.get(url).content.decode()


def test_a_draft_of_a_theme_survives(browser_of, received, screened):
    screening = screened(received(), answers={}, decision="")
    url = f"/screening/{screening.id}/3/"
    client = browser_of("ngo")
    kept = client.post(reverse("ui_draft", args=[url]), {"note_d3_control": "keeps the phone"})
    assert kept.status_code == 200
    assert "keeps the phone" in client.get(url).content.decode()
    assert "keeps the phone" not in client.get(f"/screening/{screening.id}/2/").content.decode()


def test_bad_answers_are_no_fault(browser_of, received, screened):
    screening = screened(received(), answers={}, decision="")
    client = browser_of("ngo")
    url = f"/screening/{screening.id}/1/"
    assert send(client, url, {"d1_wages": "perhaps", "version": "2"}).status_code == 422
    assert send(client, url, {"d1_wages": "yes", "version": "x"}).status_code == 422
    assert send(client, url, {"d1_wages": "yes"}).status_code == 409
    assert client.get(f"/screening/{screening.id}/7/").status_code == 404
    assert client.get(f"/screening/{screening.id}/0/").status_code == 404


@pytest.mark.parametrize("name", ["ngo", "police"])
def test_a_body_asserts_on_screen(browser_of, acts, detected, name):
    case = detected(name)
    client = browser_of(name)
    url = f"/case/{case.id}/statuses/new/"
    page = client.get(url).content.decode()
    assert ('value="suspected"' in page) == (name == "police")
    foreign = send(client, url, {"status": "recognised", "ground": "decision"})
    assert foreign.status_code == 422
    done = send(client, url, {"status": "not_a_victim", "ground": "observation", "reason": "Met"})
    assert done.status_code == 303
    page = client.get(done.url).content.decode()
    assert "Not a victim of trafficking" in page
    assert "Said before" in page
    with acts(name):
        assert StatusAssertion.objects.filter(case=case).count() == 2


@pytest.mark.parametrize("several", [1, 3])
def test_pages_ask_the_database_a_bounded_number_of_times(
    browser_of, received, screened, detected, several
):
    signals = [received() for _ in range(several)]
    screenings = [screened(s, answers={}, decision="") for s in signals]
    case = detected()
    client = browser_of("ngo")
    urls = [
        "/signals/",
        f"/signals/{signals[0].id}/",
        f"/screening/{screenings[0].id}/1/",
        f"/screening/{screenings[0].id}/",
        f"/screening/{screenings[0].id}/check/",
        f"/case/{case.id}/signal/",
        f"/case/{case.id}/statuses/",
        f"/case/{case.id}/statuses/new/",
    ]
    for url in urls:
        client.get(url)
        with counted() as asked:
            answer = client.get(url)
        assert answer.status_code == 200, url
        assert len(asked) <= 12, (url, len(asked), asked)
        assert len(answer.content) < 60_000, url


def test_both_languages(browser_of, received, screened):
    screening = screened(received(), decision="")
    client = browser_of("ngo", "lt")
    page = client.get(f"/screening/{screening.id}/").content.decode()
    assert "Balas nieko nenusprendžia" in page
    assert "Kuri taisyklė suveikė ir kodėl" in page
    assert "Pranešimai" in client.get("/signals/").content.decode()
