"""A team is founded, seats are taken and left; everybody signed in can see it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connections
from django.test import Client
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.kernel.begun import counted
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.people.accounts.actions import end_assignment
from talka.people.teams import actions, facts, queries
from tests.cast import Member
from tests.people.conftest import write

Acts = Callable[[str], AbstractContextManager[Actor]]
Browser = Callable[..., Client]
World = dict[str, Member]
INSERT = "INSERT INTO team (id, municipality_id, since) VALUES (%s, %s, current_date)"


@pytest.fixture
def team(acts: Acts) -> Any:
    with acts("coordinator") as actor:
        return actions.found_team(actor=actor, municipality="29").id


def _seat(acts: Acts, world: World, team: Any, seat: str, who: str, **more: Any) -> Any:
    with acts("coordinator") as actor:
        return actions.seat_member(
            actor=actor, team_id=team, seat=seat, assignment_id=world[who].assignment, **more
        )


def test_only_the_coordinator_of_the_town_founds_and_only_once(acts: Acts, team: Any) -> None:
    with acts("ngo") as actor, pytest.raises(Refused):
        actions.found_team(actor=actor, municipality="29")
    with acts("coordinator") as actor:
        with pytest.raises(Refused):
            actions.found_team(actor=actor, municipality="27")
        with pytest.raises(Broken):
            actions.found_team(actor=actor, municipality="29")


def test_the_database_lets_nobody_else_write_teams(acts: Acts, team: Any) -> None:
    for who in ("ngo", "ministry", "admin_town"):
        with acts(who), pytest.raises(DatabaseError):
            write(INSERT, [uuid4(), "27"])
    with acts("coordinator"):  # control: the same statement for the own municipality
        write("UPDATE seat_holding SET until = since WHERE team_id = %s", [team])
        with pytest.raises(IntegrityError):
            write(INSERT, [uuid4(), "29"])


def test_a_seat_takes_only_its_roles(acts: Acts, world: World, team: Any) -> None:
    with pytest.raises(Broken) as broken:
        _seat(acts, world, team, "police", "ngo")
    assert set(broken.value.faults) == {"assignment_id"}
    assert _seat(acts, world, team, "ngo_expert", "ngo_supervisor").seat == "ngo_expert"


def test_a_stranger_to_the_town_is_not_seated(acts: Acts, world: World, team: Any) -> None:
    with pytest.raises(Broken):
        _seat(acts, world, team, "ngo_expert", "stranger")


def test_two_do_not_hold_one_seat_but_a_deputy_may_stand_by(
    acts: Acts, world: World, team: Any
) -> None:
    _seat(acts, world, team, "ngo_expert", "ngo")
    with pytest.raises(Broken):
        _seat(acts, world, team, "ngo_expert", "ngo_colleague")
    with pytest.raises(Broken):
        _seat(acts, world, team, "ngo_expert", "ngo", deputy=True)
    _seat(acts, world, team, "ngo_expert", "ngo_colleague", deputy=True)
    with acts("evaluator"):
        view = queries.team_view(team, "en")
    expert = view.seats[0]
    assert expert.member
    assert expert.deputy
    assert (expert.member.name, expert.deputy.name) == ("Ngo", "Ngo Colleague")
    assert expert.empty_since is None
    assert view.seats[1].empty_since == timezone.localdate()


@pytest.mark.parametrize("seat", ["mayor", "", "police'; --"])
def test_an_unknown_seat_is_absent(acts: Acts, world: World, team: Any, seat: str) -> None:
    with pytest.raises(Absent):
        _seat(acts, world, team, seat, "police")


def test_dates_outside_are_refused(acts: Acts, world: World, team: Any) -> None:
    today = timezone.localdate()
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(Broken) as broken:
            _seat(acts, world, team, "police", "police", since=day)
        assert set(broken.value.faults) == {"since"}


def test_leaving_empties_the_seat_and_keeps_the_history(
    acts: Acts, world: World, team: Any
) -> None:
    holding = _seat(acts, world, team, "police", "police")
    with acts("ngo") as actor, pytest.raises(Refused):
        actions.leave_seat(actor=actor, holding_id=holding.id)
    with acts("coordinator") as actor:
        actions.leave_seat(actor=actor, holding_id=holding.id)
        with pytest.raises(Absent):
            actions.leave_seat(actor=actor, holding_id=holding.id)
    with acts("ngo"):
        seat = next(s for s in queries.team_view(team, "en").seats if s.seat == "police")
    assert seat.member is None
    assert seat.empty_since == timezone.localdate()
    _seat(acts, world, team, "police", "police")


def test_who_stops_working_there_leaves_the_seat(
    acts: Acts, world: World, team: Any, door: None
) -> None:
    _seat(acts, world, team, "ngo_expert", "ngo_colleague")
    with acts("admin_caritas") as actor:
        end_assignment(actor=actor, assignment_id=world["ngo_colleague"].assignment)
    with acts("ngo"):
        seat = queries.team_view(team, "en").seats[0]
        assert seat.member is None
        assert seat.empty_since == timezone.localdate()
    _seat(acts, world, team, "ngo_expert", "ngo")
    with acts("ngo"):
        assert queries.team_view(team, "en").seats[0].member is not None


def test_counts_hold_no_person(acts: Acts, world: World, team: Any) -> None:
    """On the connection of the test: the report connection cannot see what is rolled back."""
    _seat(acts, world, team, "police", "police")
    _seat(acts, world, team, "ngo_expert", "ngo")
    _seat(acts, world, team, "ngo_expert", "ngo_colleague", deputy=True)
    today = timezone.localdate()
    with acts("ministry"):
        fact = next(f for f in facts.teams(today, using="default") if f.municipality == "29")
        assert (fact.held, fact.empty, fact.deputies) == (2, 4, 1)
        assert list(facts.teams(today - timedelta(days=1), using="default")) == []


def test_the_report_role_reads_counts_and_no_names(cast: World) -> None:
    assert list(facts.teams(timezone.localdate())) == []
    with pytest.raises(DatabaseError), connections["report"].cursor() as cursor:
        cursor.execute("SELECT worker_id FROM assignment")
    with pytest.raises(DatabaseError), connections["report"].cursor() as cursor:
        cursor.execute("SELECT name FROM worker")


# The screens


def _post(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, {"idempotency_key": str(uuid4()), **values})


def test_the_coordinator_founds_and_seats_on_the_screen(browser_of: Browser, world: World) -> None:
    client = browser_of("coordinator")
    answer = _post(client, "/teams/new/", municipality="29", since="")
    assert answer.status_code == 303
    page = answer["Location"]
    seated = _post(client, f"{page}seat/police/", assignment_id=str(world["police"].assignment))
    assert seated.status_code == 303
    shown = browser_of("evaluator", "lt").get(page).content.decode()
    assert "Policijos atstovas" in shown
    assert "Police" in shown
    assert "/leave/" not in shown
    own = client.get(page).content.decode()
    leave = own[own.index(f"{page}leave/") :].split('"')[0]
    assert client.get(leave).status_code == 200
    assert _post(client, leave, on="1999-01-01").status_code == 422
    assert _post(client, leave, on="").status_code == 303
    assert "Police officer" not in client.get(page).content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"assignment_id": ""},
        {"assignment_id": "not-a-uuid"},
        {"assignment_id": str(uuid4())},
        {"assignment_id": "x" * 100_000},
        {"since": "2026-13-45"},
        {"since": "99999-01-01"},
        {"deputy": "maybe", "assignment_id": "\u202e"},
    ],
)
def test_bad_input_is_answered_in_words(
    browser_of: Browser, team: Any, values: dict[str, str]
) -> None:
    client = browser_of("coordinator")
    assert _post(client, f"/teams/{team}/seat/police/", **values).status_code == 422


def test_addresses_of_nothing_are_absent(browser_of: Browser, team: Any) -> None:
    client = browser_of("coordinator")
    for address in (
        f"/teams/{uuid4()}/",
        f"/teams/{uuid4()}/seat/police/",
        f"/teams/{team}/seat/mayor/",
        f"/teams/{team}/leave/{uuid4()}/",
    ):
        assert client.get(address).status_code == 404, address


def test_others_are_refused_and_told_whom_to_ask(browser_of: Browser, team: Any) -> None:
    for who in ("ngo", "ministry"):
        answer = browser_of(who).get(f"/teams/{team}/seat/police/")
        assert answer.status_code == 403
        assert "the coordinator of that municipality" in answer.content.decode()
    assert Client().get("/teams/").status_code == 303


def test_pages_ask_little_with_one_and_with_three_members(
    browser_of: Browser, acts: Acts, world: World, team: Any
) -> None:
    client = browser_of("police")
    counts = []
    for seat, who in (("police", "police"), ("prosecutor", "prosecutor"), ("ngo_expert", "ngo")):
        _seat(acts, world, team, seat, who)
        for address in ("/teams/", f"/teams/{team}/"):
            with counted() as statements:
                assert client.get(address).status_code == 200
            counts.append(len(statements))
    assert max(counts) <= 12
    assert counts[0:2] == counts[4:6]
