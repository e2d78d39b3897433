"""Which seats go together: the rule, and the same rule in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from talka.ground.kernel.pack import load_pack
from talka.people.accounts.rules import Period, area_fits, overlap, stands_apart
from talka.people.institutions.rules import role_fits
from tests.cast import PEOPLE, PLACES, Member
from tests.people.conftest import write

START = date(2026, 1, 1)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    since = START + timedelta(days=draw(st.integers(0, 20)))
    length = draw(st.one_of(st.none(), st.integers(0, 10)))
    until = None if length is None else since + timedelta(days=length)
    return Period(draw(st.sampled_from(["technical_admin", "police"])), since, until)


def days(period: Period) -> set[date]:
    span = (START + timedelta(days=n) for n in range(60))
    return {d for d in span if period.since <= d and (period.until is None or d < period.until)}


@given(periods(), periods())
def test_overlap_is_a_shared_day(a: Period, b: Period) -> None:
    assert overlap(a, b) == bool(days(a) & days(b))


@given(periods(), st.lists(periods(), max_size=4))
def test_technical_administration_shares_no_day_with_another_role(
    new: Period, held: list[Period]
) -> None:
    mixed = any(h.role != new.role and days(h) & days(new) for h in held)
    assert stands_apart(new, held) == (not mixed)


def test_every_role_of_the_cast_fits_its_institution_and_a_wrong_one_does_not() -> None:
    pack = load_pack()
    for place, role, _ in PEOPLE.values():
        assert role_fits(pack.role(role).kinds, PLACES[place][0])
    assert not role_fits(pack.role("prosecutor").kinds, "ngo")
    assert all(role_fits(pack.role("institution_admin").kinds, k.code) for k in pack.institutions)


def test_a_coordinator_belongs_to_their_municipality() -> None:
    assert area_fits("coordinator", "29", "29")
    assert not area_fits("coordinator", "27", "29")
    assert not area_fits("coordinator", None, None)
    assert area_fits("case_worker", None, "29")


INSERT = (
    "INSERT INTO assignment (id, worker_id, institution_id, role, municipality_id, since)"
    " VALUES (gen_random_uuid(), %s, %s, %s, %s, current_date)"
)


def _as_owner(sql: str, params: list[Any]) -> None:
    from talka.command.bootstrap import connect_migrate

    connect_migrate()
    try:
        with transaction.atomic(using="migrate"), connections["migrate"].cursor() as cursor:
            cursor.execute("SELECT set_config('talka.verb', 'test', true)")
            cursor.execute(sql, params)
            transaction.set_rollback(True, using="migrate")
    finally:
        connections["migrate"].close()


def test_not_even_the_owner_mixes_technical_administration(cast: dict[str, Member]) -> None:
    ngo, root = cast["ngo"], cast["technical"]
    with pytest.raises(IntegrityError):
        _as_owner(INSERT, [ngo.account, ngo.institution, "technical_admin", None])
    with pytest.raises(IntegrityError):
        _as_owner(INSERT, [root.account, ngo.institution, "case_worker", None])
    _as_owner(INSERT, [ngo.account, ngo.institution, "supervisor", None])


@pytest.mark.parametrize(
    ("who", "worker", "place", "role", "area"),
    [
        ("admin_caritas", "admin_caritas", "ngo", "case_worker", "29"),
        ("technical", "technical", "ngo", "institution_admin", None),
        ("admin_caritas", "ngo", "police", "police", "29"),
        ("admin_caritas", "ngo", "ngo", "technical_admin", None),
        ("technical", "ngo", "ngo", "case_worker", "29"),
        ("admin_town", "ngo", "coordinator", "coordinator", "27"),
        ("admin_town", "ngo", "coordinator", "coordinator", None),
        ("ngo", "ngo_colleague", "ngo", "supervisor", "29"),
    ],
)
def test_the_database_gives_no_seat_beyond_the_rule(
    acts: Callable[[str], Any],
    world: dict[str, Member],
    who: str,
    worker: str,
    place: str,
    role: str,
    area: str | None,
) -> None:
    """Past the actions, straight at the tables, as the runtime role."""
    values = [world[worker].account, world[place].institution, role, area]
    with acts(who), pytest.raises(DatabaseError):
        write(INSERT, values)


def test_the_same_insert_within_the_rule_is_taken(
    acts: Callable[[str], Any], world: dict[str, Member]
) -> None:
    """Control of the test above."""
    with acts("admin_caritas"):
        write(INSERT, [world["ngo"].account, world["ngo"].institution, "supervisor", "29"])


def test_a_seat_keeps_its_role_and_its_holder(
    acts: Callable[[str], Any], world: dict[str, Member]
) -> None:
    for column, value in (("role", "supervisor"), ("worker_id", str(world["police"].account))):
        with acts("admin_caritas"), pytest.raises(DatabaseError):
            write(
                f"UPDATE assignment SET {column} = %s WHERE id = %s",
                [value, world["ngo"].assignment],
            )
