"""Every page and form of the room by its screens, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from talka.prevention.safety.actions import figures, judging
from talka.prevention.safety.models import Addressee, Answer, Assessment, Group, Need
from talka.prevention.safety.queries import methods
from tests.cast import Member
from tests.prevention.safety.conftest import TOWN, Acts, fill, this_year
from tests.prevention.safety.test_figures import HEAD, line

Browser = Callable[..., Client]


def post(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, {"idempotency_key": str(uuid4()), **values})


def test_from_an_empty_assessment_to_a_closed_review(browser_of: Browser, acts: Acts) -> None:
    client, ministry = browser_of("coordinator"), browser_of("ministry")
    year = str(this_year())
    begun = post(client, "/safety/assessments/new/", municipality=TOWN, year=year)
    assert begun.status_code == 303
    page = begun["Location"]
    said = {"version": "0", "level": "3", "reasoning": "Taip", "evidence": "Aprašymas"}
    assert post(client, f"{page}answer/9.9/", **said).status_code == 404
    assert post(client, f"{page}answer/1.1/", **{**said, "level": "7"}).status_code == 422
    assert post(client, f"{page}answer/1.1/", **said).status_code == 303
    stale = post(client, f"{page}answer/1.1/", **{**said, "reasoning": "Kitaip"})
    assert stale.status_code == 409
    assert "Taip" in stale.content.decode()
    assert "11 criteria are not ready" in client.get(page).content.decode()
    assert post(client, f"{page}submit/").status_code == 303  # says what is lacking
    assert browser_of("ngo").get(page).status_code == 404
    with acts("coordinator") as actor:
        made = Assessment.objects.get(id=page.split("/")[3])
        Answer.objects.filter(assessment=made)
        for code in ("1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "4.1", "4.2", "4.3"):
            judging.answer(actor=actor, assessment_id=made.id, criterion=code, version=0, level=1,
                           reasoning="Iš dalies", evidence="")  # fmt: skip
    assert post(client, f"{page}submit/").status_code == 303
    assert client.get(f"{page}answer/1.1/").status_code == 403
    judged = {"version": "0", "level": "1", "reason": "Nėra įsakymo"}
    assert post(ministry, f"{page}review/1.1/", **judged).status_code == 303
    assert "Nėra įsakymo" not in client.get(page).content.decode()
    assert post(ministry, f"{page}agree/", reason="Patikrinta").status_code == 303
    assert post(ministry, f"{page}close/").status_code == 303
    shown = browser_of("ngo").get(page).content.decode()
    for word in ("Nėra įsakymo", "−2", "Aprašymas", "reviewed"):
        assert word in shown


def test_the_way_of_a_recommendation(
    browser_of: Browser, acts: Acts, world: dict[str, Member]
) -> None:
    expert, town = browser_of("evaluator"), browser_of("coordinator")
    due = (timezone.localdate() + timedelta(days=90)).isoformat()
    begun = post(expert, "/safety/needs/new/", year=str(this_year()), title="Poreikiai", scope="x",
                 method="Apklausa")  # fmt: skip
    of = begun["Location"]
    assert post(expert, f"{of}finding/", text="Mažai žino", strength="weak").status_code == 303
    shown = expert.get(of).content.decode()
    finding = re.search(r"/safety/findings/([0-9a-f-]{36})/need/", shown)
    assert finding
    wanted = {"text": "Mokymai", "severity": "4", "affected": "0"}
    assert post(expert, f"/safety/findings/{finding[1]}/need/", **wanted).status_code == 303
    assert town.get(of).status_code == 404
    assert post(expert, f"{of}publish/").status_code == 303
    assert town.get(of).status_code == 200
    with acts("evaluator"):
        need = Need.objects.get(finding=finding[1])
    advice = {"text": "Apmokyti", "basis": "needs", "priority": "1", "due": due, "version": "",
              "addressees": str(world["coordinator"].institution)}  # fmt: skip
    new = f"/safety/recommendations/new/?need={need.id}"
    assert post(expert, new, **{**advice, "addressees": ""}).status_code == 422
    made = post(expert, new, **advice)
    page = made["Location"]
    edited = post(expert, f"{page}edit/", **{**advice, "version": "1", "cost": "0"})
    assert edited.status_code == 303
    assert post(expert, f"{page}send/").status_code == 303
    with acts("evaluator"):
        to = Addressee.objects.get(recommendation=page.split("/")[3])
    at = f"/safety/addressees/{to.id}/"
    assert post(town, f"{at}respond/", answer="partly", due=due).status_code == 422
    assert post(town, f"{at}respond/", answer="accepted", due=due).status_code == 303
    step = {"on": timezone.localdate().isoformat(), "action": "Pradėta", "progress": "40"}
    assert post(town, f"{at}step/", **step).status_code == 303
    assert town.get(f"{at}confirm/").status_code == 403
    assert post(expert, f"{at}confirm/", note="Matyta").status_code == 303
    shown = browser_of("ngo").get(page).content.decode()
    for word in ("Apmokyti", "implemented", "Pradėta", "40 %", "Matyta", "0.00"):
        assert word in shown
    listed = browser_of("ngo", "lt").get("/safety/recommendations/").content.decode()
    assert "Apmokyti" in listed
    assert "įgyvendinta" in listed
    withdrawn = post(expert, f"{page}withdraw/", why="Nebereikia")
    assert withdrawn.status_code == 303


def test_groups_and_figures(browser_of: Browser, acts: Acts) -> None:
    client = browser_of("coordinator")
    said = {"municipality": TOWN, "area": "=Centras", "started_on": "2020-01-01",
            "status": "active", "size_band": "to_30", "contact_role": "elder",
            "police_role": "none", "needs": ["money", "signs"]}  # fmt: skip
    assert post(client, "/safety/groups/new/", **{**said, "size_band": "x"}).status_code == 422
    assert post(client, "/safety/groups/new/", **said).status_code == 303
    with acts("coordinator"):
        group = Group.objects.get(area="=Centras")
    out = browser_of("ngo").get(f"/safety/groups.csv?place={TOWN}").content.decode()
    assert "'=Centras" in out  # a spreadsheet takes it for no formula
    assert "Money for activities" in out
    ended = {**said, "status": "ended", "ended_on": "2021-01-01", "version": "1"}
    assert post(client, f"/safety/groups/{group.id}/", **ended).status_code == 303
    assert post(client, f"/safety/groups/{group.id}/", **ended).status_code == 409
    at, year = f"/safety/municipalities/{TOWN}/", str(this_year())
    one = {"year": year, "indicator": "C1", "state": "value", "value": "61,5", "source": "x"}
    assert post(client, f"{at}figure/", **one).status_code == 303
    assert post(client, f"{at}figure/", **{**one, "value": ""}).status_code == 422
    table = f"{HEAD}\n{TOWN};{year};C2;value;70;x"
    assert post(client, "/safety/figures/table/", table=f"{table}\nx").status_code == 422
    assert post(client, "/safety/figures/table/", table=table).status_code == 303
    shown = browser_of("ngo").get(at).content.decode()
    assert "61.5" in shown
    assert "20 % of the weight is present" in shown
    assert "C2;value;70" in browser_of("ngo").get("/safety/figures.csv").content.decode()


def test_the_ministry_weighs_on_screen(browser_of: Browser, acts: Acts) -> None:
    client, at = browser_of("ministry"), "/safety/framework/weights/"
    with acts("ministry"):
        known = methods.framework()
    weights = {m.code: str(m.weight) for m in known.measures}
    said = {**weights, "version": str(known.version), "reason": "Patirtis"}
    assert post(client, at, **said).status_code == 422  # nothing changes
    assert post(client, at, **{**said, "A1": "0"}).status_code == 422
    assert post(client, at, **{**said, "A1": "20"}).status_code == 303
    assert post(client, at, **{**said, "A1": "21"}).status_code == 409
    assert "Patirtis" in browser_of("ngo").get("/safety/framework/").content.decode()


@pytest.fixture
def full(acts: Acts, submitted: UUID) -> UUID:
    """Figures of Šiauliai and of Panevėžys, one below the share that shows."""
    with acts("ministry") as actor:
        for n, m in enumerate(methods.framework().measures):
            figures.record(actor=actor, line=line(value=str(20 + n), indicator=m.code))
            if n < 4:
                figures.record(
                    actor=actor, line=line(value="9", indicator=m.code, municipality="27")
                )
    return submitted


PAGES = ("/safety/", "/safety/?show=assessment", "/safety/?show=groups", "/safety/rubric/",
         "/safety/framework/", f"/safety/municipalities/{TOWN}/", "/safety/groups/",
         "/safety/needs/", "/safety/recommendations/",
         "/safety/?year=2019&version=7&show=x")  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_pages_speak_both_languages_ask_little_and_stay_small(
    browser_of: Browser, full: UUID, page: str
) -> None:
    lt, en = browser_of("ministry", "lt"), browser_of("ministry", "en")
    said = lt.get(page).content.decode()
    with CaptureQueriesContext(connection) as asked:
        answer = en.get(page)
    assert answer.status_code == 200
    assert len([q for q in asked if "SAVEPOINT" not in q["sql"]]) <= 12
    assert len(answer.content) <= 60_000
    assert len(said.encode()) <= 60_000
    for word in ("Municipality", "Recommendation", "Weight", "Composite", "Groups"):
        assert not re.search(rf">\s*{word}\s*<", said), word


def test_the_country_on_one_page(browser_of: Browser, full: UUID) -> None:
    shown = browser_of("ministry").get("/safety/").content.decode()
    assert shown.count("<text") == 60
    assert shown.count('class="no"') == 60  # 59 municipalities without a number, and the legend
    assert "1 (1–1)" in shown
    assert re.search(r">\s*38 %\s*<", shown) or re.search(r"\d+ %</span>", shown)
    assert f"/safety/assessments/{full}/" in shown
    unknown = browser_of("ministry").get("/safety/municipalities/99/")
    assert unknown.status_code == 404


def test_a_carried_answer_is_marked_on_screen(browser_of: Browser, acts: Acts) -> None:
    with acts("coordinator") as actor:
        before = judging.begin(actor=actor, municipality=TOWN, year=this_year() - 1)
        fill(actor, before)
        judging.submit(actor=actor, assessment_id=before.id)
        after = judging.begin(actor=actor, municipality=TOWN, year=this_year())
    shown = browser_of("coordinator").get(f"/safety/assessments/{after.id}/").content.decode()
    assert shown.count(f"words of {this_year() - 1}") == 12


def test_without_signing_in_nothing_is_read() -> None:
    for page in ("/safety/", "/safety/groups.csv", "/safety/recommendations/"):
        assert Client().get(page).status_code in (302, 303)
