"""What statistics see: each person once, each source once, nothing that names anybody."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from talka.casework.detection import actions, facts
from talka.casework.detection.models import Signal, StatusAssertion

YEAR = timezone.localdate().year


@pytest.fixture
def counted_by_app(monkeypatch):
    """The facts over the tests' own connection: the report connection sees only what is
    committed, and tests commit nothing."""
    return "default"


def test_a_person_recorded_by_three_counts_once_and_once_a_source(
    acts, detected, together, counted_by_app
):
    case = detected()
    for name, status in (("police", "suspected"), ("social", "presumed")):
        together(case, name)
        with acts(name) as actor:
            actions.assert_status(
                actor=actor, case_id=case.id, status="possible", ground="observation"
            )
            actions.assert_status(actor=actor, case_id=case.id, status=status, ground="observation")
    detected()
    with acts("ngo"):
        found = list(facts.recorded(YEAR, using=counted_by_app))
    assert len(found) == 2
    (three,) = [f for f in found if len(f.by) == 3]
    assert dict(three.by) == {
        "ngo": "presumed",
        "police": "suspected",
        "social_services": "presumed",
    }
    assert three.municipality == "29"
    per_source = [kind for f in found for kind, _ in f.by]
    assert {k: per_source.count(k) for k in per_source} == {
        "ngo": 2,
        "police": 1,
        "social_services": 1,
    }
    with acts("ngo"):
        assert list(facts.recorded(YEAR - 1, using=counted_by_app)) == []


def test_signals_by_source(acts, received, counted_by_app):
    received()
    received(source="helpline", municipality=None, anonymous=True)
    old = received(on=date(YEAR - 1, 5, 1))
    with acts("ngo") as actor:
        actions.drop_signal(actor=actor, signal_id=old.id, reason="repeated")
        now = sorted(facts.signals(YEAR, using=counted_by_app), key=lambda f: f.source)
        (before,) = facts.signals(YEAR - 1, using=counted_by_app)
    assert [(f.source, f.municipality, f.anonymous, f.outcome) for f in now] == [
        ("helpline", "", True, ""),
        ("public", "29", False, ""),
    ]
    assert before.outcome == "repeated"


@pytest.mark.parametrize(
    "column",
    ["account_sealed", "person_sealed", "caller_sealed", "code", "key_wrapped", "received_by_id"],
)
def test_the_report_role_cannot_read_more_of_a_signal(world, column):
    with pytest.raises(DatabaseError), transaction.atomic(using="report"):
        list(Signal.objects.using("report").values_list(column.removesuffix("_id")))


@pytest.mark.parametrize("table", ["screening", "case_story", "case_origin", "signal_receipt"])
def test_the_report_role_cannot_read_other_tables(world, table):
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(using="report"),
        connections["report"].cursor() as cursor,
    ):
        cursor.execute(f"SELECT count(*) FROM talka.{table}")


def test_the_facts_are_readable_by_the_report_role(world):
    """Control of the refusals above: exactly these columns are granted."""
    with transaction.atomic(using="report"):
        assert list(facts.recorded(YEAR)) == []
        assert list(facts.signals(YEAR)) == []
        rows = StatusAssertion.objects.using("report")
        with pytest.raises(DatabaseError), transaction.atomic(using="report"):
            list(rows.values_list("reason_sealed"))
