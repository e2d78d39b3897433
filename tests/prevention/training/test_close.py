"""A session is closed once: certificates follow from minutes and test, and everybody learns why."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import DatabaseError
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.prevention.training import rules
from talka.prevention.training.actions import attendance, closing, sessions
from talka.prevention.training.models import Attendance, Certificate, Enrolment, TrainingSession
from tests.prevention.training.conftest import parts, present, take, write

Acts = Callable[[str], AbstractContextManager[Actor]]
Enrolled = dict[str, Enrolment]


def test_closing_gives_certificates_by_the_rules_and_says_why_not(
    acts: Acts, session: TrainingSession, enrolled: Enrolled
) -> None:
    with acts("police") as actor:
        take(actor, enrolled["police"], "after", 3)
    with acts("social") as actor:
        take(actor, enrolled["social"], "after", 2)
    with acts("ngo_supervisor") as actor:
        with pytest.raises(Broken, match="6 entries"):
            closing.close(actor=actor, session_id=session.id)
        first, second = parts(session)
        attendance.sign(actor=actor, part_id=first.id, minutes={enrolled["school"].id: 0})
        attendance.sign(actor=actor, part_id=second.id, minutes={enrolled["police"].id: 44})
        present(actor, session)
        closing.close(actor=actor, session_id=session.id)
        said = {e.id: (e.outcome, e.why) for e in Enrolment.objects.filter(session=session)}
        assert said[enrolled["police"].id] == ("certified", [])  # 144 of 180 minutes: 80 %
        assert said[enrolled["social"].id] == ("none", ["test_failed"])
        assert said[enrolled["school"].id] == ("none", ["attendance", "test_missing"])
        made = Certificate.objects.get(session=session)
        today = timezone.localdate()
        assert (made.issued_on, made.valid_until) == (today, rules.months_later(today, 24))
        assert len(made.number) == 16
        with pytest.raises(Refused):
            closing.close(actor=actor, session_id=session.id)


def test_one_minute_less_and_there_is_none(
    acts: Acts, session: TrainingSession, enrolled: Enrolled
) -> None:
    """Control of the boundary: 143 of 180 minutes."""
    with acts("police") as actor:
        take(actor, enrolled["police"], "after", 5)
    with acts("coordinator") as actor:
        attendance.sign(actor=actor, part_id=parts(session)[1].id,
                        minutes={enrolled["police"].id: 43})  # fmt: skip
        present(actor, session)
        closing.close(actor=actor, session_id=session.id)
        assert not Certificate.objects.filter(session=session).exists()
        assert Enrolment.objects.get(id=enrolled["police"].id).why == ["attendance"]


def test_nobody_attends_longer_than_the_part_nor_is_another_session_met(
    acts: Acts, session: TrainingSession, enrolled: Enrolled
) -> None:
    sql = ("INSERT INTO attendance (id, session_id, enrolment_id, part_id, minutes, signed_by_id,"
           " signed_at) VALUES (gen_random_uuid(), %s, %s, %s, %s, talka.actor(),"
           " now())")  # fmt: skip
    with acts("ngo_supervisor") as actor:
        part = parts(session)[0]
        row = [session.id, enrolled["police"].id, part.id]
        with pytest.raises(Broken, match="100 minutes"):
            attendance.sign(actor=actor, part_id=part.id, minutes={enrolled["police"].id: 101})
        with pytest.raises(DatabaseError, match="within the part"):
            write(sql, [*row, 101])
        assert write(sql, [*row, 100]) == 1
        with pytest.raises(DatabaseError, match="within the part"):
            write("UPDATE attendance SET minutes = 101 WHERE part_id = %s", [part.id])
        with pytest.raises(Absent):
            attendance.sign(actor=actor, part_id=part.id, minutes={part.id: 1})


def test_a_part_of_tomorrow_is_not_attended_today(
    acts: Acts, session: TrainingSession, enrolled: Enrolled
) -> None:
    with acts("coordinator") as actor:
        late = sessions.add_part(
            actor=actor, session_id=session.id, title="Vėliau", starts=None, minutes=30,
            day=timezone.localdate().replace(year=timezone.localdate().year + 1),
        )  # fmt: skip
        with pytest.raises(Broken, match="not held yet"):
            attendance.all_present(actor=actor, part_id=late.id)
        with pytest.raises(DatabaseError, match="once it is held"):
            write("INSERT INTO attendance (id, session_id, enrolment_id, part_id, minutes,"
                  " signed_by_id, signed_at) VALUES (gen_random_uuid(), %s, %s, %s, 1,"
                  " talka.actor(), now())",
                  [session.id, enrolled["police"].id, late.id])  # fmt: skip
        present_parts = parts(session)[:2]
        for part in present_parts:
            attendance.all_present(actor=actor, part_id=part.id)
        with pytest.raises(Broken, match="not held yet"):
            closing.close(actor=actor, session_id=session.id)


@pytest.mark.parametrize(
    "attack",
    ["UPDATE attendance SET minutes = 100, signed_by_id = talka.actor() WHERE session_id = %s",
     "UPDATE enrolment SET outcome = 'certified', why = '{}' WHERE session_id = %s",
     "DELETE FROM session_part WHERE session_id = %s",
     "DELETE FROM session_trainer WHERE session_id = %s",
     "UPDATE training_session SET closed_at = NULL, closed_on = NULL, closed_by_id = NULL"
     " WHERE id = %s",
     "UPDATE training_session SET capacity = 999 WHERE id = %s"],
)  # fmt: skip
def test_a_closed_session_stands_still(
    acts: Acts, session: TrainingSession, enrolled: Enrolled, attack: str
) -> None:
    with acts("coordinator") as actor:
        present(actor, session)
        closing.close(actor=actor, session_id=session.id)
        with pytest.raises(DatabaseError, match="does not change"):
            write(attack, [session.id])


def test_no_certificate_without_having_earned_it(
    acts: Acts, session: TrainingSession, enrolled: Enrolled
) -> None:
    """Straight at the table: somebody who was absent, before closing, and with another end."""
    forge = ("INSERT INTO certificate (id, session_id, enrolment_id, worker_id, course_id, number,"
             " issued_on, valid_until, revoked_reason) VALUES (gen_random_uuid(), %s, %s, %s, %s,"
             " '2345678923456789', talka.today(), %s, '')")  # fmt: skip
    today = timezone.localdate()
    person = enrolled["police"]
    row = [session.id, person.id, person.worker_id, session.course_id]
    with acts("police") as actor:
        take(actor, person, "after", 5)
    with acts("ngo_supervisor") as actor:
        present(actor, session)
        end = rules.months_later(today, 24)
        with pytest.raises(DatabaseError, match="not earned"):
            write(forge, [*row, end])
        write("UPDATE enrolment SET outcome = 'certified' WHERE id = %s", [person.id])
        with pytest.raises(DatabaseError, match="not earned"):
            write(forge, [*row, end])
        with pytest.raises(DatabaseError, match="what came of it"):
            write("UPDATE training_session SET closed_at = now(), closed_on = talka.today(),"
                  " closed_by_id = talka.actor() WHERE id = %s", [session.id])  # fmt: skip
        closing.close(actor=actor, session_id=session.id)
        assert Certificate.objects.get(session=session).valid_until == end


def test_who_runs_a_session_and_who_does_not(
    acts: Acts, session: TrainingSession, enrolled: Enrolled
) -> None:
    for name in ("police", "ngo", "stranger", "ministry"):
        with acts(name) as actor:
            part = parts(session)[0]
            with pytest.raises(Refused):
                closing.close(actor=actor, session_id=session.id)
            with pytest.raises(Refused):
                attendance.all_present(actor=actor, part_id=part.id)
            with pytest.raises(DatabaseError):
                write("INSERT INTO attendance (id, session_id, enrolment_id, part_id, minutes,"
                      " signed_by_id, signed_at) VALUES (gen_random_uuid(), %s, %s, %s, 1,"
                      " talka.actor(), now())",
                      [session.id, enrolled["police"].id, part.id])  # fmt: skip
    with acts("stranger"):
        assert not Enrolment.objects.filter(session=session).exists()
        assert not Attendance.objects.filter(session=session).exists()
    with acts("police"):
        assert {e.id for e in Enrolment.objects.filter(session=session)} == {enrolled["police"].id}


def test_a_session_is_never_fuller_than_it_is(
    acts: Acts, session: TrainingSession, enrolled: Enrolled
) -> None:
    with acts("coordinator") as actor:
        with pytest.raises(Broken, match="enrolled"):
            sessions.edit_session(actor=actor, session_id=session.id, version=1, place="x",
                                  capacity=2)  # fmt: skip
        with pytest.raises(DatabaseError, match="than fit"):
            write("UPDATE training_session SET capacity = 2 WHERE id = %s", [session.id])
        sessions.edit_session(actor=actor, session_id=session.id, version=1, place="x", capacity=3)
        with pytest.raises(Broken, match="full"):
            sessions.enrol_outside(actor=actor, session_id=session.id, organisation="A",
                                   function="", number=9)  # fmt: skip
        with pytest.raises(DatabaseError, match="than fit"):
            write("INSERT INTO enrolment (id, session_id, role, organisation, function, number,"
                  " made_at, outcome, why) VALUES (gen_random_uuid(), %s, '', 'A', '', 9, now(),"
                  " '', '{}')", [session.id])  # fmt: skip
        sessions.withdraw(actor=actor, enrolment_id=enrolled["school"].id)
        sessions.enrol_outside(actor=actor, session_id=session.id, organisation="A", function="",
                               number=9)  # fmt: skip


def test_a_certificate_is_revoked_by_the_keeper_with_a_reason(
    acts: Acts, session: TrainingSession, enrolled: Enrolled
) -> None:
    with acts("police") as actor:
        take(actor, enrolled["police"], "after", 5)
    with acts("ngo_supervisor") as actor:
        present(actor, session)
        closing.close(actor=actor, session_id=session.id)
        made = Certificate.objects.get(session=session)
        with pytest.raises(Refused):
            closing.revoke(actor=actor, certificate_id=made.id, reason="x")
        revoke = ("UPDATE certificate SET revoked_on = talka.today(), revoked_reason = 'x',"
                  " revoked_by_id = talka.actor() WHERE id = %s")  # fmt: skip
        assert write(revoke, [made.id]) == 0
    with acts("coordinator") as actor:
        with pytest.raises(Broken):
            closing.revoke(actor=actor, certificate_id=made.id, reason=" ")
        closing.revoke(actor=actor, certificate_id=made.id, reason="Klaida")
        with pytest.raises(Refused):
            closing.revoke(actor=actor, certificate_id=made.id, reason="again")
        with pytest.raises(DatabaseError):
            write("UPDATE certificate SET number = '2222222222222222' WHERE id = %s", [made.id])
