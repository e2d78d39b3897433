"""Who may open a case to whom, end it, seal it, bar a colleague and lift a mark."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from talka.casework.cases import actions, policy, rules, words
from talka.casework.cases.models import Case, Grant, Step
from talka.casework.cases.permission import hold
from talka.ground.audit.models import AuditEvent
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.people.accounts.models import ConflictMark
from tests import house
from tests.laws.test_matrix_sql import app_connection


def test_the_lists_in_python_and_in_the_database_are_the_same(acts):
    with acts("ngo"), connection.cursor() as cursor:
        for mine, function in (
            (rules.CASE_ROLES, "case_roles"),
            (rules.TEAM_ROLES, "team_roles"),
            (rules.CHILD_ROLES, "child_roles"),
        ):
            cursor.execute(f"SELECT talka.{function}()")
            assert set(cursor.fetchone()[0]) == mine
    assert set(words.CONFLICTS) == set(rules.CONFLICT_REASONS)


def test_a_class_held_twice_is_not_given_twice(acts, opened, shared, world):
    case = opened()
    shared(case, "case", "aid")
    shared(case, "case", "aid", "note")
    with acts("ngo"):
        theirs = Grant.objects.filter(assignment=world["ngo_colleague"].assignment)
        assert sorted(theirs.values_list("data_class", flat=True)) == ["aid", "case", "note"]


@pytest.mark.parametrize("who", ["police", "ministry", "stranger", "admin_caritas"])
def test_nobody_outside_the_institution_is_a_colleague(acts, opened, world, who):
    case = opened()
    with acts("ngo") as actor, pytest.raises(Broken) as broken:
        actions.share_with_colleague(
            actor=actor, case_id=case.id, assignment_id=world[who].assignment, classes=["case"]
        )
    assert set(broken.value.faults) == {"assignment_id"}


def test_a_colleague_passes_on_only_what_is_theirs(acts, opened, shared, world):
    case = opened()
    shared(case, "case", "aid")
    with acts("ngo_colleague") as actor, pytest.raises(Broken):
        actions.share_with_colleague(
            actor=actor,
            case_id=case.id,
            assignment_id=world["ngo_supervisor"].assignment,
            classes=["case", "identity"],
        )


def test_an_access_ends_at_once_by_part_or_whole(acts, opened, shared, world, browser_of, send):
    case, seat = opened(), world["ngo_colleague"].assignment
    shared(case, "case", "aid", "identity")
    ngo, colleague = browser_of("ngo"), browser_of("ngo_colleague")
    url = f"/case/{case.id}/access/{seat}/end/"
    assert colleague.get(f"/case/{case.id}/identity/").status_code == 200
    assert send(ngo, url, classes=["identity"]).status_code == 303
    assert colleague.get(f"/case/{case.id}/identity/").status_code == 403
    assert colleague.get(f"/case/{case.id}/").status_code == 200
    assert send(ngo, url, classes=["case"]).status_code == 303
    assert colleague.get(f"/case/{case.id}/").status_code == 404
    assert ngo.get(url).status_code == 404
    with acts("ngo"):
        assert Step.objects.filter(case=case, kind="access_ended").count() == 2


def test_one_lays_down_ones_own_but_never_the_last_hold(acts, opened, shared, world):
    case = opened()
    mine, theirs = world["ngo"].assignment, world["ngo_colleague"].assignment
    with acts("ngo") as actor, pytest.raises(Broken):
        actions.end_access(actor=actor, case_id=case.id, assignment_id=mine, classes=["case"])
    shared(case, "case", "aid")
    with acts("ngo_colleague") as actor:
        actions.end_access(actor=actor, case_id=case.id, assignment_id=mine, classes=["case"])
        with pytest.raises(Broken):
            actions.end_access(actor=actor, case_id=case.id, assignment_id=theirs, classes=["case"])
    with acts("ngo") as actor, pytest.raises(Absent):
        hold(actor, case.id, policy.SEE)


@pytest.mark.parametrize(
    ("facts", "hindered"),
    [
        ({"mine": True, "colleague": False, "gives": False, "basis": "consent"}, ""),
        ({"mine": True, "colleague": True, "gives": True, "basis": "own_work"}, ""),
        ({"mine": False, "colleague": True, "gives": True, "basis": "own_work"}, ""),
        ({"mine": False, "colleague": True, "gives": False, "basis": "own_work"}, "holder"),
        ({"mine": False, "colleague": False, "gives": True, "basis": "own_work"}, "holder"),
        ({"mine": False, "colleague": False, "gives": True, "basis": "consent"}, "basis"),
        ({"mine": False, "colleague": True, "gives": True, "basis": "legal_ground"}, "basis"),
    ],
)
def test_who_may_end_what(facts, hindered):
    assert rules.may_not_end(**facts) == hindered


def test_a_receiver_ends_only_what_was_opened_to_them(acts, opened, accepted, world):
    """Also in raw SQL: who holds a case on a consent, even to write, ends no other's grant."""
    case = opened()
    accepted(case, "case", "aid")
    with acts("police") as actor:
        with pytest.raises(Refused):
            actions.end_access(
                actor=actor,
                case_id=case.id,
                assignment_id=world["ngo"].assignment,
                classes=["aid"],
            )
        with act("test"):
            others = Grant.objects.exclude(assignment=world["police"].assignment)
            assert others.count() > 0
            assert others.update(ended_at=timezone.now()) == 0
        seat = world["police"].assignment
        actions.end_access(actor=actor, case_id=case.id, assignment_id=seat, classes=["aid"])
        assert hold(actor, case.id, policy.SEE).classes == {"case"}
    with acts("ngo") as actor:
        with pytest.raises(Refused) as refused:
            actions.end_access(actor=actor, case_id=case.id, assignment_id=seat, classes=["case"])
        assert refused.value.ask in {"the page of consents", "sutikimų puslapis"}


