"""Supervision of a team: that it was held and with which seats, and nothing of what was said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.people.teams import actions as teams
from talka.prevention.bodies import rules
from talka.prevention.bodies.actions.supervision import strike_supervision, supervise
from talka.prevention.bodies.models import Supervision
from talka.prevention.bodies.queries.supervision import supervision_page
from tests.cast import Member
from tests.prevention.bodies.conftest import Acts

TODAY = timezone.localdate()


@pytest.fixture
def team(acts: Acts, world: dict[str, Member]) -> UUID:
    """Šiauliai's team of two years, with the police officer in it."""
    with acts("coordinator") as actor:
        made = teams.found_team(actor=actor, municipality="29", since=TODAY - timedelta(days=730))
        teams.seat_member(actor=actor, team_id=made.id, seat="police",
                          assignment_id=world["police"].assignment)  # fmt: skip
    return made.id


def said(team: UUID, **more: Any) -> dict[str, Any]:
    return {"team_id": team, "held_on": TODAY, "minutes": 90, "supervisor": "Supervizorė",
            "seats": ["police", "municipality"], **more}  # fmt: skip


def test_counted_by_year_and_by_seat(acts: Acts, team: UUID, browser_of: Any) -> None:
    before = date(TODAY.year - 1, 12, 1)
    with acts("coordinator") as actor:
        supervise(actor=actor, **said(team))
        supervise(actor=actor, **said(team, held_on=before, minutes=120, seats=["police"]))
        supervise(actor=actor, **said(team, held_on=before - timedelta(days=9), minutes=60))
        page = supervision_page(actor, team, "en")
        assert [(y.year, y.sessions, y.minutes, y.seats) for y in page.years] == [
            (TODAY.year, 1, 90, (("municipality", 1), ("police", 1))),
            (TODAY.year - 1, 2, 180, (("police", 2), ("municipality", 1))),
        ]
        assert [s.held_on for s in page.sessions] == sorted(
            (s.held_on for s in page.sessions), reverse=True
        )
    shown = browser_of("coordinator").get("/bodies/").content.decode()
    assert reverse("supervision", args=[team]) in shown
    assert "1 session this year" in shown
    assert "Supervizorė" in browser_of("police").get(f"/bodies/teams/{team}/").content.decode()
    assert f"/bodies/teams/{team}/" not in browser_of("stranger").get("/bodies/").content.decode()


def test_who_reads_and_who_writes(acts: Acts, team: UUID, browser_of: Any) -> None:
    with acts("coordinator") as actor:
        row = supervise(actor=actor, **said(team))
    for who in ("coordinator", "ministry", "police"):
        with acts(who) as actor:
            assert supervision_page(actor, team, "en").sessions
    for who in ("stranger", "ngo", "evaluator", "technical"):
        with acts(who) as actor:
            assert not Supervision.objects.exists()
            with pytest.raises(Refused):
                supervision_page(actor, team, "en")
            with pytest.raises(Absent):
                strike_supervision(actor=actor, supervision_id=row.id)
    for who in ("ministry", "police", "stranger"):
        with acts(who) as actor:
            with pytest.raises(Refused):
                supervise(actor=actor, **said(team, held_on=TODAY - timedelta(days=1)))
            with pytest.raises(DatabaseError):
                insert(team, actor.id, TODAY - timedelta(days=1))
    assert browser_of("ministry").post(
        reverse("supervision_strike", args=[row.id]), {"idempotency_key": str(uuid4())}
    ).status_code == 403  # fmt: skip


def insert(team: UUID, by: UUID, on: date, minutes: int = 60) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', 'test', true)")
        cursor.execute(
            "INSERT INTO team_supervision (id, team_id, held_on, minutes, supervisor, seats, by_id)"
            " VALUES (gen_random_uuid(), %s, %s, %s, 'x', '{police}', %s)",
            [team, on, minutes, by],
        )


def test_the_database_refuses_what_the_rules_refuse(
    acts: Acts, team: UUID, world: dict[str, Member]
) -> None:
    with acts("coordinator") as actor:
        insert(team, actor.id, TODAY)  # control
        for wrong in (
            (team, actor.id, TODAY + timedelta(days=1)), (team, world["police"].account, TODAY),
            (team, actor.id, TODAY - timedelta(days=800)), (team, actor.id, TODAY),
            (team, actor.id, TODAY - timedelta(days=2), 5),
        ):  # fmt: skip
            with pytest.raises(DatabaseError):
                insert(*wrong)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"held_on": TODAY + timedelta(days=1)}, "held_on"), ({"minutes": 5}, "minutes"),
     ({"held_on": TODAY - timedelta(days=900)}, "held_on"), ({"seats": []}, "seats"),
     ({"seats": ["king"]}, "seats"), ({"supervisor": " "}, "supervisor")],
)  # fmt: skip
def test_what_does_not_hold_is_told_at_its_field(
    acts: Acts, team: UUID, more: dict[str, Any], field: str
) -> None:
    with acts("coordinator") as actor, translation.override("en"):
        with pytest.raises(Broken) as broken:
            supervise(actor=actor, **said(team, **more))
        assert list(broken.value.faults) == [field]


def test_one_a_day_and_a_wrong_one_goes_out(acts: Acts, team: UUID, browser_of: Any) -> None:
    with acts("coordinator") as actor:
        row = supervise(actor=actor, **said(team))
        with pytest.raises(Broken, match="already"), translation.override("en"):
            supervise(actor=actor, **said(team))
        strike_supervision(actor=actor, supervision_id=row.id)
        assert supervise(actor=actor, **said(team)).id != row.id
    at = reverse("supervision_new", args=[team])
    browser = browser_of("coordinator")
    assert "A supervision was held" in browser.get(at).content.decode()
    day = {"held_on": TODAY - timedelta(days=3), "minutes": 60, "supervisor": "x"}
    key = {"idempotency_key": str(uuid4())}
    assert browser.post(at, {**day, **key, "seats": ["police"]}).status_code == 303
    assert "2 sessions" in browser.get("/bodies/").content.decode() or TODAY.month == 1


def test_the_rule_alone() -> None:
    known, day = {"a", "b"}, date(2026, 5, 5)

    def fault(**more: Any) -> Any:
        given = {"held_on": day, "since": day, "until": day, "today": day, "minutes": 15,
                 "seats": {"a"}, "known": known, **more}  # fmt: skip
        return rules.supervision_fault(**given)

    assert fault() is None
    assert fault(minutes=600) is None
    assert fault(minutes=601) == ("minutes", "length")
    assert fault(until=day - timedelta(days=1)) == ("held_on", "no_team")
