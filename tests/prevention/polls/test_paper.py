"""Paper: two people enter every sheet, a third decides, and only what adds up counts."""

from __future__ import annotations

import json
import random
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError
from django.test import Client

from talka.ground.access.actor import begun
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.prevention.polls import rules
from talka.prevention.polls.actions import drawing, keeping, paper
from talka.prevention.polls.models import Batch, Entry
from talka.prevention.polls.queries import paper as queries
from tests.prevention.polls.conftest import administrator

ENTERS = ("coordinator", "ngo", "ngo_colleague")
"""The first, the second and the third."""


@pytest.fixture
def does(cast):
    """`does("ngo", paper.enter_sheet, …)`: this member does it, committed."""

    def do(who, action, **words):
        with begun(cast[who].token, "work", "test") as actor:
            return action(actor=actor, **words)

    return do


@pytest.fixture
def batch(asked, cast, does):
    """`batch(sheets)`: a batch of a poll that is being asked, with its three people."""

    def make(sheets=3, poll=None, **more):
        poll = poll or asked()
        first, second, third = (cast[n].account for n in ENTERS)
        return does("coordinator", paper.begin_batch, poll_id=poll.id, **{
            "handed_out": sheets + 4, "returned": sheets + 2, "blank": 1, "spoilt": 1,
            "first": first, "second": second, "third": third, **more})  # fmt: skip

    return make


def enter(does, batch, turn, sheet, **answers):
    does(ENTERS[turn - 1], paper.enter_sheet, batch_id=batch.id, sheet=sheet, answers=answers)


def waiting(poll_id):
    with administrator() as db:
        found = db.execute("SELECT count(*) FROM talka.poll_waiting WHERE poll_id = %s", [poll_id])
        return found.fetchone()[0]


def test_what_two_read_alike_counts_and_a_third_decides_the_rest(batch, does, mix, keeper):
    made = batch(3)
    for turn in (1, 2):
        enter(does, made, turn, 1, report="yes", sex="female")
        enter(does, made, turn, 2, report="no" if turn == 1 else "rather_no", sure=7)
        enter(does, made, turn, 3, why_not=["fear"] if turn == 1 else ["fear", "how"])
    with pytest.raises(Broken):
        does(ENTERS[2], paper.count_batch, batch_id=made.id)
    assert waiting(made.poll_id) == 0
    with pytest.raises(Refused):
        enter(does, made, 3, 1, report="no")
    enter(does, made, 3, 2, report="rather_no", sure=3)
    enter(does, made, 3, 3, why_not=["fear"])
    assert does(ENTERS[2], paper.count_batch, batch_id=made.id) == 3
    assert waiting(made.poll_id) == 3
    with administrator() as db:
        entries = db.execute("SELECT 1 FROM talka.poll_entry WHERE batch_id = %s", [made.id])
        assert entries.fetchall() == []
        told = "SELECT cells, differing FROM talka.poll_batch WHERE id = %s"
        assert db.execute(told, [made.id]).fetchone() == (5, 2)
    keeper(keeping.close_poll, poll_id=made.poll_id)
    assert mix(made.poll_id) == 3
    with administrator() as db:
        rows = db.execute(
            "SELECT answers FROM talka.poll_response WHERE poll_id = %s", [made.poll_id]
        ).fetchall()
    counted = sorted((a for (a,) in rows), key=lambda a: json.dumps(a, sort_keys=True))
    # of a sheet that differs only the open question is the third's: `sure` stays as both read it
    assert counted == [
        {"report": "rather_no", "sure": 7}, {"sex": "female", "report": "yes"},
        {"why_not": ["fear"]},
    ]  # fmt: skip
    with pytest.raises(Refused):
        does(ENTERS[2], paper.count_batch, batch_id=made.id)


def test_a_batch_that_does_not_add_up_counts_nothing(batch, does, cast):
    """By the action and, past it, by the database."""
    made = batch(2)
    for turn in (1, 2):
        enter(does, made, turn, 1, report="yes")
    sealed = b"x" * 2000

    def force(n, name=ENTERS[2]):
        with begun(cast[name].token), act("poll.count"), connection.cursor() as cursor:
            cursor.execute("SELECT talka.poll_batch_count(%s, %s, 1, 0)", [made.id, [sealed] * n])

    with pytest.raises(Broken):
        does(ENTERS[2], paper.count_batch, batch_id=made.id)
    for n in (1, 2):
        with pytest.raises(IntegrityError, match="does not add up"):
            force(n)
    enter(does, made, 1, 2, report="yes")
    enter(does, made, 2, 2, report="no")
    with pytest.raises(IntegrityError, match="does not add up"):
        force(2)
    enter(does, made, 2, 2, report="yes")
    with pytest.raises(IntegrityError, match="does not add up"):
        force(3)
    for name in ("coordinator", "ngo", "stranger"):
        with pytest.raises(ProgrammingError, match="no such batch"):
            force(2, name)
    assert waiting(made.poll_id) == 0
    force(2)  # the control: now it adds up
    assert waiting(made.poll_id) == 2
    with pytest.raises(ProgrammingError, match="no such batch"):
        force(2)