def test_a_sealed_case_closes_to_colleagues_until_they_are_admitted(
    acts, opened, shared, browser_of, send
):
    case = opened()
    shared(case, "case", "aid")
    ngo, colleague = browser_of("ngo"), browser_of("ngo_colleague")
    assert "Ngo Colleague" in ngo.get(f"/case/{case.id}/seal/").content.decode()
    assert send(ngo, f"/case/{case.id}/seal/").status_code == 303
    refused = colleague.get(f"/case/{case.id}/")
    assert refused.status_code == 403
    assert "This case is sealed" in refused.content.decode()
    assert case.code not in refused.content.decode()
    assert browser_of("stranger").get(f"/case/{case.id}/").status_code == 404
    shared(case, "case")
    assert colleague.get(f"/case/{case.id}/").status_code == 200
    assert colleague.get(f"/case/{case.id}/risk/").status_code == 403
    assert send(ngo, f"/case/{case.id}/seal/").status_code == 303
    assert colleague.get(f"/case/{case.id}/risk/").status_code == 200


def test_who_is_not_admitted_does_not_seal(acts, opened, shared):
    case = opened()
    shared(case, "case")
    with acts("ngo_colleague") as actor, pytest.raises(Broken):
        actions.seal_case(actor=actor, case_id=case.id, sealed=True)
    with acts("ngo") as actor, pytest.raises(Broken):
        actions.seal_case(actor=actor, case_id=case.id, sealed=False)


def test_nobody_bars_the_last_holder_and_only_colleagues_are_barred(acts, opened, shared, world):
    case = opened()
    mark = {"case_id": case.id, "reason": "relative"}
    with acts("ngo") as actor:
        with pytest.raises(Broken):
            actions.mark_conflict(actor=actor, worker_id=actor.id, **mark)
        with pytest.raises(Broken) as broken:
            actions.mark_conflict(actor=actor, worker_id=world["police"].account, **mark)
        assert set(broken.value.faults) == {"worker_id"}
        with pytest.raises(Broken):
            actions.mark_conflict(
                actor=actor, case_id=case.id, worker_id=actor.id, reason="because"
            )
    shared(case, "case")
    with acts("ngo") as actor:
        actions.mark_conflict(actor=actor, worker_id=actor.id, **mark)
        assert Case.objects.count() == 0


