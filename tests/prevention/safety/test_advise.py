"""A recommendation from its draft to its end, and who may say what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.prevention.safety import policy
from talka.prevention.safety.actions import advising
from talka.prevention.safety.models import Addressee, Recommendation, Response, Step
from talka.prevention.safety.queries import advice
from tests.cast import Member
from tests.prevention.safety.conftest import Acts, recommend, write

World = dict[str, Member]


def stands(acts: Acts, who: str, recommendation: object) -> str:
    with acts(who) as actor:
        return advice.advice_page(actor, recommendation, "lt").status  # type: ignore[arg-type]


def test_a_draft_is_its_authors(acts: Acts, world: World) -> None:
    with acts("evaluator") as actor:
        made = recommend(actor, world["coordinator"])
    for who in ("coordinator", "ministry", "ngo"):
        with acts(who):
            assert not Recommendation.objects.filter(id=made).exists()
            assert not Addressee.objects.filter(recommendation=made).exists()
            with pytest.raises(Absent):
                policy.recommendation(made)
    with acts("ngo") as actor, pytest.raises(Refused):
        recommend(actor, world["police"])


def test_the_whole_way(acts: Acts, world: World, sent: Addressee) -> None:
    today, of = timezone.localdate(), sent.recommendation_id
    assert sent.answer_due == today + timedelta(days=advising.ANSWER_DAYS)
    assert stands(acts, "stranger", of) == "open"
    with acts("coordinator") as actor:
        with pytest.raises(Broken):
            advising.follow_up(actor=actor, addressee_id=sent.id, on=today, action="x",
                               progress=10, evidence="")  # fmt: skip
        with pytest.raises(Broken):
            advising.respond(actor=actor, addressee_id=sent.id, answer="partly", reason=" ",
                             due=today)  # fmt: skip
        advising.respond(actor=actor, addressee_id=sent.id, answer="accepted", reason="",
                         due=today + timedelta(days=100))  # fmt: skip
        with pytest.raises(Broken):
            advising.respond(actor=actor, addressee_id=sent.id, answer="rejected", reason="x",
                             due=None)  # fmt: skip
    assert stands(acts, "ministry", of) == "answered"
    with acts("coordinator") as actor:
        advising.follow_up(actor=actor, addressee_id=sent.id, on=today, action="Mokymai",
                           progress=100, evidence="Sąrašas")  # fmt: skip
        with pytest.raises(Refused):
            advising.confirm(actor=actor, addressee_id=sent.id, note="x")
    assert stands(acts, "ministry", of) == "in_progress"
    for who in ("ngo", "stranger", "police"):
        with acts(who) as actor, pytest.raises(Refused):
            advising.confirm(actor=actor, addressee_id=sent.id, note="x")
    with acts("evaluator") as actor:
        advising.confirm(actor=actor, addressee_id=sent.id, note="Matyta")
    assert stands(acts, "ngo", of) == "implemented"


CONFIRM = (
    'INSERT INTO recommendation_confirmation (id, addressee_id, by_id, at, "on", note)'
    " VALUES (gen_random_uuid(), %s, %s, now(), talka.today(), '')"
)


def test_the_database_does_not_let_the_addressee_confirm_itself(acts: Acts, world: World) -> None:
    """Even where the addressee's own institution wrote the recommendation."""
    today = timezone.localdate()
    with acts("coordinator") as actor:
        made = recommend(actor, world["coordinator"])
        advising.send(actor=actor, recommendation_id=made)
        to = Addressee.objects.get(recommendation=made)
        with pytest.raises(DatabaseError, match="nothing was accepted"):
            write(CONFIRM, [to.id, actor.id])
        advising.respond(actor=actor, addressee_id=to.id, answer="accepted", reason="", due=today)
        with pytest.raises(DatabaseError, match="does not confirm itself"):
            write(CONFIRM, [to.id, actor.id])
        with pytest.raises(DatabaseError):  # nor in somebody else's name
            write(CONFIRM, [to.id, world["ministry"].account])
    with acts("ministry") as actor:
        assert write(CONFIRM, [to.id, actor.id]) == 1  # control: somebody else may


