"""Seats, meetings, attendance and decisions, and what the database refuses about them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Broken, Refused, Stale
from talka.prevention.bodies.actions import assembly
from talka.prevention.bodies.models import Attendance, Body, Decision, Meeting, Minutes, Seat
from talka.prevention.bodies.queries import assembly as queries
from tests.cast import Member
from tests.prevention.bodies.conftest import seat
from tests.prevention.programmes.conftest import write

Acts = Callable[[str], AbstractContextManager[Actor]]


def came(actor: Actor, met: Meeting, seats: list[Seat], *states: str) -> None:
    presence = {s.id: state for s, state in zip(seats, states, strict=False)}
    met.refresh_from_db()
    assembly.attend(actor=actor, meeting_id=met.id, version=met.version, presence=presence)


def decided(actor: Actor, met: Meeting, number: str, due: int) -> Decision:
    """Due so many days from today."""
    return assembly.decide(
        actor=actor, meeting_id=met.id, number=number, text="Surengti mokymus", seat_id=None,
        responsible="Skyrius", due=timezone.localdate() + timedelta(days=due),
    )  # fmt: skip


def test_quorum_is_of_the_voting_seats_of_the_day(
    acts: Acts, met: Meeting, seats: list[Seat]
) -> None:
    with acts("coordinator") as actor:
        assert queries.meeting_page(actor, met.id, "lt").quorum is None
        came(actor, met, seats, "present", "absent", "present")
        quorum = queries.meeting_page(actor, met.id, "lt").quorum
        assert quorum
        assert (quorum.there, quorum.seats, quorum.reached) == (1, 2, False)
        came(actor, met, seats, "present", "represented")
        quorum = queries.meeting_page(actor, met.id, "lt").quorum
        assert quorum
        assert quorum.reached
        later = seat(actor, met.body, "social", since=10)
        assert later.id not in {c.id for c, _ in queries.meeting_page(actor, met.id, "lt").seats}


def test_only_seats_of_that_day_attend(acts: Acts, met: Meeting, seats: list[Seat]) -> None:
    with acts("coordinator") as actor:
        later = seat(actor, met.body, "social", since=10)
        with pytest.raises(Broken):
            came(actor, met, [later], "present")
        row = (
            "INSERT INTO talka.body_attendance (id, body_id, meeting_id, seat_id, state)"
            " VALUES (gen_random_uuid(), %s, %s, %s, 'present')"
        )
        with pytest.raises(IntegrityError, match="no such seat on that day"):
            write(row, [met.body_id, met.id, later.id])
        assert write(row, [met.body_id, met.id, seats[0].id]) == 1
        with pytest.raises(Broken):
            assembly.end_seat(actor=actor, seat_id=seats[0].id,
                              until=met.held_on - timedelta(days=1))  # fmt: skip
        with pytest.raises(IntegrityError, match="filled on a later day"):
            write("UPDATE talka.body_seat SET until = %s WHERE id = %s",
                  [met.held_on - timedelta(days=1), seats[0].id])  # fmt: skip
        assembly.end_seat(actor=actor, seat_id=seats[0].id, until=met.held_on)


def test_rows_of_two_bodies_do_not_mix(acts: Acts, met: Meeting, commission: Body) -> None:
    with acts("coordinator") as actor:
        other = assembly.found_body(actor=actor, kind="council", name="Taryba", municipality="29",
                                    since=commission.since)  # fmt: skip
        stranger = seat(actor, other, "ngo")
        with pytest.raises(Broken):
            came(actor, met, [stranger], "present")
        for body in (other.id, met.body_id):
            with pytest.raises(IntegrityError, match=r"of another body|no such seat"):
                write(
                    "INSERT INTO talka.body_attendance (id, body_id, meeting_id, seat_id, state)"
                    " VALUES (gen_random_uuid(), %s, %s, %s, 'present')",
                    [body, met.id, stranger.id],
                )


def test_nothing_happened_at_a_meeting_to_come(
    acts: Acts, commission: Body, seats: list[Seat]
) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with acts("coordinator") as actor:
        coming = assembly.call_meeting(actor=actor, body_id=commission.id, held_on=tomorrow,
                                       place="", remote=True, agenda="")  # fmt: skip
        with pytest.raises(Broken):
            came(actor, coming, seats, "present")
        with pytest.raises(Broken):
            decided(actor, coming, "1", 9)
        with pytest.raises(IntegrityError, match="still to come"):
            write(
                "INSERT INTO talka.body_minutes (id, body_id, meeting_id, text, version)"
                " VALUES (gen_random_uuid(), %s, %s, 'x', 1)",
                [commission.id, coming.id],
            )


def test_overdue_decisions_stand_on_top(acts: Acts, met: Meeting) -> None:
    today = timezone.localdate()
    with acts("coordinator") as actor:
        decided(actor, met, "1", 30)
        late = decided(actor, met, "2", -5)
        done = decided(actor, met, "3", -5)
        slow = decided(actor, met, "4", -20)
        for one, on in ((done, today - timedelta(days=5)), (slow, today)):
            assembly.follow_up(actor=actor, decision_id=one.id, on=on, done=True, text="Padaryta",
                               evidence="Raštas Nr. 5")  # fmt: skip
        page = queries.body_page(actor, met.body_id, "lt")
        assert [(d.number, d.state) for d in page.decisions] == [
            ("2", "overdue"), ("1", "open"), ("4", "done_late"), ("3", "done_in_time"),
        ]  # fmt: skip
        assert (page.in_time.part, page.in_time.of) == (1, 3)
        line = next(x for x in queries.listed("lt") if x.id == met.body_id)
        assert (line.overdue, line.ngo.part, line.ngo.of) == (1, 1, 3)
        with pytest.raises(Broken):
            assembly.follow_up(actor=actor, decision_id=done.id, on=today, done=True, text="Vėl",
                               evidence="")  # fmt: skip
        with pytest.raises(IntegrityError, match="decision_done_once"):
            write(
                "INSERT INTO talka.decision_follow_up"
                ' (id, body_id, decision_id, "on", done, text, evidence, by_id, at)'
                " VALUES (gen_random_uuid(), %s, %s, %s, true, 'x', '', %s, now())",
                [met.body_id, done.id, today, actor.id],
            )
        with pytest.raises(IntegrityError, match="between the meeting and today"):
            write(
                "INSERT INTO talka.decision_follow_up"
                ' (id, body_id, decision_id, "on", done, text, evidence, by_id, at)'
                " VALUES (gen_random_uuid(), %s, %s, %s, false, 'x', '', %s, now())",
                [met.body_id, late.id, today + timedelta(days=1), actor.id],
            )
        with pytest.raises(ProgrammingError):
            write("UPDATE talka.body_decision SET text = 'Kita' WHERE id = %s", [late.id])


def test_minutes_are_read_where_a_seat_is_held(
    acts: Acts, met: Meeting, seats: list[Seat], world: dict[str, Member]
) -> None:
    with acts("coordinator") as actor:
        assembly.minute(actor=actor, meeting_id=met.id, version=0, text="Svarstyta tyliai")
    seen = {}
    for name in ("coordinator", "ministry", "ngo", "police", "social", "stranger", "technical"):
        with acts(name) as actor:
            page = queries.meeting_page(actor, met.id, "lt")
            seen[name] = page.minutes is not None
    assert [n for n, read in seen.items() if read] == ["coordinator", "ministry", "ngo", "police"]
    with acts("coordinator") as actor:
        assembly.end_seat(actor=actor, seat_id=seats[1].id,
                          until=timezone.localdate() - timedelta(days=1))  # fmt: skip
    with acts("police"):
        assert not Minutes.objects.exists()


def test_two_editors(acts: Acts, met: Meeting, commission: Body, seats: list[Seat]) -> None:
    with acts("coordinator") as actor:
        assembly.minute(actor=actor, meeting_id=met.id, version=0, text="Pirmas")
        assembly.minute(actor=actor, meeting_id=met.id, version=1, text="Antras")
        with pytest.raises(Stale) as stale:
            assembly.minute(actor=actor, meeting_id=met.id, version=1, text="Trečias")
        assert stale.value.theirs["text"] == "Antras"
        assembly.attend(actor=actor, meeting_id=met.id, version=1,
                        presence={seats[0].id: "present"})  # fmt: skip
        with pytest.raises(Stale):
            assembly.attend(actor=actor, meeting_id=met.id, version=1,
                            presence={seats[0].id: "absent"})  # fmt: skip
        assert Attendance.objects.get(seat=seats[0]).state == "present"
        assembly.edit_body(actor=actor, body_id=commission.id, version=1, name="Nauja")
        with pytest.raises(Stale):
            assembly.edit_body(actor=actor, body_id=commission.id, version=1, name="Kita")


@pytest.mark.parametrize("name", ["ministry", "ngo", "stranger", "technical"])
def test_others_change_nothing(acts: Acts, met: Meeting, commission: Body, name: str) -> None:
    with acts(name) as actor:
        with pytest.raises(Refused):
            seat(actor, commission, "ngo")
        with pytest.raises(Refused):
            decided(actor, met, "1", 9)
        assert write("UPDATE talka.body SET name = 'x' WHERE id = %s", [commission.id]) == 0
        with pytest.raises(ProgrammingError):
            write(
                "INSERT INTO talka.body_meeting"
                " (id, body_id, held_on, place, remote, agenda, quorum_percent, version)"
                " VALUES (gen_random_uuid(), %s, %s, '', false, '', 50, 1)",
                [commission.id, met.held_on],
            )


def test_the_ministry_keeps_national_bodies_alone(acts: Acts) -> None:
    day = timezone.localdate()
    with acts("ministry") as actor:
        assembly.found_body(actor=actor, kind="commission", name="Prie Vyriausybės",
                            municipality=None, since=day)  # fmt: skip
        with pytest.raises(Refused):
            assembly.found_body(actor=actor, kind="council", name="x", municipality="29", since=day)
    with acts("coordinator") as actor:
        for place in (None, "27"):
            with pytest.raises(Refused):
                assembly.found_body(actor=actor, kind="council", name="x", municipality=place,
                                    since=day)  # fmt: skip