def test_a_supervisor_lifts_a_mark_and_nobody_their_own(
    acts, opened, shared, world, browser_of, send
):
    case = opened()
    shared(case, "case")
    shared(case, "case", to="ngo_supervisor")
    url = f"/case/{case.id}/conflict/"
    for who in ("ngo_colleague", "ngo_supervisor"):
        done = send(browser_of("ngo"), url, worker_id=str(world[who].account), reason="relative")
        assert done.status_code == 303
    with acts("ngo"):
        marks = {m.worker_id: m.id for m in ConflictMark.objects.all()}
    theirs = f"/conflicts/{marks[world['ngo_colleague'].account]}/lift/"
    own = f"/conflicts/{marks[world['ngo_supervisor'].account]}/lift/"
    assert send(browser_of("ngo"), theirs).status_code == 403
    assert send(browser_of("ngo_colleague"), theirs).status_code == 403
    assert send(browser_of("ngo_supervisor"), own).status_code == 403
    assert send(browser_of("stranger"), theirs).status_code == 404
    assert "Ngo Colleague" in browser_of("ngo_supervisor").get("/conflicts/").content.decode()
    assert send(browser_of("ngo_supervisor"), theirs).status_code == 303
    assert browser_of("ngo_colleague").get(f"/case/{case.id}/").status_code == 200
    assert browser_of("ngo_supervisor").get(f"/case/{case.id}/").status_code == 403
    assert send(browser_of("ngo_supervisor"), theirs).status_code == 404


def test_the_database_holds_who_lifts(acts, opened, shared, world):
    """Raw update by the marked person, by a holder, by a supervisor of another institution."""
    case = opened()
    shared(case, "case")
    with acts("ngo") as actor:
        actions.mark_conflict(
            actor=actor, case_id=case.id, worker_id=world["ngo_colleague"].account, reason="party"
        )
    for who in ("ngo", "ngo_colleague", "stranger", "admin_caritas"):
        with acts(who) as actor, act("test"):
            lifted = ConflictMark.objects.update(lifted_at="2026-01-01T00:00Z", lifted_by=actor.id)
            assert lifted == 0, who
    with acts("ngo_supervisor"), pytest.raises(ProgrammingError), transaction.atomic(), act("test"):
        ConflictMark.objects.update(reason="other")
    with acts("ngo_supervisor") as actor, act("test"):
        assert (
            ConflictMark.objects.update(lifted_at="2026-01-01T00:00Z", lifted_by=actor.id) == 1
        )  # control: the same statement by the right person


def test_ids_of_others_and_bent_forms_are_no_fault(opened, browser_of, send, world):
    case, ngo = opened(), browser_of("ngo")
    for tail, values in (
        ("colleague/", {"assignment_id": str(uuid4()), "classes": ["case"]}),
        ("colleague/", {"assignment_id": "x", "classes": ["case"]}),
        ("colleague/", {"assignment_id": str(world["ngo_colleague"].assignment)}),
        ("colleague/", {"classes": ["everything"]}),
        ("conflict/", {"worker_id": str(uuid4()), "reason": "relative"}),
        ("conflict/", {"worker_id": "", "reason": "gossip"}),
        (f"access/{world['ngo'].assignment}/end/", {"classes": ["case"]}),
        ("profile/", {"gender": "x", "version": "1"}),
        ("identity/edit/", {"name": "x" * 300, "version": "0"}),
    ):
        assert send(ngo, f"/case/{case.id}/{tail}", **values).status_code == 422, (tail, values)
    assert ngo.get(f"/case/{case.id}/access/{uuid4()}/end/").status_code == 404
    assert send(ngo, f"/conflicts/{uuid4()}/lift/").status_code == 404
    assert ngo.get("/conflicts/").status_code == 403


