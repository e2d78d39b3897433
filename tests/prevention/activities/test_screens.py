"""The screens without scripts: a lecture in one form, the list, the calendar, the measure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from talka.prevention.activities.models import Activity, Reach
from talka.prevention.activities.rules import Count
from talka.prevention.programmes.models import IndicatorUse, Observation, PlanNode
from tests.cast import Member
from tests.prevention.activities.conftest import Acts, ago, lecture, post, recorded

Browser = Callable[..., Client]
QUICK = {"title": "Pamoka", "kind": "lecture", "since": ago(0).isoformat(), "setting": "school",
         "group": "pupils", "count": "25", "way": "persons:signed_list"}  # fmt: skip


def test_a_lecture_in_one_form(browser_of: Browser, acts: Acts) -> None:
    client = browser_of("ngo", "lt")
    page = client.get("/activities/new/").content.decode()
    assert ago(0).isoformat() in page
    assert 'name="place"' not in page
    assert 'name="organiser"' not in page
    made = post(client, "/activities/new/", **QUICK)
    assert made.status_code == 303
    shown = client.get(made["Location"]).content.decode()
    for word in ("Pamoka", "Mokiniai: 25", "pagal pasirašytą sąrašą", "įvyko", "Mokykla"):
        assert word in shown
    with acts("ngo"):
        assert Reach.objects.get().count == 25


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"kind": "party"}, {"since": "yesterday"}, {"since": "2099-01-01"},
     {"count": "-1"}, {"count": "many"}, {"way": "views:counted"}, {"group": ""},
     {"measure": str(uuid4())}, {"count": "9" * 30}, {"title": "x" * 300}],
)  # fmt: skip
def test_wrong_words_are_said_back(browser_of: Browser, wrong: dict[str, str]) -> None:
    answer = post(browser_of("ngo"), "/activities/new/", **{**QUICK, **wrong})
    assert answer.status_code == 422
    assert b'value="2' in answer.content or wrong.get("since")


def test_a_day_to_come_is_planned_and_a_count_may_be_missing(
    browser_of: Browser, acts: Acts
) -> None:
    client = browser_of("coordinator")
    made = post(client, "/activities/new/", **{**QUICK, "since": ago(-9).isoformat(), "count": "",
                "organiser": _first_choice(client)})  # fmt: skip
    assert made.status_code == 303
    assert "It was not held yet." in client.get(made["Location"]).content.decode()
    made = post(client, "/activities/new/", **{**QUICK, "count": "",
                "organiser": _first_choice(client)})  # fmt: skip
    assert "Nobody counted." in client.get(made["Location"]).content.decode()
    made = post(client, "/activities/new/", **{**QUICK, "kind": "ngo_support", "count": "",
                "organiser": _first_choice(client)})  # fmt: skip
    assert "Not applicable" in client.get(made["Location"]).content.decode()


def _first_choice(client: Client) -> str:
    page = client.get("/activities/new/").content.decode()
    found = re.search(r'name="organiser".*?<option value="([0-9a-f-]{36})"', page, re.S)
    assert found
    return found[1]


def test_the_second_of_two_editors_sees_both_texts(browser_of: Browser, planned: Activity) -> None:
    said = {"title": "One", "kind": "lecture", "since": "2026-01-05", "until": "2026-01-05",
            "setting": "school", "version": "1"}  # fmt: skip
    at = f"/activities/{planned.id}/edit/"
    assert post(browser_of("ngo"), at, **said).status_code == 303
    second = post(browser_of("coordinator"), at, **{**said, "title": "Two"})
    assert second.status_code == 409
    page = second.content.decode()
    assert "Two" in page
    assert "Stands there now:</strong> One" in page
    assert post(browser_of("police"), at, **said).status_code == 403


def test_held_from_the_list_and_corrected_with_a_reason(
    browser_of: Browser, acts: Acts, planned: Activity
) -> None:
    client, at = browser_of("ngo"), f"/activities/{planned.id}/"
    assert "Were these held?" in client.get("/activities/").content.decode()
    assert "Were these held?" not in browser_of("police").get("/activities/").content.decode()
    form = {"version": "1", "since": planned.since.isoformat(), "until": planned.until.isoformat(),
            "group": "pupils", "way": "persons:counted", "count": "0"}  # fmt: skip
    assert post(client, f"{at}held/", **form).status_code == 303
    assert "Were these held?" not in client.get("/activities/").content.decode()
    with acts("ngo"):
        one = Reach.objects.get(activity=planned)
    strike = f"{at}reach/{one.id}/strike/"
    assert post(client, strike).status_code == 422
    assert post(client, strike, reason="Counted the wrong class").status_code == 303
    shown = client.get(at).content.decode()
    assert "Counted the wrong class" in shown
    assert "Nobody counted." in shown
    assert post(client, f"{at}cancel/", version="2", reason="x").status_code == 403


def test_lines_of_every_part_and_the_same_again(browser_of: Browser, held: Activity) -> None:
    client, at = browser_of("ngo"), f"/activities/{held.id}/"
    for part, values in {
        "reach": {"group": "public", "way": "views:views", "count": "900"},
        "partner": {"name": "Biblioteka"},
        "cost": {"source": "SB", "amount": "1 200,50"},
        "material": {"title": "Lankstinukas", "kind": "leaflet", "print_run": "10",
                     "distributed": "10", "languages": ["lt", "uk"]},
        "media": {"outlet": "Laikraštis", "on": "2026-05-01"},
        "support": {"name": "NVO", "amount": "10", "purpose": "Linija"},
    }.items():  # fmt: skip
        assert client.get(f"{at}{part}/new/").status_code == 200
        assert post(client, f"{at}{part}/new/").status_code == 422, part
        assert post(browser_of("police"), f"{at}{part}/new/", **values).status_code == 403
        assert post(client, f"{at}{part}/new/", **values).status_code == 303, part
    assert client.get(f"{at}soul/new/").status_code == 404
    shown = client.get(at).content.decode()
    for word in ("Biblioteka", "€1,200.50", "€48.02", "Leaflet", "Laikraštis", "Views: 900"):
        assert word in shown, word
    again = post(client, f"{at}again/", since=ago(-30).isoformat())
    copy = client.get(again["Location"]).content.decode()
    assert "Biblioteka" in copy
    assert "1,200.50" not in copy


def test_from_a_count_to_a_figure_of_the_measure(
    browser_of: Browser, acts: Acts, running: PlanNode, world: dict[str, Member]
) -> None:
    with acts("ngo") as actor:
        recorded(actor, world["ngo"].institution, measure=running.id)
    client, at = browser_of("coordinator"), f"/measures/{running.id}/activities/"
    assert at in client.get(f"/measures/{running.id}/").content.decode()
    with acts("coordinator"):
        use = IndicatorUse.objects.get(node=running)
    assert post(client, f"/indicators/{use.id}/feed/", way="persons:counted").status_code == 303
    page = " ".join(client.get(at).content.decode().split())
    assert "from activities 25" in page
    assert "take/" not in browser_of("ngo").get(at).content.decode()
    take = f"/indicators/{use.id}/take/{ago(1).year}/"
    assert post(browser_of("ngo"), take, shown="25").status_code == 403
    assert post(client, take, shown="24").status_code == 303
    assert post(client, take, shown="x").status_code == 303
    with acts("coordinator"):
        assert not Observation.objects.exists()
    assert post(client, take, shown="25").status_code == 303
    assert "taken over" in client.get(at).content.decode()
    assert "activities: 1" in client.get(f"/measures/{running.id}/").content.decode()
    assert post(client, f"/indicators/{use.id}/starve/").status_code == 303


def test_the_list_is_narrowed_and_summed_way_by_way(
    browser_of: Browser, acts: Acts, held: Activity, planned: Activity, world: dict[str, Member]
) -> None:
    with acts("police") as actor:
        recorded(actor, world["police"].institution, lecture(ago(40), title="Kampanija",
                 kind="campaign", groups=("public",)),
                 counts=[Count("public", "views", "views", 9000)])  # fmt: skip
    client = browser_of("evaluator")

    def titles(query: str) -> set[str]:
        page = client.get(f"/activities/?{query}").content.decode()
        return {t for t in ("Kampanija", "Pamoka apie") if t in page}

    assert titles("") == {"Kampanija", "Pamoka apie"}
    assert titles("kind=campaign") == titles("group=public") == {"Kampanija"}
    assert titles(f"since={ago(10).isoformat()}") == {"Pamoka apie"}
    assert titles("municipality=29") == {"Kampanija", "Pamoka apie"}
    assert titles("municipality=27") == titles("municipality=-") == titles("status=cancelled")
    assert titles("status=cancelled") == set()
    assert titles("kind=<b>&since=x&municipality=99") == {"Kampanija", "Pamoka apie"}
    page = client.get("/activities/").content.decode()
    assert re.search(r"Persons, counted</dt>\s*<dd[^>]*>\s*25\s*<", page)
    assert re.search(r"Views</dt>\s*<dd[^>]*>\s*9,000\s*<", page)
    assert "9025" not in page


HOSTILE = ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "'=1")


def test_the_table_keeps_formulas_harmless_and_ways_apart(
    browser_of: Browser, acts: Acts, world: dict[str, Member]
) -> None:
    with acts("ngo") as actor:
        own = world["ngo"].institution
        for n, title in enumerate(HOSTILE):
            recorded(actor, own, lecture(title=f"{title} {n}", since=ago(20 - n)))
        recorded(actor, own, lecture(title="zero", since=ago(5)),
                 counts=[Count("pupils", "persons", "counted", 0)])  # fmt: skip
        recorded(actor, own, lecture(title="missing", since=ago(4)), counts=())
        recorded(actor, own, lecture(title="none", since=ago(3), kind="material"), counts=())
    answer = browser_of("stranger").get("/activities/table/")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for r in rows for cell in r)
    counted = rows[0].index("Persons, counted")
    assert {r[1]: r[counted] for r in rows[-3:]} == {"zero": "0", "missing": "", "none": "–"}
    assert [r[counted] for r in rows[1:7]] == ["25"] * 6


def test_a_formula_would_be_noticed() -> None:
    """Control."""
    assert any(title.strip().startswith(("=", "+", "-", "@")) for title in HOSTILE)


def test_the_calendar_over_the_end_of_a_month(
    browser_of: Browser, acts: Acts, world: dict[str, Member]
) -> None:
    with acts("ngo") as actor:
        long = lecture(ago(400).replace(month=3, day=28), title="Savaitė")
        year = long.since.year
        said = lecture(long.since, title="Savaitė", until=long.since.replace(month=4, day=2))
        recorded(actor, world["ngo"].institution, said)
    client = browser_of("police")
    days = {}
    for month in ("03", "04"):
        page = client.get(f"/activities/calendar/?month={year}-{month}").content.decode()
        cells = re.findall(r'<td.*?datetime="([\d-]+)".*?</td>', page, re.S)
        bodies = re.findall(r"<td.*?</td>", page, re.S)
        days[month] = {d for d, b in zip(cells, bodies, strict=True) if "Savaitė" in b}
    wanted = {f"{year}-03-{d}" for d in (28, 29, 30, 31)} | {f"{year}-04-0{d}" for d in (1, 2)}
    assert days["03"] | days["04"] == wanted
    for month in ("", "x", "2026-13", "0000-01"):
        assert client.get(f"/activities/calendar/?month={month}").status_code == 200


def test_a_file_goes_up_and_comes_down(browser_of: Browser, held: Activity) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, at = browser_of("ngo"), f"/activities/{held.id}/evidence/"
    file = SimpleUploadedFile("report.txt", b"Two lessons were held.")
    values = {"kind": "protocol", "personal_data": "none", "no_minor": "on"}
    assert post(client, f"{at}new/", file=file, **values).status_code == 422
    file.seek(0)
    made = post(client, f"{at}new/", file=file, nobody_helped="on", **values)
    assert made.status_code == 303
    page = browser_of("stranger").get(at).content.decode()
    link = re.search(rf"{at}[0-9a-f-]{{36}}/", page)
    assert link
    assert browser_of("stranger").get(link[0]).content == b"Two lessons were held."
    assert post(browser_of("stranger"), f"{link[0]}destroy/", reason="x").status_code == 403
    assert post(client, f"{link[0]}destroy/", reason="Wrong file").status_code == 303
    assert browser_of("stranger").get(link[0]).status_code == 404
    assert "Wrong file" in client.get(at).content.decode()


PAGES = ("activities/", "activities/calendar/", "activities/table/", "activities/{held}/",
         "activities/{held}/evidence/", "measures/{node}/activities/", "activities/new/",
         "activities/{held}/held/")  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_as_much_of_many_as_of_few(
    browser_of: Browser, acts: Acts, held: Activity, planned: Activity, running: PlanNode,
    world: dict[str, Member], page: str,
) -> None:  # fmt: skip
    one = planned if "held/held" in page else held
    client, address = browser_of("coordinator"), "/" + page.format(held=one.id, node=running.id)
    address = address.replace(str(held.id), str(one.id))
    counted = []
    with acts("ngo") as actor:
        recorded(actor, world["ngo"].institution, measure=running.id)
    for _ in range(2):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code in (200, 403)
        counted.append(len([q for q in asked if "SAVEPOINT" not in q["sql"]]))
        with acts("ngo") as actor:
            for n in range(4):
                row = recorded(actor, world["ngo"].institution, lecture(ago(n)),
                               measure=running.id)  # fmt: skip
                post(browser_of("ngo"), f"/activities/{row.id}/partner/new/", name="P")
    assert counted[0] == counted[1]
    assert counted[0] <= 12, counted


def test_without_signing_in_nothing_is_read(held: Activity) -> None:
    for page in ("/activities/", f"/activities/{held.id}/", "/activities/table/"):
        assert Client().get(page).status_code in (302, 303)


def test_pages_speak_lithuanian(browser_of: Browser, held: Activity) -> None:
    assert timezone.localdate() > held.since
    for page in ("/activities/", "/activities/calendar/", f"/activities/{held.id}/"):
        lt = browser_of("ngo", "lt").get(page).content.decode()
        assert "Veiklos" in lt
        assert not re.search(r">\s*(Activities|Altogether|Evidence|Calendar|Kind)\s*<", lt)
