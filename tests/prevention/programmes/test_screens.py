"""From the ministry's programme to the coordinator's measures, on the screens, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.prevention.programmes import table
from talka.prevention.programmes.actions import drafting, tables
from talka.prevention.programmes.models import IndicatorUse, Milestone, PlanNode
from tests.prevention.programmes.plans import measure, national

Acts = Callable[[str], AbstractContextManager[Actor]]
Browser = Callable[..., Client]


def post(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, {"idempotency_key": str(uuid4()), **values})


def test_from_a_new_programme_to_a_published_one(browser_of: Browser, acts: Acts) -> None:
    client = browser_of("coordinator")
    made = post(client, "/programmes/new/", level="municipal", municipality="29",
                title="Mūsų programa", since="2026-01-01", until="2027-12-31")  # fmt: skip
    assert made.status_code == 303
    page = made["Location"]
    assert post(client, f"{page}node/", kind="task", code="1.1", title="T").status_code == 422
    assert post(client, f"{page}node/", kind="goal", code="1", title="Goal").status_code == 303
    with acts("coordinator"):
        goal = PlanNode.objects.get(plan_id=page.split("/")[2])
    below = {"parent_id": str(goal.id)}
    post(client, f"{page}node/", kind="measure", code="1.1", title="Lessons", **below)
    with acts("coordinator"):
        node = PlanNode.objects.get(plan=goal.plan_id, code="1.1")
    at = f"/measures/{node.id}/"
    assert "leads" in client.get(f"{page}publish/").content.decode()
    edited = post(client, f"{at}edit/", version="1", code="1.1", title="Lessons", term="2026",
                  lead="School", partners="Police\nLibrary", local_reason="Ours")  # fmt: skip
    assert edited.status_code == 303
    stale = post(client, f"{at}edit/", version="1", code="1.1", title="Other", lead="School")
    assert stale.status_code == 409
    assert post(client, f"{at}step/", title="Book", due="2031-01-01").status_code == 422
    assert post(client, f"{at}step/", title="Book", due="2027-05-01").status_code == 303
    money = {"year": "2026", "source": "SB", "stage": "approved", "state": "value"}
    assert post(client, f"{at}money/", kind="total", amount="1 2x", **money).status_code == 422
    assert (
        post(client, f"{at}money/", kind="total", amount="1\u00a0200,50", **money).status_code
        == 303
    )
    said = {
        "code": "L-1",
        "name_lt": "Pamokos",
        "unit": "vnt.",
        "direction": "up",
        "over_units": "sum",
        "over_time": "sum",
        "target": "9",
    }
    assert post(client, f"{at}indicator/", **said).status_code == 303
    assert post(client, f"{at}indicator/", **said).status_code == 422
    assert post(client, f"{page}publish/").status_code == 303
    shown = browser_of("ngo").get(page).content.decode()
    for word in ("Lessons", "School", "Police", "not started", "1,200.50"):
        assert word in shown
    assert client.get(f"{at}edit/").status_code == 403
    assert post(client, f"{at}strike/").status_code == 403


def test_adopting_by_one_button(browser_of: Browser, acts: Acts, nation: UUID) -> None:
    page = f"/programmes/{nation}/"
    assert "adopt/" not in browser_of("ngo").get(page).content.decode()
    client = browser_of("coordinator")
    assert "adopt/" in client.get(page).content.decode()
    made = post(client, f"{page}adopt/")
    assert made.status_code == 303
    assert post(browser_of("ngo"), f"{page}adopt/").status_code == 403
    assert browser_of("ngo").get(made["Location"]).status_code == 404
    assert post(client, f"{made['Location']}publish/").status_code == 303
    assert "Measure 1.1.1" in browser_of("ngo", "lt").get(made["Location"]).content.decode()
    again = client.get(page).content.decode()
    assert made["Location"] in again
    assert "adopt/" not in again


def test_what_happens_to_a_measure(browser_of: Browser, acts: Acts, running: PlanNode) -> None:
    client, at = browser_of("coordinator"), f"/measures/{running.id}/"
    today = timezone.localdate()
    with acts("coordinator"):
        step, use = Milestone.objects.get(node=running), IndicatorUse.objects.get(node=running)
    posts = [
        (f"step/{step.id}/", {"on": today.isoformat()}),
        (f"indicator/{use.id}/", {"year": str(today.year), "state": "zero", "source": "school"}),
        ("paid/", {"year": "2026", "source": "SB", "kind": "total", "stage": "paid",
                   "state": "value", "amount": "70.25"}),
        ("status/", {"status": "at_risk", "reason": "The teacher left"}),
        ("quality/", {"problem": "3", "logic": "2", "evidence": "0", "transfer": "1",
                      "note": "Try again"}),
        ("logic/", {"version": "0", "inputs": "Two teachers", "impact": "Fewer victims"}),
    ]  # fmt: skip
    for path, values in posts:
        assert post(browser_of("ngo"), at + path, **values).status_code == 403, path
        if path != "logic/":  # nobody has to know every part of it
            assert post(client, at + path).status_code == 422, path
        assert post(client, at + path, **values).status_code == 303, path
    shown = browser_of("evaluator").get(at).content.decode()
    for word in ("at risk", "computed: done", "The teacher left", "70.25", "Try again",
                 "Two teachers", "school"):  # fmt: skip
        assert word in shown
    assert post(client, f"{at}status/lift/").status_code == 303
    dropped = post(client, f"{at}drop/", on=today.isoformat(), reason="No school takes part")
    assert dropped.status_code == 303
    assert "No school takes part" in client.get(at).content.decode()


def test_every_page_speaks_both_languages(
    browser_of: Browser, nation: UUID, running: PlanNode, acts: Acts
) -> None:
    with acts("ngo"):
        theirs = PlanNode.objects.get(plan=nation, code="1.1.1")
    pages = ("/programmes/", f"/programmes/{nation}/", f"/measures/{running.id}/",
             f"/measures/{theirs.id}/municipalities/")  # fmt: skip
    for page in pages:
        lt, en = (browser_of("ngo", one).get(page).content.decode() for one in ("lt", "en"))
        for word in ("Term", "version", "Adopted", "in force", "Money"):
            if word in en:
                assert not re.search(rf">\s*{word}\s*<", lt), (page, word)


def test_two_versions_are_compared(browser_of: Browser, acts: Acts, nation: UUID) -> None:
    with acts("ministry") as actor:
        first = PlanNode.objects.get(plan=nation, code="1.1.1")
        later = drafting.new_version(
            actor=actor, programme_id=first.plan.programme_id, since=date(2026, 6, 1),
            until=date(2028, 12, 31),
        )  # fmt: skip
        node = PlanNode.objects.get(plan=later, code="1.1.1")
    client = browser_of("ministry")
    said = {"version": "1", "code": "1.1.9", "title": "Otherwise", "lead": "Police"}
    assert post(client, f"/measures/{node.id}/edit/", **said).status_code == 303
    page = f"/programmes/{later.id}/since/{nation}/"
    shown = client.get(page).content.decode()
    for word in ("1.1.9", "Otherwise", "Measure 1.1.1", "Policijos departamentas"):
        assert word in shown
    assert browser_of("ngo").get(page).status_code == 404


PAGES = ("programmes/", "programmes/{nation}/", "measures/{theirs}/municipalities/")


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_the_same_number_of_questions_of_three_as_of_one(
    browser_of: Browser, acts: Acts, nation: UUID, running: PlanNode, page: str
) -> None:
    with acts("ngo"):
        theirs = PlanNode.objects.get(plan=nation, code="1.1.1").id
    client = browser_of("ngo")
    address = "/" + page.format(nation=nation, theirs=theirs)
    counted = []
    for _ in range(2):
        client.get(address)
        with CaptureQueriesContext(connection, ) as asked:  # fmt: skip
            assert client.get(address).status_code == 200
        counted.append(len([q for q in asked if "SAVEPOINT" not in q["sql"]]))
        with acts("ministry") as actor:
            plan = national(*[measure(f"1.1.{n}", "5") for n in range(1, 5)])
            made = tables.take_in(actor=actor, plan=plan)
            drafting.publish(actor=actor, version_id=made.id)
    assert counted[0] == counted[1]
    assert counted[0] <= 16 if "{nation}" in page else counted[0] <= 12


BAD: tuple[dict[str, str], ...] = (
    {"level": "municipal", "municipality": "27", "title": "x", "since": "2026-01-01",
     "until": "2026-12-31"},
    {"level": "national", "title": "x", "since": "2026-01-01", "until": "2026-12-31"},
    {"level": "municipal", "municipality": "29", "title": "x" * 9000, "since": "a", "until": "b"},
    {"level": "municipal", "municipality": "29", "title": "x\u202e", "since": "2026-01-01",
     "until": "2026-12-31"},
    {"level": "municipal", "municipality": "29", "title": "x", "since": "2027-01-01",
     "until": "2026-12-31"},
    {},
)  # fmt: skip


@pytest.mark.parametrize("values", BAD)
def test_bad_words_are_said_back_and_never_break(
    browser_of: Browser, values: dict[str, str]
) -> None:
    assert post(browser_of("coordinator"), "/programmes/new/", **values).status_code == 422


def test_without_signing_in_nothing_is_read(nation: UUID) -> None:
    for page in ("/programmes/", f"/programmes/{nation}/"):
        assert Client().get(page).status_code in (302, 303)


def test_a_repeated_post_adopts_once(browser_of: Browser, nation: UUID) -> None:
    client, key = browser_of("coordinator"), str(uuid4())
    first = client.post(f"/programmes/{nation}/adopt/", {"idempotency_key": key})
    second = client.post(f"/programmes/{nation}/adopt/", {"idempotency_key": key})
    assert first.status_code == second.status_code == 303
    assert first["Location"] == second["Location"]


def test_the_table_of_a_version_goes_out_and_reads_back(browser_of: Browser, nation: UUID) -> None:
    answer = browser_of("ngo").get(f"/programmes/{nation}/table/")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    reading = table.read(answer.content, "plan.xlsx")
    assert not [m for m in reading.messages if m.severity == "error"]
    assert [n.code for n in reading.plan.nodes] == ["1", "1.1", "1.1.1", "1.1.2"]
    with_draft = browser_of("ngo").get(f"/programmes/{uuid4()}/table/")
    assert with_draft.status_code == 404
