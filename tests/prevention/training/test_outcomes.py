"""What a test was answered is read by its writer alone; of others only figures of ten or more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.prevention.training import effect, rules
from talka.prevention.training.actions import closing, testing
from talka.prevention.training.models import (
    Answer,
    CourseVersion,
    Enrolment,
    Taken,
    TrainingSession,
)
from talka.prevention.training.queries.outcomes import effect_of, kept_of
from tests.cast import Member
from tests.prevention.training.conftest import answers, make_session, present, take, write

Acts = Callable[[str], AbstractContextManager[Actor]]
CHANGES = [(1, 3), (2, 2), (0, 4), (3, 5), (2, 3), (1, 1), (4, 5), (2, 4), (3, 2), (1, 5), (2, 5)]


def papers(actor: Actor, session: TrainingSession, pairs: list[tuple[int, int]]) -> None:
    """Anonymous papers before and after, and the session closed."""
    for n, (before, after) in enumerate(pairs):
        for phase, right in (("before", before), ("after", after)):
            testing.take_anonymously(actor=actor, session_id=session.id, phase=phase,
                                     code=f"kodas {n}",
                                     answers=answers(session.course, right))  # fmt: skip
    present(actor, session)
    closing.close(actor=actor, session_id=session.id)


def raw(version: UUID, session: UUID | None, a: str = "before", b: str = "after") -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM talka.training_outcomes(%s, %s, %s, %s)",
                       [version, session, a, b])  # fmt: skip
        return list(cursor.fetchall())


def test_answers_are_read_by_their_writer_alone(
    acts: Acts, session: TrainingSession, enrolled: dict[str, Enrolment]
) -> None:
    with acts("police") as actor:
        taken = take(actor, enrolled["police"], "before", 2)
        assert Answer.objects.filter(taken=taken).count() == 5
        with pytest.raises(Broken, match="once"):
            take(actor, enrolled["police"], "before", 5)
        with pytest.raises(Absent):
            take(actor, enrolled["social"], "before", 5)
    for name in ("ngo_supervisor", "coordinator"):
        with acts(name) as actor:
            assert [t.score for t in Taken.objects.filter(session=session)] == [2]
            assert not Answer.objects.filter(session=session).exists()
            with pytest.raises(Refused):
                take(actor, enrolled["police"], "after", 5)
    for name in ("ministry", "stranger", "social"):
        with acts(name):
            assert not Taken.objects.filter(session=session).exists()
            assert not Answer.objects.filter(session=session).exists()


def test_a_paper_of_somebody_from_outside_is_typed_in_and_never_read_again(
    acts: Acts, session: TrainingSession, enrolled: dict[str, Enrolment]
) -> None:
    with acts("ngo_supervisor") as actor:
        taken = take(actor, enrolled["school"], "after", 4)
        assert (taken.score, taken.out_of) == (4, 5)
        assert not Answer.objects.filter(taken=taken).exists()


def test_a_score_is_that_of_the_answers(
    acts: Acts, session: TrainingSession, enrolled: dict[str, Enrolment]
) -> None:
    sql = ("INSERT INTO test_taken (id, session_id, enrolment_id, phase, score, out_of, taken_on,"
           " entered_by_id) VALUES (gen_random_uuid(), %s, %s, %s, %s, 5, talka.today(),"
           " talka.actor())")  # fmt: skip
    with acts("police"):
        row = [session.id, enrolled["police"].id]
        with pytest.raises(DatabaseError, match="not that of the answers"):
            write(sql, [*row, "after", 5])
        with pytest.raises(DatabaseError, match="not taken at this time"):
            write(sql, [*row, "m3", 0])
        assert write(sql, [*row, "after", 0]) == 1, "control: no answer is a score of nought"
        with pytest.raises(DatabaseError):
            write(sql, [session.id, enrolled["social"].id, "after", 0])


def test_a_pairing_code_is_kept_only_as_a_digest(
    acts: Acts, session: TrainingSession, enrolled: dict[str, Enrolment]
) -> None:
    said = {"session_id": session.id, "phase": "before"}
    with acts("ngo_supervisor") as actor:
        right = answers(session.course, 1)
        testing.take_anonymously(actor=actor, code="Ona 03 Vilnius", answers=right, **said)
        with pytest.raises(Broken, match="already"):
            testing.take_anonymously(actor=actor, code=" ona03 VILNIUS", answers=right, **said)
        with pytest.raises(Broken, match="four"):
            testing.take_anonymously(actor=actor, code="a b", answers=right, **said)
        stored = str(list(Taken.objects.filter(session=session).values())).casefold()
        assert "ona" not in stored.replace("session_id", "")
        assert "vilnius" not in stored


def test_figures_of_ten_people_and_none_of_nine(
    acts: Acts, course: CourseVersion, world: dict[str, Member]
) -> None:
    trainer = world["ngo_supervisor"].account
    with acts("coordinator") as actor:
        many, few = (make_session(actor, course, trainer) for _ in range(2))
        papers(actor, many, CHANGES)
        papers(actor, few, CHANGES[:9])
    with acts("evaluator"):
        found = effect_of(course.id, many.id, 5)
        want = effect.paired_effect([a for a, _ in CHANGES], [b for _, b in CHANGES], 5)
        assert found is not None
        assert want is not None
        assert found.change == want.change
        assert found.size == want.size
        assert [i.n for i in found.items] == [1, 2, 3, 4, 5]
        assert raw(course.id, few.id) == []
        assert effect_of(course.id, few.id, 5) is None
        whole = effect_of(course.id, None, 5)
        assert whole is not None
        assert whole.n_before == len(CHANGES), "the small group is not told by subtraction either"
        assert len({r[1:3] for r in raw(course.id, None)} - set(CHANGES)) == 0


def test_small_groups_are_shown_when_ten_together(
    acts: Acts, course: CourseVersion, world: dict[str, Member]
) -> None:
    trainer = world["ngo_supervisor"].account
    with acts("coordinator") as actor:
        for pairs in (CHANGES[:6], CHANGES[6:]):
            one = make_session(actor, course, trainer)
            papers(actor, one, pairs)
            assert raw(course.id, one.id) == []
        assert len(raw(course.id, None)) == 11


def test_an_open_session_shows_nothing(
    acts: Acts, session: TrainingSession, browser_of: Callable[..., Client]
) -> None:
    with acts("ngo_supervisor") as actor:
        for n in range(12):
            for phase in ("before", "after"):
                testing.take_anonymously(actor=actor, session_id=session.id, phase=phase,
                                         code=f"kodas {n}",
                                         answers=answers(session.course, 3))  # fmt: skip
        assert raw(session.course_id, session.id) == []
        present(actor, session)
        closing.close(actor=actor, session_id=session.id)
        assert len(raw(session.course_id, session.id)) == 12, "control"
        assert kept_of(session.course_id, session.id)[0].percent is None
    for address in (f"/training/sessions/{session.id}/effect/",
                    f"/training/courses/{session.course_id}/effect/"):  # fmt: skip
        shown = browser_of("evaluator").get(address).content.decode()
        assert "12 people took both tests" in shown
        assert "Klausimas 4" in shown


def test_papers_nobody_can_pair(acts: Acts, session: TrainingSession) -> None:
    with acts("ngo_supervisor") as actor:
        for n in range(10):
            for phase, code in (("before", f"pries {n}"), ("after", f"po {n}{n}")):
                testing.take_anonymously(actor=actor, session_id=session.id, phase=phase,
                                         code=code,
                                         answers=answers(session.course, n % 4))  # fmt: skip
        present(actor, session)
        closing.close(actor=actor, session_id=session.id)
        found = effect_of(session.course_id, session.id, 5)
        assert found is not None
        assert (found.paired, found.n_before, found.n_after) == (False, 10, 10)


def test_the_rule_of_groups_in_python_says_the_same() -> None:
    assert rules.shown({"a": 10, "b": 9}) == (frozenset({"a"}), False)
    assert rules.shown({"a": 6, "b": 5}) == (frozenset(), True)