def test_nobody_reads_what_the_other_entered(batch, does, cast):
    made = batch(1)
    enter(does, made, 1, 1, report="yes")
    for name, seen in (("coordinator", 1), ("ngo", 0), ("ngo_colleague", 1), ("stranger", 0),
                       ("ministry", 0)):  # fmt: skip
        with begun(cast[name].token):
            assert Entry.objects.filter(batch=made).count() == seen, name
    with pytest.raises(ProgrammingError), begun(cast["ngo"].token), act("poll.enter"):
        Entry.objects.create(batch=made, sheet=1, turn=1, answers={}, by_id=cast["ngo"].account)
    with begun(cast["ngo"].token), act("poll.enter"):
        assert Entry.objects.filter(batch=made, turn=1).update(answers={"report": "no"}) == 0
    for name in ("stranger", "ministry"):
        with pytest.raises(Absent):
            does(name, paper.enter_sheet, batch_id=made.id, sheet=1, answers={})
    with pytest.raises(Absent):
        enter(does, made, 2, 2, report="yes")
    beyond = {"batch": made, "sheet": 9, "turn": 2, "answers": {}, "by_id": cast["ngo"].account}
    with (
        pytest.raises(IntegrityError, match="no such sheet"),
        begun(cast["ngo"].token),
        act("poll.enter"),
    ):
        Entry.objects.create(**beyond)


@pytest.mark.parametrize(("more", "field"), [
    ({"returned": 99}, "returned"),
    ({"blank": 6}, "blank"),
    ({"second": "first"}, "second"),
])  # fmt: skip
def test_numbers_and_people_that_cannot_be_are_refused(batch, cast, asked, more, field):
    if "second" in more:
        more = {"second": cast[ENTERS[0]].account}
    with pytest.raises(Broken) as wrong:
        batch(3, **more)
    assert list(wrong.value.faults) == [field]