def test_only_roles_that_ask_may_ask_who_knows(acts):
    ask = {"name": "Ona Pavyzdė", "born": "1994-05-02"}
    for who in ("ministry", "technical", "evaluator", "admin_caritas"):
        with acts(who) as actor:
            with pytest.raises(Refused):
                actions.ask_who_knows(actor=actor, **ask)
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as c:
                c.execute("SELECT talka.who_knows(%s)", [[b"x"]])
    with acts("police") as actor:
        assert actions.ask_who_knows(actor=actor, **ask) == []


def test_a_known_person_is_answered_with_an_institution_and_30_times(
    acts, opened, browser_of, send
):
    texts = {"name": "Ona Pavyzdė", "born": "1994-05-02"}
    for who in ("ngo", "police"):
        case = opened(by=who)
        with acts(who) as actor:
            actions.write_identity(actor=actor, case_id=case.id, version=0, texts=texts)
    client, url = browser_of("police"), f"/case/{case.id}/known/"
    assert "NGO Light" not in client.get(url).content.decode()
    page = send(client, url).content.decode()
    assert "NGO Light" in page
    assert "Šiauliai police" not in page
    for _ in range(29):
        send(client, url)
    late = send(client, url)
    assert late.status_code == 422
    assert "30 times" in late.content.decode()


def test_each_question_is_in_the_trail_and_counts_for_who_asked(acts):
    """Wherever it is asked; what was asked, and of whom, stands nowhere."""
    name = {"name": "Ona Pavyzdė", "born": "1994-05-02"}
    with acts("ngo") as actor:
        for _ in range(30):
            actions.ask_who_knows(actor=actor, **name)
        with pytest.raises(Broken, match="30"):
            actions.ask_who_knows(actor=actor, phone="+370 600 00002")
        told = AuditEvent.objects.filter(actor=actor.id, verb="person.ask")
        assert set(told.values_list("kind", "object", "scope")) == {("blind_index", None, None)}
        assert told.count() == 30
    with acts("police") as actor:
        actions.ask_who_knows(actor=actor, **name)
        assert AuditEvent.objects.filter(actor=actor.id, verb="person.ask").count() == 1


@pytest.fixture
def uncounted(cast):
    """Let every counter of questions forget, as the administrator; now and afterwards."""

    def forget():
        place = {**house.admin_connection(settings.HOME.path), "dbname": house.NAME}
        with psycopg.connect(**place) as db:
            db.execute(
                "SELECT setval(format('priv.asked_%s', n), 1) FROM generate_series(0, 255) n"
            )

    forget()
    yield forget
    forget()


def test_a_question_that_is_undone_counts(cast, uncounted):
    """Plain SQL with ROLLBACK TO SAVEPOINT: the trail forgets it, the limit does not."""

    def asks(db, at_most):
        for n in range(at_most):
            db.execute("SAVEPOINT before")
            try:
                db.execute("SELECT talka.who_knows(%s)", [[b"x"]])
            except psycopg.errors.ProgramLimitExceeded:
                return n
            finally:
                db.execute("ROLLBACK TO SAVEPOINT before")
        return at_most

    with psycopg.connect(**app_connection()) as db:
        db.execute("SELECT talka.begin(%s, 'attack', '')", [cast["prosecutor"].token])
        trail = "SELECT count(*) FROM talka.audit_event WHERE verb = 'person.ask'"
        before = db.execute(trail).fetchone()
        assert 100 <= asks(db, 250) <= 200  # the hour may turn meanwhile
        assert db.execute(trail).fetchone() == before
        uncounted()
        assert asks(db, 3) == 3  # control: it was the counter that said no
        db.rollback()
        db.execute("SELECT talka.begin(%s, 'attack', '')", [cast["prosecutor"].token])
        with pytest.raises(psycopg.errors.ProgramLimitExceeded):  # a town in one question
            db.execute("SELECT talka.who_knows(%s)", [[b"x"] * 9])
        db.rollback()
        for reset in ("SELECT setval('priv.asked_0', 1)", "SELECT nextval('priv.asked_0')"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute(reset)
            db.rollback()
