"""Every screen of this room: shown to who holds the class, refused or absent to others, both
languages, within the budget of queries, and never a fault on bad input."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from talka.casework.aid import actions
from talka.casework.aid.models import Goal, Note, Plan, ServiceDelivery
from talka.casework.cases.models import Case
from talka.ground.files.models import Attachment
from talka.ground.kernel.begun import counted

Browser = Callable[..., Client]
READ = ("risk", "contact", "needs", "plan", "services", "notes", "files", "closure")
WRITE = ("risk/new", "contact/edit", "needs/new", "plan/new", "plan/review", "plan/goal/new",
         "services/new", "notes/new", "files/new", "closure/new")  # fmt: skip
BUDGET = 12


def address(case: Case, page: str) -> str:
    return f"/case/{case.id}/{page}/"


def post(client: Client, url: str, data: dict[str, Any], **more: Any) -> Any:
    """Post as a browser does: with the key of the page."""
    return client.post(url, {"idempotency_key": uuid4().hex, **data}, **more)


@pytest.fixture
def full(acts: Any, planned: Any) -> Callable[..., Case]:
    """A case with `n` rows on every page."""

    def make(n: int) -> Case:
        case = planned()
        today = timezone.localdate()
        with acts("ngo") as actor:
            given = {"actor": actor, "case_id": case.id}
            texts = {"number": "+370 600 00001", "never": "Neskambinti namo"}
            actions.write_contact_rules(**given, version=0, texts=texts)
            for _ in range(n):
                actions.assess_risk(
                    **given, level="high", answers={"suicide": "yes"}, narrative="baisi istorija"
                )
                actions.assess_needs(**given, lines=[{"need": "legal", "degree": "some"}])
                version = Plan.objects.values_list("version", flat=True).get(case=case)
                actions.add_goal(
                    **given, version=version, need="work", text="Rasti darbą",
                    responsible=actor.seats[0].institution, due_on=today + timedelta(days=9),
                )  # fmt: skip
                actions.record_service(
                    **given, service="legal_counselling", since=today, quantity="1.5"
                )
                actions.write_note(**given, kind="shared", text="Pokalbis")
                actions.add_file(**given, data_class="aid", name="a.txt", body=b"labas")
        return case

    return make


@pytest.mark.parametrize("language", ["en", "lt"])
def test_every_page_is_shown_within_budget(browser_of: Browser, full: Any, language: str) -> None:
    case = full(1)
    client = browser_of("ngo", language)
    for page in READ + WRITE:
        with counted() as statements:
            answer = client.get(address(case, page))
        assert answer.status_code == 200, page
        assert case.code in answer.content.decode()
        assert f'<html lang="{language}"' in answer.content.decode()
        asked = [s for s in statements if not s.startswith(("SAVEPOINT", "RELEASE"))]
        assert len(asked) <= BUDGET, page + "\n" + "\n".join(asked)
        assert len(answer.content) <= 60_000


def test_as_many_queries_for_three_rows_as_for_one(browser_of: Browser, full: Any) -> None:
    few, many = full(1), full(3)
    client = browser_of("ngo")
    for page in READ:
        numbers = []
        for case in (few, many):
            with counted() as statements:
                assert client.get(address(case, page)).status_code == 200
            numbers.append(len(statements))
        assert numbers[0] == numbers[1], page


def test_a_stranger_is_told_nothing_is_there(browser_of: Browser, full: Any) -> None:
    case = full(1)
    client = browser_of("stranger")
    strip = re.compile(r"[0-9a-f-]{36}|\w{64}|\d\d:\d\d\s")  # ids, tokens, the minute of printing
    for page in READ + WRITE:
        there, nowhere = (client.get(f"/case/{i}/{page}/") for i in (case.id, uuid4()))
        assert there.status_code == nowhere.status_code == 404, page
        texts = [strip.sub("", a.content.decode()) for a in (there, nowhere)]
        assert texts[0] == texts[1]


def test_who_holds_only_the_case_is_refused_with_the_reason(
    browser_of: Browser, full: Any, share: Any
) -> None:
    case = full(1)
    share(case, "ngo_colleague", ["case"])
    client = browser_of("ngo_colleague")
    for page in READ + WRITE:
        answer = client.get(address(case, page))
        text = answer.content.decode()
        if page == "files":
            assert answer.status_code == 200
            assert "a.txt" not in text
        else:
            assert answer.status_code == 403, page
            assert "This part of the case was not opened to you." in text
        assert "+370 600 00001" not in text


def test_free_text_is_folded(browser_of: Browser, full: Any) -> None:
    case = full(1)
    text = browser_of("ngo").get(address(case, "risk")).content.decode()
    before, after = text.split("baisi istorija")
    assert before.rindex("<details") > before.rindex("</details") if "</details" in before else True
    assert "</details>" in after


FORMS: dict[str, dict[str, Any]] = {
    "risk/new": {"level": "medium", "risk_debts": "yes", "narrative": "x"},
    "contact/edit": {"number": "+370", "version": "1"},
    "needs/new": {"housing_degree": "urgent", "housing_also": ["household"]},
    "plan/review": {"agreement": "partly"},
    "notes/new": {"kind": "shared", "text": "Žodžiai"},
    "services/new": {"service": "escort", "since": "2026-01-05", "quantity": "1,5"},
}


def _complete(page: str, world: Any) -> dict[str, Any]:
    data = dict(FORMS[page])
    if page == "services/new":
        data["provider"] = str(world["ngo"].institution)
    if page == "plan/review":
        data["version"] = str(Plan.objects.values_list("version", flat=True).get())
    return data


@pytest.mark.parametrize("page", FORMS)
def test_a_post_is_done_once(
    browser_of: Browser, acts: Any, full: Any, world: Any, page: str
) -> None:
    case = full(1)
    with acts("ngo"):
        data = {**_complete(page, world), "idempotency_key": uuid4().hex}
    client = browser_of("ngo")
    first = client.post(address(case, page), data)
    assert first.status_code == 303, first.content.decode()[-3000:]
    shown = client.get(first["Location"]).content
    again = client.post(address(case, page), data)
    assert (again.status_code, again["Location"]) == (303, first["Location"])
    strip = re.compile(rb'name="(idempotency_key|csrfmiddlewaretoken)" value="[^"]*"')
    after = client.get(first["Location"]).content
    before, now = (strip.sub(b"", p).split(b'<div class="content">')[1] for p in (shown, after))
    assert before == now


BAD = ["", "x" * 6000, "<script>", "-1", "1e999", "NaN", "9999-99-99", "1900-01-01", str(uuid4())]


@pytest.mark.parametrize("page", WRITE)
def test_bad_input_is_answered_in_words(browser_of: Browser, full: Any, page: str) -> None:
    case = full(1)
    client = browser_of("ngo")
    shown = client.get(address(case, page)).content.decode()
    names = set(re.findall(r'name="([a-z_0-9]+)"', shown))
    names -= {"idempotency_key", "csrfmiddlewaretoken", "draft_key"}
    assert names
    for bad in BAD:
        answer = post(client, address(case, page), dict.fromkeys(names, bad))
        assert answer.status_code in {303, 409, 422}, bad


def test_an_id_of_another_case_is_absent(browser_of: Browser, acts: Any, full: Any) -> None:
    mine, other = full(1), full(1)
    with acts("ngo"):
        goal = Goal.objects.filter(case=other)[0].id
        pages = (
            f"plan/goal/{goal}",
            f"plan/goal/{goal}/end",
            f"services/{ServiceDelivery.objects.get(case=other).id}/back",
            f"notes/{Note.objects.get(case=other).id}/correct",
            f"files/{Attachment.objects.get(scope=other.id).id}",
        )
    client = browser_of("ngo")
    for page in pages:
        assert client.get(address(mine, page)).status_code == 404, page
        assert client.get(address(other, page)).status_code == 200, page


def test_a_file_goes_in_and_comes_out_as_an_attachment(browser_of: Browser, full: Any) -> None:
    case = full(0)
    client = browser_of("ngo")
    body = b"%PDF-1.7 " + bytes(range(256)) * 900
    upload = SimpleUploadedFile("Sutartis, 2026.pdf.exe", body, "text/html")
    answer = post(client, address(case, "files/new"), {"data_class": "legal", "file": upload})
    assert answer.status_code == 303, answer.content.decode()[-2000:]
    page = client.get(address(case, "files")).content.decode()
    assert "Sutartis, 2026.pdf.pdf" in page
    file_id = re.search(r"/files/([0-9a-f-]{36})/\"", page)
    assert file_id
    got = client.get(address(case, f"files/{file_id[1]}"))
    assert got.content == body
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"].startswith("attachment;")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got["Cache-Control"] == "no-store"


def test_a_stale_page_shows_both_texts(browser_of: Browser, full: Any) -> None:
    case = full(1)
    client = browser_of("ngo")
    url = address(case, "contact/edit")
    assert post(client, url, {"times": "vakare", "version": "1"}).status_code == 303
    answer = post(client, url, {"times": "tik rytais", "version": "1"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "vakare" in text
    assert "tik rytais" in text
    fresh = re.search(r'name="version" value="(\d+)"', text)
    assert fresh
    assert fresh[1] == "2"
    again = post(client, url, {"times": "tik rytais", "version": fresh[1]})
    assert again.status_code == 303
