"""Whose turn is next, when it is due, what a new version changes."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talka.ground.kernel.pack import load_pack
from talka.method.documents import Words
from talka.method.protocol.documents import UNITS
from talka.method.protocol.rules import (
    Change,
    Deadline,
    difference,
    due,
    next_turn,
    opened_beside,
    parse,
    reminders,
)
from talka.method.protocol.workdays import easter_sunday, read_calendar

DOCUMENT = load_pack("lt").documents("protocol")["v1"]
PROTOCOL = parse(DOCUMENT)
CALENDAR = read_calendar(load_pack("lt").document("holidays.yaml"))
VILNIUS = ZoneInfo("Europe/Vilnius")

MOMENTS = st.datetimes(
    min_value=datetime.fromisoformat("2020-01-01"),
    max_value=datetime.fromisoformat("2045-01-01"),
    timezones=st.just(UTC),
)


def deadline(amount: int, unit: Any, reminded: tuple[int, ...] = ()) -> Deadline:
    return Deadline("x", amount, unit, "standard", Words("x", "x"), False, reminders=reminded)


def test_an_outcome_says_whose_turn_is_next() -> None:
    turn = next_turn(PROTOCOL, "presumption", "presumed")
    assert (turn.step, turn.roles, turn.ends) == ("first_contact", ("case_worker",), False)
    assert next_turn(PROTOCOL, "retention", "erased").ends
    with pytest.raises(KeyError):
        next_turn(PROTOCOL, "presumption", "no_such_outcome")
    with pytest.raises(KeyError):
        next_turn(PROTOCOL, "no_such_step", "presumed")


def test_acceptance_opens_identification_beside_the_plan() -> None:
    assert next_turn(PROTOCOL, "referral", "accepted").step == "needs_plan"
    opened = opened_beside(PROTOCOL, "referral", "accepted")
    assert [t.step for t in opened] == ["identification", "reflection"]
    child = opened_beside(PROTOCOL, "referral", "accepted", child=True)
    assert "child_rights" in child[0].roles
    assert opened_beside(PROTOCOL, "referral", "refused") == ()


@pytest.mark.parametrize(
    ("start", "amount", "unit", "until"),
    [
        # Good Friday works in Lithuania; Easter Monday does not.
        ("2026-04-03 10:00", 1, "working_days", "2026-04-07"),
        ("2026-04-02 10:00", 1, "working_days", "2026-04-03"),
        # Christmas Eve to Boxing Day, then a weekend.
        ("2026-12-23 23:59", 1, "working_days", "2026-12-28"),
        ("2026-12-31 09:00", 1, "working_days", "2027-01-04"),
        # 16 February 2026 is a Monday and the Day of Restoration of the State.
        ("2026-02-13 09:00", 2, "working_days", "2026-02-18"),
        ("2026-01-31 09:00", 1, "months", "2026-02-28"),
        ("2024-01-31 09:00", 1, "months", "2024-02-29"),
        ("2026-11-30 09:00", 3, "months", "2027-02-28"),
        ("2026-12-15 09:00", 12, "months", "2027-12-15"),
        ("2026-03-01 00:00", 30, "days", "2026-03-31"),
    ],
)
def test_days_end_with_their_last_day(start: str, amount: int, unit: str, until: str) -> None:
    begun = datetime.fromisoformat(start).replace(tzinfo=VILNIUS)
    last = due(deadline(amount, unit), begun, CALENDAR)
    assert last == datetime.combine(
        date.fromisoformat(until), datetime.max.time().replace(microsecond=0), tzinfo=VILNIUS
    )


def test_the_day_is_counted_where_the_case_is_not_in_utc() -> None:
    """22:30 UTC in June is already the next day in Vilnius."""
    begun = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
    assert due(deadline(1, "days"), begun, CALENDAR).date() == date(2026, 6, 3)


def test_hours_are_real_hours_when_the_clocks_change() -> None:
    begun = datetime(2026, 3, 28, 22, 0, tzinfo=VILNIUS)
    last = due(deadline(24, "hours"), begun, CALENDAR)
    assert last.astimezone(UTC) - begun.astimezone(UTC) == timedelta(hours=24)
    assert last.hour == 23


def test_a_start_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(deadline(1, "hours"), datetime(2026, 1, 1), CALENDAR)  # noqa: DTZ001


def test_reflection_reminds_on_the_20th_25th_and_28th_day() -> None:
    period = PROTOCOL.step("reflection").deadline
    assert period is not None
    begun = datetime(2026, 3, 1, 12, tzinfo=VILNIUS)
    days = [moment.date().isoformat() for moment in reminders(period, begun, CALENDAR)]
    assert days == ["2026-03-21", "2026-03-26", "2026-03-29"]
    assert due(period, begun, CALENDAR).date().isoformat() == "2026-03-31"


@given(MOMENTS, st.integers(1, 60), st.sampled_from(UNITS))
def test_due_is_after_the_start_and_grows_with_the_amount(
    start: datetime, amount: int, unit: Any
) -> None:
    first = due(deadline(amount, unit), start, CALENDAR)
    assert first > start
    assert due(deadline(amount + 1, unit), start, CALENDAR) > first


@given(MOMENTS, st.integers(1, 30))
def test_working_days_count_exactly_the_working_days_between(start: datetime, amount: int) -> None:
    last = due(deadline(amount, "working_days"), start, CALENDAR).date()
    first = start.astimezone(VILNIUS).date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(CALENDAR.is_working(day) for day in between) == amount
    assert CALENDAR.is_working(last)
    assert last.weekday() < 5


@pytest.mark.parametrize(
    ("year", "resting"),
    [
        (2019, "0101 0216 0311 0421 0422 0501 0505 0602 0624 0706 0815 1101 1224 1225 1226"),
        (2024, "0101 0216 0311 0331 0401 0501 0505 0602 0624 0706 0815 1101 1102 1224 1225 1226"),
        (2027, "0101 0216 0311 0328 0329 0501 0502 0606 0624 0706 0815 1101 1102 1224 1225 1226"),
    ],
)
def test_public_holidays_of_known_years(year: int, resting: str) -> None:
    """Control: 2 November became a holiday in 2020."""
    found = sorted(day for h in CALENDAR.holidays if (day := h.in_year(year)))
    assert " ".join(f"{day:%m%d}" for day in found) == resting


def test_easter_of_known_years() -> None:
    known = ["2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2026-04-05", "2038-04-25"]
    assert [easter_sunday(int(day[:4])).isoformat() for day in known] == known


@pytest.mark.parametrize(
    "broken",
    [
        {"timezone": "Mars/Base"},
        {"timezone": "Europe/Vilnius", "holidays": [{"code": "x"}]},
        {"timezone": "Europe/Vilnius", "holidays": [{"code": "x", "date": "13-01"}]},
        {"timezone": "Europe/Vilnius", "holidays": [{"code": "x", "first_sunday": 13}]},
        {"timezone": "Europe/Vilnius", "holidays": [{"code": "x", "easter": 1, "date": "01-01"}]},
    ],
)
def test_a_broken_calendar_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"holidays\.yaml"):
        read_calendar(broken)


def test_a_version_does_not_differ_from_itself() -> None:
    assert difference(PROTOCOL, PROTOCOL) == []


def test_a_new_version_shows_what_changed() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["version"] = 2
    steps = {s["code"]: s for s in document["steps"]}
    steps["reflection"]["deadlines"][0]["amount"] = 45
    steps["services"]["outcomes"].pop(0)
    steps["closure"]["outcomes"][0]["turn"] = {"roles": ["supervisor"]}
    steps["signal"]["records"].append("safe_contact")
    new = parse(document)
    assert set(difference(PROTOCOL, new)) == {
        Change("reflection/deadline/period", "changed", "30 days (law)", "45 days (law)"),
        Change("services/outcome/continued", "removed", "Paslaugos tęsiamos | Services go on", ""),
        Change("services/outcome/continued/next", "removed", "services", ""),
        Change("services/outcome/continued/turn", "removed", "case_worker, social_worker", ""),
        Change("services/outcome/continued/also", "removed", "", ""),
        Change("closure/outcome/closed_follow_up/turn", "changed", "case_worker", "supervisor"),
        Change("signal/records", "changed", "signal", "signal, safe_contact"),
    }
    back = difference(new, PROTOCOL)
    assert {c.path for c in back} == {c.path for c in difference(PROTOCOL, new)}
    assert {c.kind for c in back} == {"changed", "added"}