def test_people_stay_once_somebody_entered(batch, does, cast):
    made = batch(1)
    numbers = {"handed_out": 9, "returned": 4, "blank": 1, "spoilt": 1}
    people = dict(zip(("first", "second", "third"), (cast[n].account for n in ENTERS), strict=True))

    def correct(version, **more):
        return does("coordinator", paper.correct_batch, batch_id=made.id, version=version,
                    **{**numbers, **people, **more})  # fmt: skip

    correct(1)
    with pytest.raises(Stale):
        correct(1)
    enter(does, made, 1, 2, report="yes")
    with pytest.raises(Broken):
        correct(2, second=cast["social"].account)
    words = [cast["social"].account, made.id]
    with (
        pytest.raises(IntegrityError, match="stands"),
        begun(cast["coordinator"].token),
        act("poll.paper"),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE talka.poll_batch SET second_id = %s WHERE id = %s", words)
    correct(2, returned=5)
    for name in ("ngo", "ngo_colleague"):
        with pytest.raises(Refused):
            does(name, paper.correct_batch, batch_id=made.id, version=3, **numbers, **people)


def test_a_closed_poll_takes_no_paper(batch, does, keeper):
    made = batch(1)
    for turn in (1, 2):
        enter(does, made, turn, 1, report="yes")
    keeper(keeping.close_poll, poll_id=made.poll_id)
    with pytest.raises(IntegrityError, match="closed"):
        does(ENTERS[2], paper.count_batch, batch_id=made.id)
    with pytest.raises(IntegrityError, match="no such sheet"):
        enter(does, made, 1, 1, report="no")


def test_two_entries_find_seeded_slips():
    """A thousand sheets, each read by two people who slip in one answer of a hundred: every slip is
    found, but where both slip alike. The control: one reading alone keeps them all."""
    draw = random.Random(7)
    options = ["yes", "rather_yes", "rather_no", "no", "dk"]
    slips = found = alike = 0
    for _sheet in range(1000):
        truth = {f"q{n}": draw.choice(options) for n in range(20)}

        def read(truth=truth):
            return {k: draw.choice([o for o in options if o != v]) if draw.random() < 0.01 else v
                    for k, v in truth.items()}  # fmt: skip

        first, second = read(), read()
        wrong = {k for k in truth if truth[k] not in (first[k], second[k])
                 or first[k] != second[k]}  # fmt: skip
        told = {key for key, _row in rules.differing(first, second)}
        slips, found = slips + len(wrong), found + len(told & wrong)
        alike += sum(first[k] == second[k] != truth[k] for k in truth)
        assert told <= wrong
        assert rules.agreed(first, second, truth) == {
            k: first[k] if first[k] == second[k] else v for k, v in truth.items()
        }
    assert slips > 300
    assert found + alike == slips
    assert found / slips > 0.99


def test_rows_of_a_matrix_differ_one_by_one_and_left_out_differs():
    first = {"trust": {"police": "1", "court": "2"}, "sure": 4}
    second = {"trust": {"police": "1", "court": "3"}}
    assert rules.differing(first, second) == {("trust", "court"), ("sure", "")}
    assert rules.agreed(first, second, {"trust": {"police": "1", "court": "3"}}) == {
        "trust": {"police": "1", "court": "3"}
    }
    assert len(rules.cells(first)) == 3


def test_through_the_screens(asked, cast, does):
    """The keeper begins a batch; two enter on their screens; the third decides and counts."""
    poll = asked()
    client = {}
    for name in (*ENTERS, "stranger"):
        client[name] = Client(headers={"accept-language": "en"})
        client[name].cookies["talka"] = cast[name].token
        client[name].cookies["talka_language"] = "en"

    def post(name, at, **values):
        return client[name].post(at, {"idempotency_key": str(uuid4()), **values})

    assert b"Paper questionnaires" in client["coordinator"].get(f"/polls/{poll.id}/").content
    form = client["coordinator"].get(f"/polls/{poll.id}/paper/new/").content.decode()
    people = {n: str(cast[m].account) for n, m in zip(("first", "second", "third"), ENTERS,
                                                      strict=True)}  # fmt: skip
    assert all(f'value="{p}"' in form for p in people.values())
    made = post("coordinator", f"/polls/{poll.id}/paper/new/", handed_out="5", returned="2",
                blank="0", spoilt="0", **people)  # fmt: skip
    assert made.status_code == 303
    at = made["Location"]
    assert client["stranger"].get(at).status_code == 404
    printed = client["coordinator"].get(f"/polls/{poll.id}/sheet/").content.decode()
    assert "☐" in printed
    assert "know_and_report" in printed
    bad = post("coordinator", f"{at}1/", q_report="perhaps", q_sure="8")
    assert bad.status_code == 422
    assert re.search(r'value="8"\s+checked', bad.content.decode())
    to = post("coordinator", f"{at}1/", q_report="no", q_sure="8", q_why_not=["fear"])
    assert to["Location"] == f"{at}2/"
    assert post("coordinator", f"{at}2/", q_report="yes")["Location"] == at
    assert b"checked" not in client["ngo"].get(f"{at}1/").content
    post("ngo", f"{at}1/", q_report="no", q_sure="9", q_why_not=["fear"])
    post("ngo", f"{at}2/", q_report="yes")
    assert client["ngo_colleague"].get(f"{at}2/").status_code == 403
    page = client["ngo_colleague"].get(f"{at}1/").content.decode()
    assert "q_sure" in page
    assert "q_report" not in page
    assert b"Let it count" not in client["ngo_colleague"].get(at).content
    assert post("ngo_colleague", f"{at}1/", q_sure="9")["Location"] == at
    assert b"Let it count" in client["ngo_colleague"].get(at).content
    assert post("ngo", f"{at}count/").status_code == 403
    assert post("ngo_colleague", f"{at}count/").status_code == 303
    page = client["coordinator"].get(at).content.decode()
    assert "Counts since" in page
    assert "75" in page  # three of four answers read alike
    assert waiting(poll.id) == 2


def test_a_batch_of_a_poll_with_strata_names_one(asked, batch, does, cast):
    poll = asked(fielded=False)
    town = does("coordinator", drawing.add_stratum, poll_id=poll.id, code="town", name="Miestas",
                people=500, planned=10)  # fmt: skip
    does("coordinator", keeping.field_poll, poll_id=poll.id)
    with pytest.raises(Broken):
        batch(1, poll=poll)
    made = batch(1, poll=poll, stratum_id=town.id)
    other = asked()
    with pytest.raises(Broken):
        batch(1, poll=other, stratum_id=town.id)
    row = {"n": 9, "handed_out": 1, "returned": 1, "first_id": cast[ENTERS[0]].account,
           "second_id": cast[ENTERS[1]].account, "third_id": cast[ENTERS[2]].account}  # fmt: skip
    for wrong in ({"poll_id": other.id, "stratum_id": town.id}, {"poll_id": poll.id}):
        with (
            pytest.raises(IntegrityError, match="stands"),
            begun(cast["coordinator"].token),
            act("poll.paper"),
        ):
            Batch.objects.create(**row, **wrong)
    with begun(cast["coordinator"].token):
        assert queries.progress(made).first == 0
