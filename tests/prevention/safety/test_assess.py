"""The municipality's own word, the ministry's beside it, and the year that follows."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

import pytest
from django.db import DatabaseError, connections, transaction

from talka.command.bootstrap import connect_migrate
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.prevention.safety import policy
from talka.prevention.safety.actions import judging
from talka.prevention.safety.models import Answer, Assessment, Review, RubricVersion
from tests.cast import Member
from tests.prevention.safety.conftest import TOWN, Acts, codes, fill, this_year, write


def test_what_is_not_submitted_is_the_municipalitys_own(acts: Acts) -> None:
    with acts("coordinator") as actor:
        made = judging.begin(actor=actor, municipality=TOWN, year=this_year())
        fill(actor, made)
    for who in ("ministry", "ngo", "stranger", "evaluator"):
        with acts(who):
            assert not Answer.objects.filter(assessment=made.id).exists()
            with pytest.raises(Absent):
                policy.assessment(made.id)


def test_submitted_everybody_signed_in_reads_it(acts: Acts, submitted: UUID) -> None:
    for who in ("ministry", "ngo", "stranger", "evaluator"):
        with acts(who):
            assert Answer.objects.filter(assessment=submitted).count() == len(codes()) == 12


def test_only_the_coordinator_of_the_place_assesses(acts: Acts) -> None:
    for who, place in (("ngo", TOWN), ("ministry", TOWN), ("coordinator", "27")):
        with acts(who) as actor, pytest.raises(Refused):
            judging.begin(actor=actor, municipality=place, year=this_year())


def test_an_answer_without_its_parts_keeps_it_from_being_submitted(acts: Acts) -> None:
    with acts("coordinator") as actor:
        made = judging.begin(actor=actor, municipality=TOWN, year=this_year())
        with pytest.raises(Broken, match=r"1\.1, 1\.2"):
            judging.submit(actor=actor, assessment_id=made.id)
        fill(actor, made)
        judging.answer(actor=actor, assessment_id=made.id, criterion="2.2", version=1, level=3,
                       reasoning="Yra", evidence=" ")  # fmt: skip
        with pytest.raises(Broken, match=r"2\.2"):
            judging.submit(actor=actor, assessment_id=made.id)
        judging.answer(actor=actor, assessment_id=made.id, criterion="2.2", version=2, level=1,
                       reasoning="Rengiama", evidence="")  # fmt: skip
        assert judging.submit(actor=actor, assessment_id=made.id).submitted_at


SUBMIT = "UPDATE safety_assessment SET submitted_at = now(), submitted_by_id = %s WHERE id = %s"


def test_the_database_asks_again_when_the_action_is_passed_by(acts: Acts) -> None:
    with acts("coordinator") as actor:
        made = judging.begin(actor=actor, municipality=TOWN, year=this_year())
        with pytest.raises(DatabaseError, match=r"not every criterion is ready: 1\.1"):
            write(SUBMIT, [actor.id, made.id])
        fill(actor, made)
        write("UPDATE safety_answer SET evidence = '' WHERE assessment_id = %s"
              " AND criterion = '3.1'", [made.id])  # fmt: skip
        with pytest.raises(DatabaseError, match=r"3\.1"):
            write(SUBMIT, [actor.id, made.id])
        write("UPDATE safety_answer SET evidence = 'x' WHERE assessment_id = %s", [made.id])
        assert write(SUBMIT, [actor.id, made.id]) == 1  # control


ATTACKS = (
    "UPDATE safety_answer SET level = 4 WHERE assessment_id = %s",
    "UPDATE safety_assessment SET submitted_at = NULL WHERE id = %s",
    "UPDATE safety_assessment SET submitted_at = now() WHERE id = %s",
    "UPDATE safety_assessment SET year = 2014 WHERE id = %s",
    "DELETE FROM safety_answer WHERE assessment_id = %s",
    "DELETE FROM safety_assessment WHERE id = %s",
)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("who", ["coordinator", "ministry", "ngo"])
def test_nobody_changes_what_was_submitted(
    acts: Acts, submitted: UUID, attack: str, who: str
) -> None:
    with acts(who):
        with suppress(DatabaseError):
            assert write(attack, [submitted]) == 0
        assert Answer.objects.filter(assessment=submitted, level=2).count() == 12


OWN = (
    "INSERT INTO safety_assessment (id, municipality_id, year, rubric_id, began_by_id, began_at,"
    " submitted_at, submitted_by_id) SELECT gen_random_uuid(), '29', %s, r.id, %s, now(),"
    " %s, %s FROM safety_rubric r LIMIT 1 RETURNING id"
)
ANSWER = (
    "INSERT INTO safety_answer (id, assessment_id, criterion, version, by_id, at, level,"
    " reasoning, evidence) VALUES (gen_random_uuid(), %s, '1.1', 1, %s, now(), 4, 'x', 'x')"
)


def test_the_owner_of_the_tables_cannot_either(cast: dict[str, Member]) -> None:
    """The role that owns the tables, with a verb and all; rolled back at the end."""
    connect_migrate()
    who = cast["coordinator"].account
    with transaction.atomic(using="migrate"), connections["migrate"].cursor() as owner:
        owner.execute("SELECT set_config('talka.verb', 'test', true)")
        everything = (*ATTACKS[1:4], ATTACKS[5], ANSWER)
        for year, at, attacks in ((2012, None, ()), (2013, "2026-01-01", everything)):
            owner.execute(OWN, [year, who, at, who if at else None])
            [[made]] = owner.fetchall()
            if not attacks:  # control: before it is submitted the same statements work
                owner.execute(ANSWER, [made, who])
                owner.execute(ATTACKS[0], [made])
                assert owner.rowcount == 1
            for attack in attacks:
                with pytest.raises(DatabaseError), transaction.atomic(using="migrate"):
                    owner.execute(attack, [made, who][: attack.count("%s")])
        transaction.set_rollback(True, using="migrate")
    connections["migrate"].close()


@pytest.mark.parametrize("level", [-1, 5, 9])
def test_a_level_outside_the_scale_is_refused_twice(acts: Acts, level: int) -> None:
    with acts("coordinator") as actor:
        made = judging.begin(actor=actor, municipality=TOWN, year=this_year())
        with pytest.raises(Broken):
            judging.answer(actor=actor, assessment_id=made.id, criterion="1.1", version=0,
                           level=level, reasoning="x", evidence="x")  # fmt: skip
        fill(actor, made)
        with pytest.raises(DatabaseError):
            write("UPDATE safety_answer SET level = %s WHERE assessment_id = %s", [level, made.id])
        assert write("UPDATE safety_answer SET level = 4 WHERE assessment_id = %s", [made.id]) == 12


def test_a_criterion_of_no_rubric_is_refused(acts: Acts) -> None:
    with acts("coordinator") as actor:
        made = judging.begin(actor=actor, municipality=TOWN, year=this_year())
        with pytest.raises(DatabaseError, match="no such criterion"):
            write("INSERT INTO safety_answer (id, assessment_id, criterion, version, by_id, at,"
                  " reasoning, evidence) VALUES (gen_random_uuid(), %s, '9.9', 1, %s, now(), '',"
                  " '')", [made.id, actor.id])  # fmt: skip


def test_the_next_year_starts_from_the_last_words(acts: Acts) -> None:
    year = this_year()
    with acts("coordinator") as actor:
        before = judging.begin(actor=actor, municipality=TOWN, year=year - 1)
        fill(actor, before, level=3)
        judging.submit(actor=actor, assessment_id=before.id)
        after = judging.begin(actor=actor, municipality=TOWN, year=year)
        copied = Answer.objects.filter(assessment=after)
        assert {(a.level, a.carried_from) for a in copied} == {(3, year - 1)}
        assert copied.count() == 12
        judging.answer(actor=actor, assessment_id=after.id, criterion="1.1", version=1, level=4,
                       reasoning="Geriau", evidence="Pažyma")  # fmt: skip
        assert copied.get(criterion="1.1").carried_from is None
        assert Answer.objects.get(assessment=before, criterion="1.1").level == 3
        with pytest.raises(Broken):
            judging.begin(actor=actor, municipality=TOWN, year=year)


def test_the_ministry_reviews_and_closes(acts: Acts, submitted: UUID) -> None:
    with acts("ministry") as actor:
        judging.review(actor=actor, assessment_id=submitted, criterion="1.1", version=0, level=1,
                       reason="Nėra įsakymo")  # fmt: skip
        with pytest.raises(Broken, match=r"1\.2"):
            judging.close_review(actor=actor, assessment_id=submitted)
        with pytest.raises(DatabaseError, match="not every criterion"):
            write("UPDATE safety_assessment SET reviewed_at = now(), reviewed_by_id = %s"
                  " WHERE id = %s", [actor.id, submitted])  # fmt: skip
    with acts("coordinator"):
        assert not Review.objects.filter(assessment=submitted).exists()  # not before it is closed
    with acts("ministry") as actor:
        assert judging.agree(actor=actor, assessment_id=submitted, reason="Patikrinta") == 11
        judging.close_review(actor=actor, assessment_id=submitted)
        with pytest.raises(Refused):
            judging.review(actor=actor, assessment_id=submitted, criterion="1.1", version=1,
                           level=2, reason="x")  # fmt: skip
        with pytest.raises(DatabaseError, match="does not change"):
            write("UPDATE safety_review SET level = 4 WHERE assessment_id = %s", [submitted])
    with acts("coordinator"):
        assert Review.objects.get(assessment=submitted, criterion="1.1").level == 1


def test_nobody_reviews_but_the_ministry(acts: Acts, submitted: UUID) -> None:
    for who in ("coordinator", "ngo", "evaluator"):
        with acts(who) as actor:
            with pytest.raises(Refused):
                judging.review(actor=actor, assessment_id=submitted, criterion="1.1", version=0,
                               level=1, reason="x")  # fmt: skip
            with pytest.raises(DatabaseError):
                write("INSERT INTO safety_review (id, assessment_id, criterion, version, by_id,"
                      " at, level, reason) VALUES (gen_random_uuid(), %s, '1.1', 1, %s, now(), 4,"
                      " 'x')", [submitted, actor.id])  # fmt: skip


def test_two_editors_the_second_sees_both_texts(acts: Acts) -> None:
    with acts("coordinator") as actor:
        made = judging.begin(actor=actor, municipality=TOWN, year=this_year())
        same = {"actor": actor, "assessment_id": made.id, "criterion": "1.1", "level": 2}
        judging.answer(**same, version=0, reasoning="Pirmas", evidence="")
        with pytest.raises(Stale) as stale:
            judging.answer(**same, version=0, reasoning="Antras", evidence="")
        assert stale.value.theirs["reasoning"] == "Pirmas"
        assert stale.value.theirs["version"] == 1
        judging.answer(**same, version=1, reasoning="Antras", evidence="")
        assert Answer.objects.get(assessment=made).reasoning == "Antras"


def test_the_published_rubric_stands(acts: Acts) -> None:
    with acts("ministry"):
        assert RubricVersion.objects.count() >= 1
        for attack in ("UPDATE safety_rubric SET version = 9", "DELETE FROM safety_rubric"):
            with pytest.raises(DatabaseError):
                write(attack)
        assert Assessment.objects.count() == 0
