"""A case is opened from a signal: texts move, dates stand, turns are given, nothing is left."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from talka.casework.cases.keys import keyring
from talka.casework.cases.models import Case, Identity, Step, Turn
from talka.casework.detection import actions
from talka.casework.detection.holding import ring_of
from talka.casework.detection.models import (
    Origin,
    Screening,
    Signal,
    StatusAssertion,
    Story,
)
from talka.ground.kernel.errors import Absent, Broken, Refused
from tests.casework.detection.conftest import ACCOUNT, CALLER, PERSON, PROFILE


def _open(actor, signal, screening, **changes):
    given = {"municipality": "29", "profile": PROFILE, "known_institutions_asked": True, **changes}
    return actions.open_from_signal(
        actor=actor, signal_id=signal.id, screening_id=screening.id, **given
    )


def test_texts_move_under_the_case_and_leave_the_signal(acts, detected):
    case = detected()
    with acts("ngo"):
        ring = keyring(case.id)
        story = Story.objects.get(case=case)
        assert (story.read(ring, "text"), story.read(ring, "caller")) == (ACCOUNT, CALLER)
        vault = Identity.objects.get(case=case)
        assert vault.read(ring, "name") == PERSON["name"]
        screening = Screening.objects.get()
        assert (screening.signal_id, screening.case_id) == (None, case.id)
        assert screening.read(ring, "reason") == "The papers were taken by the foreman"
        signal = Signal.objects.get()
        assert (signal.settled_as, signal.key_wrapped, signal.account_sealed) == (
            "case",
            None,
            None,
        )
        with pytest.raises(KeyError):
            ring_of(signal).key("story")


def test_signal_screening_and_assertion_stand_with_their_own_dates(acts, received, screened):
    signal = received(on=date(2026, 3, 2))
    screening = screened(signal, on=date(2026, 3, 4))
    with acts("ngo") as actor:
        case = _open(actor, signal, screening, on=date(2026, 3, 5))
        steps = dict(Step.objects.filter(case=case).values_list("kind", "on"))
        assert steps["signal"] == date(2026, 3, 2)
        assert steps["screening"] == steps["assertion"] == date(2026, 3, 4)
        assert case.opened_on == date(2026, 3, 5)
        turns = {t.act: t for t in Turn.objects.filter(case=case)}
        assert set(turns) == {"information.give", "contact.first", "risk.assess"}
        assert turns["risk.assess"].due_at.date() == date(2026, 3, 6)
        assert turns["risk.assess"].due_kind == "standard"
        said = StatusAssertion.objects.get(case=case)
        assert (said.status, said.criteria, said.criteria_version) == ("presumed", "labour", 1)


def test_police_presume_in_their_own_words(acts, detected):
    case = detected("police")
    with acts("police"):
        assert StatusAssertion.objects.get(case=case).status == "suspected"


def test_a_suspected_child_is_a_childs_case_with_the_childs_deadlines(acts, received, screened):
    signal = received(child_suspected=True)
    screening = screened(signal)
    with acts("ngo") as actor:
        case = _open(actor, signal, screening, profile={**PROFILE, "age_group": "unknown"})
        assert case.child
        assert Turn.objects.get(case=case, act="contact.first").due_kind == "law"


def test_only_the_opener_sees_which_case_a_signal_became(acts, detected):
    case = detected()
    with acts("ngo_colleague"):
        assert Signal.objects.get().settled_as == "case"
        for model in (Origin, Story, Screening, StatusAssertion, Case):
            assert model.objects.count() == 0, model
    with acts("ngo"):
        assert Origin.objects.get().case_id == case.id
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(s)::text FROM talka.signal s")
            assert str(case.id) not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("decision", "told"),
    [("", "once a person presumes"), ("not_presumed", "once a person presumes")],
)
def test_no_case_without_a_presumption(acts, received, screened, decision, told):
    signal = received()
    screening = screened(signal, decision=decision)
    with acts("ngo") as actor, pytest.raises(Broken, match=told):
        _open(actor, signal, screening)


def test_a_named_person_is_asked_about_first(acts, received, screened):
    signal, unnamed = received(), received(person={"other": "a tall man"})
    first, second = screened(signal), screened(unnamed)
    with acts("ngo") as actor:
        with pytest.raises(Broken, match="already known"):
            _open(actor, signal, first, known_institutions_asked=False)
        assert _open(actor, unnamed, second, known_institutions_asked=False).code
        actions.ask_known(actor=actor, signal_id=signal.id, name=PERSON["name"], born="1994-05-02")
        assert _open(actor, signal, first, known_institutions_asked=False).code


def test_opened_once(acts, received, screened):
    signal = received()
    screening = screened(signal)
    with acts("ngo") as actor:
        _open(actor, signal, screening)
        with pytest.raises(Broken, match="settled"):
            _open(actor, signal, screening)
        assert Case.objects.count() == 1


def test_who_may_not_open(acts, received, screened):
    signal = received()
    screening = screened(signal)
    with acts("stranger") as actor, pytest.raises(Absent):
        _open(actor, signal, screening)
    towns = received("coordinator")
    of_town = screened(towns, "coordinator")
    with acts("coordinator") as actor, pytest.raises(Refused):
        _open(actor, towns, of_town)
    with acts("ngo") as actor, pytest.raises(Absent):
        _open(actor, signal, of_town)


@pytest.mark.parametrize(
    ("field", "bad"),
    [("gender", "x"), ("citizenship", ["LT", "??"]), ("exploitation", ["all"]), ("name", "Rūta")],
)
def test_codes_only(acts, received, screened, field, bad):
    signal = received()
    screening = screened(signal)
    with acts("ngo") as actor, pytest.raises(Broken) as broken:
        _open(actor, signal, screening, profile={**PROFILE, field: bad})
    assert set(broken.value.faults) == {field}
