"""A table comes in: three screens, questions asked once, one draft that leaves without a trace."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.prevention.programmes import content, table
from talka.prevention.programmes.actions import drafting, tables
from talka.prevention.programmes.models import (
    BudgetLine,
    IndicatorVersion,
    LegalAct,
    MeasureExecutor,
    NodeLink,
    PlanNode,
    Programme,
    ProgrammeVersion,
    UploadedTable,
)
from talka.prevention.programmes.queries.reading import plan_of
from tests.prevention.programmes.conftest import write
from tests.prevention.programmes.plans import REACHED, measure, national
from tests.prevention.programmes.test_screens import post

Acts = Callable[[str], AbstractContextManager[Actor]]
Browser = Callable[..., Client]

QUESTIONED = (
    "Eil. Nr.;Priemonės pavadinimas;Vykdytojai;Terminas;2026 m. lėšos iš viso\n"
    "1;Tikslas;;;\n"
    "1.1;Kalbėti su mokiniais;Nežinoma įstaiga; 2026 m.;1,5\n"
)
COUNTED = ("legal_act", "programme", "programme_version", "plan_node", "measure_executor",
           "milestone", "budget_line", "node_link", "indicator", "indicator_version",
           "indicator_use", "uploaded_table")  # fmt: skip


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for name in COUNTED:
            cursor.execute(f"SELECT count(*) FROM {name}")
            found[name] = cursor.fetchone()[0]
        return found


def send(client: Client, body: bytes, name: str = "planas.xlsx") -> Any:
    file = SimpleUploadedFile(name, body)
    return post(client, "/programmes/import/", file=file)


def fields(page: str) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    sent = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        shown = 'type="radio"' not in tag or " checked" in tag
        if name and shown:
            sent[name[1]] = value[1] if value else ""
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        sent[name] = chosen[1] if chosen else ""
    return {k: v for k, v in sent.items() if k not in {"csrfmiddlewaretoken", "draft_key"}}


def test_three_screens_from_the_file_to_the_draft(browser_of: Browser, acts: Acts) -> None:
    plan = content.example()
    client = browser_of("coordinator")
    with acts("coordinator"):
        before = rows()
    read = send(client, table.write(plan, "lt"))
    assert read.status_code == 303
    page = client.get(read["Location"]).content.decode()
    assert "Enter as a draft" in page
    assert "Savivaldybės administracija" in page
    made = post(client, read["Location"], **{**fields(page), "idempotency_key": str(uuid4())})
    assert made.status_code == 303, made.content.decode()[-3000:]
    draft = UUID(made["Location"].split("/")[2])
    with acts("coordinator"):
        version = ProgrammeVersion.objects.select_related("programme", "act").get(id=draft)
        assert version.programme.municipality_id == "29"
        again = plan_of(version)
        assert [(n.code, n.title, n.amounts) for n in again.nodes] == [
            (n.code, n.title, n.amounts) for n in plan.nodes
        ]
        assert not UploadedTable.objects.exists()
    assert post(client, f"{made['Location']}discard/").status_code == 303
    with acts("coordinator"):
        assert rows() == before


LAST_YEAR = (
    "Savivaldybės kovos su prekyba žmonėmis 2026–2026 metų planas;;;;;\n"
    "Eil. Nr.;Priemonės pavadinimas;Vykdytojai;Terminas;Lėšos 2026 m., SB (tūkst. Eur);Pastabos\n"
    "1;Paskaitos mokyklose;Švietimo centras;2026 m. IV ketv.;1\u00a0613,1;\n"
    "2;Lankstinukai;Seniūnijos, Policija;nuolat;2,5;svarbu\n"
    ";Iš viso:;;;1\u202f615,6;\n"
)


@pytest.mark.parametrize("reason", ["", "Savivaldybės saugumo programa"])
def test_last_years_table_is_published_from_four_screens(
    browser_of: Browser, acts: Acts, reason: str
) -> None:
    """The file, what it says with one reason for all, publishing. Control: without the reason it
    stays a draft."""
    client = browser_of("coordinator")
    at = send(client, LAST_YEAR.encode("utf-8-sig"), "planas.csv")["Location"]
    said = fields(client.get(at).content.decode())
    assert "local_reason" in said
    made = post(client, at, **{**said, "local_reason": reason, "idempotency_key": str(uuid4())})
    assert made.status_code == 303
    page = made["Location"]
    post(client, f"{page}publish/")
    with acts("coordinator"):
        nodes = PlanNode.objects.filter(plan=page.split("/")[2], kind="measure")
        assert set(nodes.values_list("local_reason", flat=True)) == {reason}
        version = ProgrammeVersion.objects.get(id=page.split("/")[2])
        assert (version.published_at is not None) == bool(reason)


def test_money_is_seen_before_it_is_entered(browser_of: Browser) -> None:
    """In euros, whatever the unit of the head; what a mark was read as stands there in words."""
    text = LAST_YEAR.replace("2,5;svarbu", "–;").replace("1\u202f615,6", "1\u202f613,1")
    client = browser_of("coordinator")
    at = send(client, text.encode("utf-8-sig"), "planas.csv")["Location"]
    page = " ".join(client.get(at).content.decode().split())
    shown = re.findall(r'<td class="number">(.*?)</td>', page)
    assert shown == ["", "€1,613,100.00", "not applicable"]  # the goal above them says nothing
    assert "2026, €" in page


def test_one_reason_for_all_is_asked_only_where_one_is_missing(browser_of: Browser) -> None:
    client = browser_of("coordinator")
    at = send(client, table.write(content.example(), "lt"))["Location"]
    assert "local_reason" not in fields(client.get(at).content.decode())


def test_a_question_is_asked_once_and_stored(browser_of: Browser, acts: Acts) -> None:
    client = browser_of("coordinator", "lt")
    at = send(client, QUESTIONED.encode(), "planas.csv")["Location"]
    page = client.get(at).content.decode()
    assert page.count("Kokia valiuta") == 1
    with acts("coordinator"):
        assert not ProgrammeVersion.objects.filter(programme__municipality="29").exists()
    said = {**fields(page), "title": "Mūsų planas", "idempotency_key": str(uuid4())}
    unit = next(n for n in re.findall(r'name="(question\d+)"[^>]*value="EUR\|1"', page))
    source = next(n for n in re.findall(r'name="(question\d+)"[^>]*value="SB"', page))
    assert post(client, at, **{**said, unit: "EUR|1"}).status_code == 422
    said = {**said, "idempotency_key": str(uuid4())}
    answered = post(client, at, **{**said, unit: "EUR|1", source: "SB"})
    assert answered["Location"] == at
    page = client.get(at).content.decode()
    assert "Kokia valiuta" not in page
    made = post(client, at, **{**fields(page), "idempotency_key": str(uuid4())})
    with acts("coordinator"):
        plan = made["Location"].split("/")[2]
        line = BudgetLine.objects.get(plan=plan, node__code="1.1")
        assert (line.currency, line.multiplier, line.source) == ("EUR", 1, "SB")
        who = MeasureExecutor.objects.get(plan=plan)
        assert (who.name, who.institution) == ("Nežinoma įstaiga", None)


def test_a_name_is_matched_only_as_the_person_says(browser_of: Browser, acts: Acts) -> None:
    client = browser_of("coordinator")
    body = QUESTIONED.replace("lėšos iš viso", "SB lėšos iš viso, tūkst. eurų").encode()
    at = send(client, body, "planas.csv")["Location"]
    page = client.get(at).content.decode()
    town = re.search(r'value="([0-9a-f-]{36})"[^>]*>Šiaulių savivaldybė<', page)
    assert town
    sent = {**fields(page), "title": "Planas", "idempotency_key": str(uuid4())}
    stranger = post(client, at, **{**sent, "name0": str(uuid4())})
    assert stranger.status_code == 422
    made = post(client, at, **{**sent, "name0": town[1], "idempotency_key": str(uuid4())})
    with acts("coordinator"):
        who = MeasureExecutor.objects.get(plan=made["Location"].split("/")[2])
        assert str(who.institution_id) == town[1]


def test_errors_name_sheet_and_cell_and_stand_in_the_persons_own_workbook(
    browser_of: Browser, acts: Acts
) -> None:
    book = load_workbook(io.BytesIO(table.write(content.example(), "lt")))
    sheet = book.worksheets[0]
    place = next(c for row in sheet.iter_rows(min_row=4) for c in row if c.data_type == "n"
                 and c.value and c.value > 1)  # fmt: skip
    place.value = "abc"
    out = io.BytesIO()
    book.save(out)
    client = browser_of("coordinator")
    at = send(client, out.getvalue())["Location"]
    page = client.get(at).content.decode()
    assert f"{sheet.title}!{place.coordinate}" in page
    assert "Enter as a draft" not in page
    sent = {**fields(page), "idempotency_key": str(uuid4())}
    assert post(client, at, **sent)["Location"] == at  # nothing was entered
    noted = load_workbook(io.BytesIO(client.get(f"{at}notes/").content))
    assert noted[sheet.title][place.coordinate].comment is not None
    assert noted[sheet.title]["A1"].comment is None


@pytest.mark.parametrize(
    ("name", "body"),
    [("x.xlsx", b"PK\x03\x04nothing"), ("x.xlsm", b"PK\x03\x04"), ("x.pdf", b"%PDF-"),
     ("x.csv", b""), ("x.csv", b"a;b\x00c"), ("x.xlsx", b"x" * (4 * 2**20 + 1))],
)  # fmt: skip
def test_hostile_files_get_a_sentence(browser_of: Browser, name: str, body: bytes) -> None:
    answer = send(browser_of("coordinator"), body, name)
    assert answer.status_code == 422
    assert "ds-error-summary" in answer.content.decode()


def test_nobody_elses_table_is_found(browser_of: Browser, acts: Acts) -> None:
    at = send(browser_of("coordinator"), table.write(national(), "lt"))["Location"]
    for who, status in (("ministry", 404), ("ngo", 403)):
        for path in (at, f"{at}notes/"):
            assert browser_of(who).get(path).status_code == status
    with acts("ministry") as actor:
        assert not UploadedTable.objects.exists()
        with pytest.raises(Absent):
            tables.answer(actor=actor, table_id=UUID(at.split("/")[3]), version=1, answers={})
        assert write("DELETE FROM uploaded_table") == 0
    with acts("ngo") as actor, pytest.raises(Refused):
        tables.upload(actor=actor, name="x.csv", body=QUESTIONED.encode())


def test_two_windows_answer_one_after_another(acts: Acts) -> None:
    with acts("coordinator") as actor:
        row = tables.upload(actor=actor, name="x.csv", body=QUESTIONED.encode())
        tables.answer(actor=actor, table_id=row.id, version=1, answers={"title": "a"})
        with pytest.raises(Stale):
            tables.answer(actor=actor, table_id=row.id, version=1, answers={"title": "b"})


def test_the_next_version_keeps_the_lines_of_life(acts: Acts, nation: UUID) -> None:
    with acts("ministry") as actor:
        old = ProgrammeVersion.objects.get(id=nation)
        came = national()
        later = table.read(
            table.write(came, "lt"), "x.xlsx", {"since": "2027-01-01", "until": "2027-12-31"}
        ).plan
        assert later
        made = tables.take_in(actor=actor, plan=later, programme_id=old.programme_id)
        assert (made.n, made.programme_id) == (2, old.programme_id)
        was = dict(PlanNode.objects.filter(plan=nation).values_list("code", "lineage"))
        assert dict(PlanNode.objects.filter(plan=made).values_list("code", "lineage")) == was
        with pytest.raises(Broken):
            tables.take_in(actor=actor, plan=later, programme_id=old.programme_id)
        tables.discard(actor=actor, plan_id=made.id)
        assert Programme.objects.filter(id=old.programme_id).exists()


def test_discarding_leaves_what_somebody_else_uses(acts: Acts, nation: UUID) -> None:
    with acts("ministry") as actor:
        before = rows()
        draft = tables.take_in(actor=actor, plan=national())
        assert draft.brought == {"acts": [], "indicators": [], "versions": []}
        tables.discard(actor=actor, plan_id=draft.id)
        assert rows() == before
        assert LegalAct.objects.filter(number="1V-0").exists()
        assert IndicatorVersion.objects.filter(indicator__code="T-1").exists()
        with pytest.raises(Refused):
            tables.discard(actor=actor, plan_id=nation)
        assert write("DELETE FROM plan_node WHERE plan_id = %s", [nation]) == 0
        assert write("DELETE FROM programme_version WHERE id = %s", [nation]) == 0


def test_a_draft_leaves_although_another_draft_uses_its_indicator(acts: Acts) -> None:
    own = replace(REACHED, code="T-own")
    plan = national(measure("1.1.1", indicators=(own,)), measure("1.1.2", indicators=()))
    with acts("ministry") as actor:
        first = tables.take_in(actor=actor, plan=plan)
        assert first.brought["indicators"]
    with acts("coordinator") as actor:
        theirs = drafting.found_programme(
            actor=actor, level="municipal", municipality="29", title="x",
            since=first.since, until=first.until,
        )  # fmt: skip
        write(
            "INSERT INTO plan_node (id, plan_id, kind, code, title, term, local_reason, lineage,"
            " version) VALUES (gen_random_uuid(), %s, 'goal', '1', 'x', '', '',"
            " gen_random_uuid(), 1)", [theirs.id],
        )  # fmt: skip
        write(
            "INSERT INTO indicator_use (id, plan_id, node_id, indicator_id)"
            " SELECT gen_random_uuid(), %s, n.id, v.id FROM plan_node n, indicator_version v"
            " WHERE n.plan_id = %s AND v.id = %s",
            [theirs.id, theirs.id, first.brought["versions"][0]],
        )  # fmt: skip
    with acts("ministry") as actor:
        tables.discard(actor=actor, plan_id=first.id)
        assert not ProgrammeVersion.objects.filter(id=first.id).exists()
        assert IndicatorVersion.objects.filter(id=first.brought["versions"][0]).exists()


def test_links_that_lead_nowhere_are_told(browser_of: Browser, nation: UUID, acts: Acts) -> None:
    client = browser_of("coordinator")
    plan = national(measure("1.1.1", links=("99.99",)), measure("1.1.2", links=("04.02",)))
    at = send(client, table.write(plan, "lt"))["Location"]
    page = client.get(at).content.decode()
    assert page.count("The link will not be entered") == 1
    assert "99.99" in page
    assert "The link will not be entered" in client.get(at).content.decode()
    with acts("coordinator"):
        assert not NodeLink.objects.filter(plan__published_at__isnull=True).exists()
