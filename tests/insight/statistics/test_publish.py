"""The annual figure: exact for those who answer for a place, protected for everybody."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.test import Client

from talka.casework.cases import actions, facts
from talka.ground.access.actor import counting
from talka.insight.statistics.models import PublishedFigure, Release
from talka.insight.statistics.queries import annual, count_by
from tests.casework.conftest import PROFILE

SMALL = """
INSERT INTO talka.published_figure (id, release_id, measure, dimension, item, kind, value)
VALUES (gen_random_uuid(), gen_random_uuid(), 'persons', 'total', 'total', 'number', 3)
"""
YEAR = 2019
"""A year in which no other test opens cases."""


@pytest.fixture(scope="module")
def counted(cast):
    """Twelve people of Šiauliai and three of Panevėžys, committed (counting has a connection of
    its own)."""
    from datetime import date

    from talka.ground.access.actor import begun

    for name, place, number in (("ngo", "29", 12), ("stranger", "27", 3)):
        with begun(cast[name].token) as actor:
            for n in range(number):
                actions.open_case(
                    actor=actor,
                    municipality=place,
                    on=date(YEAR, 1 + n % 12, 1),
                    profile={**PROFILE, "exploitation": ["sexual"] if n % 4 == 3 else ["labour"]},
                    protocol=("lt", 1),
                )
    return cast


def test_a_coordinator_counts_only_their_own_town(counted):
    with counting(counted["coordinator"].token):
        assert {p.municipality for p in facts.people(YEAR)} == {"29"}
        mine = annual(YEAR, "29")
    assert (mine.persons, mine.new) == (12, 12)
    assert {line.item: line.count for line in mine.by["exploitation"]} == {"labour": 9, "sexual": 3}


def test_the_ministry_counts_the_country_and_others_count_nothing(counted):
    with counting(counted["ministry"].token):
        found = dict(count_by(facts.people(YEAR), ["municipality"]))
        assert found == {("29",): 12, ("27",): 3}
    for name in ("ngo", "police", "stranger", "technical", "evaluator"):
        with counting(counted[name].token):
            assert list(facts.people(YEAR)) == []
    with counting("forged"):
        assert list(facts.people(YEAR)) == []


def test_a_person_counts_once_and_stays_while_their_case_is_open(counted):
    with counting(counted["ministry"].token):
        later = annual(YEAR + 1, "29")
    assert later.persons >= 12
    assert later.new == later.persons - 12


def test_the_report_role_reads_no_code_of_a_case_and_no_name(counted):
    place = settings.HOME.database()
    words = {k: place[k] for k in ("host", "port")} | {"dbname": place["name"]}
    words |= {"user": "talka_report", "password": place["passwords"]["talka_report"]}
    for secret in (
        "code FROM talka.case_file",
        "* FROM talka.case_identity",
        "* FROM talka.worker",
    ):
        with psycopg.connect(**words) as db, pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute(f"SELECT {secret}")


def test_publishing_shows_nothing_below_ten_and_nothing_below_county(counted):
    ministry = Client(headers={"accept-language": "en"})
    ministry.cookies["talka"] = counted["ministry"].token
    key = {"idempotency_key": uuid4().hex}
    assert ministry.post(f"/figures/{YEAR}/publish/", key).status_code == 303
    release = Release.objects.using("public").filter(year=YEAR).latest("at")
    cells = list(PublishedFigure.objects.using("public").filter(release=release))
    assert all(c.value is None or c.value >= 10 for c in cells)
    assert {c.dimension for c in cells} == {
        "total",
        "county",
        "age_group",
        "gender",
        "exploitation",
    }
    page = Client().get(f"/public/figures/{YEAR}/?lang=en")
    assert page.status_code == 200
    assert "0 to 9" in page.content.decode()
    assert not page.cookies


def test_the_database_refuses_a_small_published_number_and_a_strangers_release(counted):
    from tests import house

    with psycopg.connect(
        **{**house.admin_connection(settings.HOME.path), "dbname": house.NAME}
    ) as db:
        db.execute("SET LOCAL session_replication_role = replica")
        with pytest.raises(psycopg.errors.CheckViolation):
            db.execute(SMALL)
    coordinator = Client()
    coordinator.cookies["talka"] = counted["coordinator"].token
    refused = coordinator.post(f"/figures/{YEAR}/publish/", {"idempotency_key": uuid4().hex})
    assert refused.status_code == 403


@pytest.mark.parametrize(
    "address", ["/figures/?year=1", "/figures/?year=%00", "/figures/?year=abc"]
)
def test_a_year_that_is_none_leads_back(counted, address):
    client = Client()
    client.cookies["talka"] = counted["ministry"].token
    assert client.get(address).status_code in {303, 400}