def test_only_the_addressee_answers(acts: Acts, sent: Addressee) -> None:
    sql = (
        "INSERT INTO recommendation_response (id, addressee_id, by_id, at, answer, reason, due,"
        " \"on\") VALUES (gen_random_uuid(), %s, %s, now(), 'accepted', '', talka.today(),"
        " talka.today())"
    )
    for who in ("ngo", "ministry", "evaluator", "stranger"):
        with acts(who) as actor:
            with pytest.raises(Refused):
                advising.respond(actor=actor, addressee_id=sent.id, answer="accepted", reason="",
                                 due=timezone.localdate())  # fmt: skip
            with pytest.raises(DatabaseError):
                write(sql, [sent.id, actor.id])
    with acts("admin_town") as actor:
        assert write(sql, [sent.id, actor.id]) == 1  # control


ATTACKS = (
    "UPDATE recommendation SET text = 'x' WHERE id = %s",
    "UPDATE recommendation SET due = due + 400 WHERE id = %s",
    "UPDATE recommendation SET sent_at = NULL, sent_on = NULL WHERE id = %s",
    "UPDATE recommendation SET withdrawn_on = talka.today() - 9, withdrawn_why = 'x' WHERE id = %s",
    "DELETE FROM recommendation WHERE id = %s",
    "DELETE FROM recommendation_addressee WHERE recommendation_id = %s",
    "UPDATE recommendation_addressee SET answer_due = answer_due + 9 WHERE recommendation_id = %s",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_sent_stands(acts: Acts, sent: Addressee, attack: str) -> None:
    with acts("evaluator"):
        with pytest.raises(DatabaseError):
            write(attack, [sent.recommendation_id])
        withdrawn = attack.replace("talka.today() - 9", "talka.today()")
        if withdrawn != attack:
            assert write(withdrawn, [sent.recommendation_id]) == 1  # control


def test_nothing_goes_out_to_nobody_or_without_a_clock(acts: Acts, world: World) -> None:
    out = "UPDATE recommendation SET sent_at = now(), sent_on = talka.today() WHERE id = %s"
    with acts("evaluator") as actor:
        with pytest.raises(Broken):
            recommend(actor)
        made = recommend(actor, world["coordinator"])
        with pytest.raises(DatabaseError, match="a day to answer"):
            write(out, [made])
        write("UPDATE recommendation_addressee SET answer_due = talka.today() + 30"
              " WHERE recommendation_id = %s", [made])  # fmt: skip
        assert write(out, [made]) == 1  # control


def test_withdrawn_and_superseded_are_dropped(acts: Acts, world: World, sent: Addressee) -> None:
    with acts("ministry") as actor:
        with pytest.raises(Refused):
            advising.withdraw(actor=actor, recommendation_id=sent.recommendation_id, why="x")
        with pytest.raises(Broken):
            recommend(actor, world["coordinator"], supersedes_id=sent.recommendation_id)
    with acts("evaluator") as actor:
        later = recommend(actor, world["coordinator"], supersedes_id=sent.recommendation_id)
    assert stands(acts, "ngo", sent.recommendation_id) == "open"
    with acts("evaluator") as actor:
        advising.send(actor=actor, recommendation_id=later)
    assert stands(acts, "ngo", sent.recommendation_id) == "dropped"
    with acts("evaluator") as actor:
        with pytest.raises(Broken):
            advising.withdraw(actor=actor, recommendation_id=later, why=" ")
        advising.withdraw(actor=actor, recommendation_id=later, why="Pasikeitė planas")
        with pytest.raises(Broken):
            advising.withdraw(actor=actor, recommendation_id=later, why="x")
    assert stands(acts, "ngo", later) == "dropped"
    with acts("coordinator") as actor:
        to = Addressee.objects.get(recommendation=later)
        with pytest.raises(Refused):
            advising.respond(actor=actor, addressee_id=to.id, answer="accepted", reason="",
                             due=timezone.localdate())  # fmt: skip
        assert not Response.objects.filter(addressee=to).exists()
        assert not Step.objects.filter(addressee=to).exists()


def test_two_editors_of_a_draft(acts: Acts, world: World) -> None:
    with acts("evaluator") as actor:
        made = recommend(actor, world["coordinator"])
        row = policy.recommendation(made)
        same = {
            "actor": actor, "recommendation_id": made, "basis": "audit", "priority": 2,
            "due": row.due, "cost": None,
            "addressees": [world["police"].institution, world["ngo"].institution],
        }  # fmt: skip
        advising.rewrite(**same, version=1, text="Pirmas")
        with pytest.raises(Stale) as stale:
            advising.rewrite(**same, version=1, text="Antras")
        assert stale.value.theirs["text"] == "Pirmas"
        to = Addressee.objects.filter(recommendation=made).values_list("institution_id", flat=True)
        assert set(to) == {world["police"].institution, world["ngo"].institution}
