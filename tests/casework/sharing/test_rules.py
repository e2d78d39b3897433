"""Which part of a case a referral may carry, over random consents."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from talka.casework.cases.models import DATA_CLASSES
from talka.casework.sharing import rules
from talka.ground.kernel.pack import load_pack

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PLACES = [UUID(int=n) for n in range(3)]
PURPOSES = ["assistance", "investigation", "statistics"]

consents = st.lists(
    st.builds(
        rules.ConsentFact,
        id=st.uuids(),
        recipient=st.sampled_from(PLACES),
        purpose=st.sampled_from(PURPOSES),
        data_class=st.sampled_from(DATA_CLASSES),
        ground=st.sampled_from(["consent", "danger_to_life"]),
        until=st.integers(-3, 3).map(lambda d: NOW + timedelta(days=d)),
        withdrawn=st.booleans(),
    ),
    max_size=12,
)
owned = st.frozensets(st.sampled_from(DATA_CLASSES))


@given(consents, st.sampled_from(PLACES), st.sampled_from(PURPOSES), owned)
def test_a_referral_carries_only_what_is_allowed_and_owned(given_, recipient, purpose, own):
    carried = rules.carried(given_, recipient=recipient, purpose=purpose, own=own, now=NOW)
    for consent in carried:
        assert consent in given_
        assert (consent.recipient, consent.purpose) == (recipient, purpose)
        assert consent.data_class in own
        assert not consent.withdrawn
        assert consent.until > NOW
    allowed = {
        c.data_class
        for c in given_
        if c.recipient == recipient
        and c.purpose == purpose
        and not c.withdrawn
        and c.until > NOW
        and c.data_class in own
    }
    assert {c.data_class for c in carried} == (allowed if "case" in allowed else set())


@given(consents, owned)
def test_withdrawing_never_widens(given_, own):
    ask = {"recipient": PLACES[0], "purpose": PURPOSES[0], "own": own, "now": NOW}
    before = {c.data_class for c in rules.carried(given_, **ask)}
    for index, gone in enumerate(given_):
        fewer = [*given_[:index], *given_[index + 1 :]]
        after = {c.data_class for c in rules.carried(fewer, **ask)}
        assert after <= before, gone


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(-5, 800))
def test_a_legal_ground_ends_within_thirty_days(today, days):
    until = today + timedelta(days=days)
    assert rules.right_period("court_order", today, until) == (1 <= days <= 30)
    assert rules.right_period("consent", today, until) == (1 <= days <= 731)


def test_codes_are_those_of_the_pack():
    pack = load_pack()
    purposes = {c.code for c in pack.codes("purpose")}
    assert set(rules.WRITABLE) == purposes
    assert set(rules.NEXT_ACT) == purposes - {"statistics"}
    assert rules.LEGAL_GROUNDS | {"consent"} == {c.code for c in pack.codes("ground")}
    writable = frozenset().union(*rules.WRITABLE.values())
    assert writable <= set(DATA_CLASSES)
    assert not writable & {"case", "identity", "story"}


def test_the_database_knows_the_same_classes_of_a_coordinator(acts):
    with acts("ngo"), connection.cursor() as cursor:
        cursor.execute("SELECT talka.coordinator_classes()")
        assert set(cursor.fetchone()[0]) == rules.COORDINATOR_CLASSES
    for name in DATA_CLASSES:
        assert rules.may_take("coordinator", name) == (name in rules.COORDINATOR_CLASSES)
        assert rules.may_take("police", name)
