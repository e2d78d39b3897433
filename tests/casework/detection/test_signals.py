"""Receive, mark, pass on, drop: who sees a signal, and what is left of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from talka.casework.detection import actions, queries
from talka.casework.detection.holding import ring_of
from talka.casework.detection.models import Screening, Signal, SignalReceipt
from talka.ground.kernel.errors import Absent, Broken, Refused
from tests.casework.detection.conftest import ACCOUNT, CALLER, PERSON


def _raw(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return "".join(str(row) for row in cursor.fetchall())


def test_what_was_told_is_ciphertext_and_opens_for_its_institution(acts, received):
    signal = received()
    assert signal.code.startswith("S-")
    with acts("ngo_colleague"):
        row = Signal.objects.get()
        ring = ring_of(row)
        assert row.read(ring, "account") == ACCOUNT
        assert row.read(ring, "caller") == CALLER
        stored = _raw("SELECT to_jsonb(s)::text FROM talka.signal s")
        assert signal.code in stored
        for secret in (ACCOUNT, CALLER, PERSON["name"], "Zigmas", "Liepų"):
            assert secret not in stored
            assert secret.encode().hex() not in stored


def test_an_anonymous_caller_is_not_kept(acts, received):
    signal = received(anonymous=True)
    with acts("ngo"):
        assert Signal.objects.get(id=signal.id).caller_sealed is None
    with acts("ngo"):
        assert Signal.objects.get(id=received().id).caller_sealed is not None


def test_only_the_holding_institution_sees_it(acts, received):
    signal = received()
    for name in ("ngo", "ngo_colleague", "ngo_supervisor"):
        with acts(name) as actor:
            assert [s.id for s in queries.waiting_signals(actor, timezone.now())] == [signal.id]
    for name in ("stranger", "police", "coordinator", "ministry", "technical", "admin_caritas"):
        with acts(name) as actor:
            assert queries.waiting_signals(actor, timezone.now()) == []
            assert Signal.objects.count() == 0


@pytest.mark.parametrize("name", ["ministry", "evaluator", "technical", "admin_caritas"])
def test_who_receives_none(received, name):
    with pytest.raises(Refused):
        received(name)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": "gossip"}, "source"),
        ({"channel": "pigeon"}, "channel"),
        ({"municipality": "999"}, "municipality"),
        ({"languages": ["xx"]}, "languages"),
        ({"account": "  "}, "account"),
        ({"on": timezone.localdate() + timedelta(days=2)}, "on"),
    ],
)
def test_what_cannot_be_taken(received, changes, field):
    with pytest.raises(Broken) as broken:
        received(**changes)
    assert set(broken.value.faults) == {field}


@pytest.mark.parametrize(
    ("changes", "hours", "kind"),
    [
        ({}, 24, "standard"),
        ({"child_suspected": True}, 24, "standard"),
        ({"child_suspected": True, "danger_now": True}, 6, "law"),
        ({"child_suspected": True, "danger_now": True, "source": "police"}, 1, "law"),
    ],
)
def test_the_nearest_deadline_counts(received, changes, hours, kind):
    signal = received(**changes)
    assert signal.due_at - signal.received_at == timedelta(hours=hours)
    assert signal.due_kind == kind


def test_marking_danger_sets_the_deadline_anew(acts, received):
    signal = received()
    with acts("ngo") as actor:
        actions.mark_danger(actor=actor, signal_id=signal.id, child_suspected=True, danger_now=True)
        line = queries.waiting_signals(actor, timezone.now() + timedelta(hours=7))[0]
        assert (line.child, line.danger, line.overdue) == (True, True, True)
        assert line.due.due_kind == "law"
        assert not line.due.due_verified
        assert "Child Rights" in line.due.due_source
        assert len(queries.signal_deadlines(Signal.objects.get(), "en")) == 3


def test_a_coordinator_sees_a_childs_signal_only_when_they_wrote_it(acts, received, world):
    """The floor on children; a second coordinator of the town is let in to try."""
    from talka.people.accounts.actions import assign

    mine = received("coordinator", child_suspected=True)
    adult = received("coordinator")
    with acts("admin_town") as actor:
        assign(
            actor=actor,
            worker_id=world["ministry"].account,
            institution_id=world["coordinator"].institution,
            role="coordinator",
            municipality="29",
        )
    with acts("coordinator"):
        assert set(Signal.objects.values_list("id", flat=True)) == {mine.id, adult.id}
    with acts("ministry") as actor:
        assert set(Signal.objects.values_list("id", flat=True)) == {adult.id}
        with pytest.raises(Broken):
            actions.mark_danger(
                actor=actor, signal_id=adult.id, child_suspected=True, danger_now=False
            )
        with pytest.raises(Absent):
            actions.pass_on(actor=actor, signal_id=mine.id, institution_id=_of("police"))
    with acts("coordinator") as actor:
        actions.pass_on(actor=actor, signal_id=mine.id, institution_id=_of("child_rights"))
    with acts("child_rights"):
        assert Signal.objects.get().id == mine.id


@pytest.mark.parametrize("place", ["caritas"])
def test_an_operator_enters_and_passes_on_and_keeps_their_own_receipts(
    acts, received, world, place
):
    from talka.people.accounts.actions import assign

    ngo = world["ngo"].institution
    with acts(f"admin_{place}") as actor:
        for name in ("evaluator", "ministry"):
            assign(actor=actor, worker_id=world[name].account, institution_id=ngo, role="operator")
    signal, others = received("evaluator", child_suspected=True), received("ministry")
    with acts("evaluator") as actor:
        assert {s.id for s in Signal.objects.all()} == {signal.id, others.id}
        actions.pass_on(actor=actor, signal_id=signal.id, institution_id=_of("child_rights"))
    with acts("ministry") as actor:
        assert queries.receipts(actor) == []
        actions.pass_on(actor=actor, signal_id=others.id, institution_id=_of("police"))
        assert [r.code for r in queries.receipts(actor)] == [others.code]
    with acts("ngo") as actor:
        assert {r.code for r in queries.receipts(actor)} == {signal.code, others.code}


def _of(kind: str):
    from talka.people.institutions.models import Institution

    return Institution.objects.get(kind=kind).id


def test_passing_on_leaves_a_receipt_without_texts(acts, received, screened):
    signal = received()
    screened(signal, decision="")
    with acts("ngo") as actor:
        police = _of("police")
        assert str(police) in {i for i, _ in queries.takers(actor)}
        assert str(actor.seats[0].institution) not in {i for i, _ in queries.takers(actor)}
        actions.pass_on(actor=actor, signal_id=signal.id, institution_id=police)
        assert (Signal.objects.count(), Screening.objects.count()) == (0, 0)
        assert [r.code for r in queries.receipts(actor)] == [signal.code]
        with pytest.raises(Absent):
            actions.drop_signal(actor=actor, signal_id=signal.id, reason="repeated")
    with acts("police") as actor:
        row = Signal.objects.get()
        assert row.read(ring_of(row), "account") == ACCOUNT
        assert Screening.objects.count() == 1
        assert SignalReceipt.objects.count() == 0
    with acts("stranger"):
        assert SignalReceipt.objects.count() == 0


def test_a_signal_is_passed_only_where_somebody_can_take_it(acts, received, world):
    signal = received()
    with acts("ngo") as actor:
        for place in (world["ministry"].institution, actor.seats[0].institution, uuid4()):
            with pytest.raises(Broken):
                actions.pass_on(actor=actor, signal_id=signal.id, institution_id=place)
        assert SignalReceipt.objects.count() == 0
    with acts("stranger") as actor, pytest.raises(Absent):
        actions.pass_on(
            actor=actor, signal_id=signal.id, institution_id=world["stranger"].institution
        )


def test_no_further_action_has_a_reason_and_stands(acts, received):
    signal = received()
    with acts("ngo") as actor:
        with pytest.raises(Broken):
            actions.drop_signal(actor=actor, signal_id=signal.id, reason="bored")
        actions.drop_signal(actor=actor, signal_id=signal.id, reason="other_matter")
        assert queries.waiting_signals(actor, timezone.now()) == []
        (line,) = queries.settled_signals(actor, timezone.now())
        assert (line.state, line.reason) == ("no_further_action", "other_matter")
        with pytest.raises(Broken):
            actions.drop_signal(actor=actor, signal_id=signal.id, reason="repeated")


ATTACKS = [
    "UPDATE talka.signal SET settled_as = '', settled_reason = '', settled_on = NULL",
    "UPDATE talka.signal SET holder_id = received_in_id",
    "UPDATE talka.signal SET received_by_id = settled_by_id",
    "UPDATE talka.signal SET source = 'police'",
    "DELETE FROM talka.signal",
    "INSERT INTO talka.signal_receipt (id, signal_id, code, passed_from_id, passed_to_id,"
    " received_by_id, passed_by_id, at) SELECT gen_random_uuid(), id, code, holder_id, holder_id,"
    " received_by_id, received_by_id, now() FROM talka.signal",
    "SELECT * FROM priv.signal_counter",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(acts, received, attack):
    signal = received()
    with acts("ngo") as actor:
        actions.drop_signal(actor=actor, signal_id=signal.id, reason="repeated")
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('talka.verb', 'attack', true)")
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(attack)


def test_the_control_of_the_attacks_may_be_written(acts, received):
    received()
    with acts("ngo"), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', 'attack', true)")
        cursor.execute("UPDATE talka.signal SET danger_now = true")
        assert cursor.rowcount == 1


def test_a_stranger_with_raw_sql_finds_nothing(acts, received, world, detected):
    signal, case = received(), detected()
    with acts("stranger"), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', 'attack', true)")
        for table in (
            "signal",
            "signal_receipt",
            "screening",
            "case_origin",
            "case_story",
            "status_assertion",
        ):
            cursor.execute(f"SELECT count(*) FROM talka.{table}")
            assert cursor.fetchone()[0] == 0, table
        cursor.execute("UPDATE talka.signal SET danger_now = true")
        assert cursor.rowcount == 0
        cursor.execute(
            "SELECT talka.pass_signal(%s, %s, %s)",
            [signal.id, world["stranger"].assignment, world["stranger"].institution],
        )
        assert cursor.fetchone()[0] is False
        cursor.execute(
            "SELECT talka.pass_signal(%s, %s, %s)",
            [signal.id, world["ngo"].assignment, world["stranger"].institution],
        )
        assert cursor.fetchone()[0] is False
    assert case.code


def test_no_write_without_a_named_verb(acts, received):
    received()
    with acts("ngo"), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', '', true)")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("UPDATE talka.signal SET danger_now = true")
        cursor.execute("SELECT set_config('talka.verb', 'signal.mark', true)")
        cursor.execute("UPDATE talka.signal SET danger_now = true")
