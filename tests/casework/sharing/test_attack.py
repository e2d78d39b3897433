"""Raw SQL as the runtime role, signed in as somebody real: the database itself must refuse."""

from __future__ import annotations

from contextlib import suppress
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError

from talka.casework.cases.models import Case, Grant, Turn
from talka.casework.sharing import actions
from talka.casework.sharing.models import Consent
from talka.ground.audit.trail import act

GRANT = """
    INSERT INTO talka.case_grant (id, case_id, institution_id, assignment_id, data_class, may_write,
        admits_sealed, basis, basis_id, reason, granted_by_id, since, until)
    VALUES (%(id)s, %(case)s, %(institution)s, %(assignment)s, %(class)s, true, false, %(basis)s,
        %(basis_id)s, '', %(giver)s, now() - interval '1 second', now() + %(until)s::interval)
"""


def attack(sql, params=None):
    """Rows touched; DatabaseError when refused. Leaves the transaction usable."""
    with act("attack"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params or {})
        return cursor.rowcount


def grant_of(case, world, consent=None, **changes):
    return {
        "id": uuid4(),
        "case": case.id,
        "institution": world["police"].institution,
        "assignment": None,
        "class": "case",
        "basis": "consent",
        "basis_id": consent.id if consent else None,
        "giver": world["ngo"].assignment,
        "until": "1 day",
        **changes,
    }


def test_the_attack_itself_works_when_everything_is_right(acts, opened, consented, world):
    case = opened()
    consent = consented(case, "case")[0]
    with acts("ngo"):
        assert attack(GRANT, grant_of(case, world, consent)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis_id": None},
        {"basis_id": uuid4()},
        {"basis": "own_work"},
        {"basis": "break_glass"},
        {"basis": "legal_ground"},
        {"class": "legal"},
        {"until": "400 days"},
        {"until": None},
        {"institution": "social"},
        {"assignment": "police"},  # never took the case up
        {"assignment": "stranger"},
        {"assignment": "stranger", "institution": "ngo", "basis": "own_work", "basis_id": None},
    ],
)
def test_no_grant_outwards_without_its_consent(acts, opened, consented, world, wrong):
    case = opened()
    consent = consented(case, "case")[0]
    given = grant_of(case, world, consent, **wrong)
    for key, part in (("institution", "institution"), ("assignment", "assignment")):
        if isinstance(given[key], str):
            given[key] = getattr(world[given[key]], part)
    with acts("ngo"), pytest.raises(DatabaseError):
        attack(GRANT, given)


def test_no_grant_on_a_withdrawn_consent_or_another_case(acts, opened, consented, world):
    case, other = opened(), opened()
    consent = consented(case, "case")[0]
    with acts("ngo") as actor:
        with pytest.raises(DatabaseError):
            attack(GRANT, grant_of(other, world, consent))
        actions.withdraw_consent(
            actor=actor, case_id=case.id, consent_id=consent.id, reason="person_asked"
        )
        with pytest.raises(DatabaseError):
            attack(GRANT, grant_of(case, world, consent))


def test_a_receiver_does_not_open_more_to_itself(acts, opened, accepted, world):
    case = opened()
    consents, _ = accepted(case, "case")
    seat = world["police"].assignment
    with acts("police"):
        for given in (
            grant_of(case, world, consents[0], giver=seat, assignment=seat),
            grant_of(case, world, giver=seat, assignment=seat, basis="own_work"),
            grant_of(case, world, assignment=seat, **{"class": "identity"}),
        ):
            with pytest.raises(DatabaseError):
                attack(GRANT, given)
        for sql in (
            "UPDATE talka.case_grant SET until = until + interval '1 year'",
            "UPDATE talka.case_grant SET until = NULL",
            "UPDATE talka.case_grant SET data_class = 'identity'",
            "UPDATE talka.case_grant SET may_write = true",
        ):
            with suppress(ProgrammingError):
                assert attack(sql) == 0
        grant = Grant.objects.get(assignment=seat)
        assert (grant.data_class, grant.may_write) == ("case", False)
        assert grant.until == consents[0].until


def test_nobody_takes_up_what_was_offered_to_others(acts, opened, consented, referred, world):
    case = opened()
    consented(case, "case", "identity", to="coordinator", purpose="assistance")
    referred(case, to="coordinator", purpose="assistance")
    take = "UPDATE talka.case_grant SET assignment_id = %(seat)s WHERE case_id = %(case)s"
    for name in ("stranger", "police", "ngo_colleague", "ministry", "admin_town"):
        with acts(name):
            assert attack(take, {"seat": world[name].assignment, "case": case.id}) == 0
    with acts("coordinator"), pytest.raises(DatabaseError):  # identity is not for a coordinator
        attack(take, {"seat": world["coordinator"].assignment, "case": case.id})
    with acts("ngo"), pytest.raises(DatabaseError):  # the giver does not take up for them either
        attack(
            take + " AND basis = 'consent'",
            {"seat": world["coordinator"].assignment, "case": case.id},
        )


def test_a_consent_is_history(acts, opened, accepted, world):
    case = opened()
    consents, _ = accepted(case, "case", "legal")
    legal = next(c for c in consents if c.shared_class == "legal")
    with acts("ngo") as actor:
        for change in (
            "until = until + interval '1 day'",
            "shared_class = 'identity'",
            "recipient_id = (SELECT id FROM talka.institution LIMIT 1)",
            "given_at = now() - interval '1 year'",
            "evidence = 'signed'",
            "ground = 'court_order'",
        ):
            with pytest.raises(DatabaseError):
                attack(f"UPDATE talka.case_consent SET {change}")
        with pytest.raises(DatabaseError):
            attack("DELETE FROM talka.case_consent")
        actions.withdraw_consent(
            actor=actor, case_id=case.id, consent_id=legal.id, reason="person_asked"
        )
        for undo in (
            "withdrawn_at = NULL, withdrawn_by_id = NULL, withdrawn_reason = ''",
            "withdrawn_reason = 'mistake'",
            "withdrawn_at = now() + interval '1 day'",
        ):
            with pytest.raises(DatabaseError):
                attack(
                    f"UPDATE talka.case_consent SET {undo} WHERE withdrawn_at IS NOT NULL",
                )
    with acts("police"):
        assert set(Consent.objects.values_list("withdrawn_reason", flat=True)) == {
            "",
            "person_asked",
        }


def test_a_withdrawal_in_plain_sql_ends_the_grants_too(acts, opened, accepted, world):
    case = opened()
    accepted(case, "case", "legal")
    with acts("police"):
        assert Case.objects.count() == 1
    with acts("ngo"):
        attack(
            "UPDATE talka.case_consent SET withdrawn_at = now(), withdrawn_reason = 'mistake',"
            " withdrawn_by_id = %(seat)s",
            {"seat": world["ngo"].assignment},
        )
    with acts("police"):
        assert Case.objects.count() == 0


def test_a_long_or_unexplained_ground_is_refused(acts, opened, world):
    case = opened()
    sql = """
        INSERT INTO talka.case_consent (id, case_id, purpose, recipient_id, shared_class, ground,
            given_on, given_at, until, evidence, given_by, reason_sealed, recorded_by_id,
            withdrawn_reason)
        VALUES (%(id)s, %(case)s, 'safety', %(to)s, 'case', 'danger_to_life', now(),
            now() + interval '1 year', now() + %(until)s::interval, '', '', %(reason)s,
            %(seat)s, '')
    """
    given = {
        "id": uuid4(),
        "case": case.id,
        "to": world["police"].institution,
        "until": "29 days",
        "reason": b"sealed",
        "seat": world["ngo"].assignment,
    }
    with acts("ngo"):
        for wrong in ({"until": "31 days"}, {"reason": None}):
            with pytest.raises(DatabaseError):
                attack(sql, {**given, **wrong})
        assert attack(sql, given) == 1
        assert (Consent.objects.get().until - Consent.objects.get().given_at).days < 30


def test_a_referral_is_answered_only_by_its_receiver_and_once(acts, opened, accepted, world):
    case = opened()
    accepted(case, "case")
    change = (
        "UPDATE talka.referral SET state = %(state)s, answered_at = now(),"
        " answered_by_id = %(seat)s, refusal_reason = ''"
    )
    with acts("police"):
        for state in ("sent", "withdrawn", "refused"):
            with pytest.raises(DatabaseError):
                attack(change, {"state": state, "seat": world["police"].assignment})
    for name in ("stranger", "social", "ministry"):
        with acts(name):
            assert attack(change, {"state": "accepted", "seat": world[name].assignment}) == 0
    with acts("ngo"):
        with pytest.raises(DatabaseError):
            attack(change, {"state": "withdrawn", "seat": world["ngo"].assignment})
        with pytest.raises(DatabaseError):
            attack("UPDATE talka.referral SET to_institution_id = from_institution_id")


def test_a_waiting_referral_is_not_answered_by_its_sender(acts, opened, consented, referred, world):
    case = opened()
    consented(case, "case")
    referred(case)
    with acts("ngo"), pytest.raises(DatabaseError):
        attack(
            "UPDATE talka.referral SET state = 'accepted', answered_at = now(),"
            " answered_by_id = %(seat)s",
            {"seat": world["ngo"].assignment},
        )


def test_a_refusal_writes_only_its_own_step_and_turn(acts, opened, consented, referred, world):
    case = opened()
    consented(case, "case")
    sent = referred(case)
    step = """
        INSERT INTO talka.case_step (id, case_id, kind, outcome, data_class, "on", at, by_id,
            institution_id, ref)
        VALUES (%(id)s, %(case)s, %(kind)s, '', 'case', now(), now(), %(seat)s, %(place)s, %(ref)s)
    """
    given = {
        "id": uuid4(),
        "case": case.id,
        "kind": "referral_refused",
        "seat": world["police"].assignment,
        "place": world["police"].institution,
        "ref": sent.id,
    }
    with acts("police") as actor:
        with pytest.raises(DatabaseError):  # not refused yet
            attack(step, given)
        actions.refuse_referral(actor=actor, referral_id=sent.id, reason="other_area")
        for wrong in (
            {"kind": "plan"},
            {"ref": uuid4()},
            {"seat": world["ngo"].assignment},
            {"place": world["ngo"].institution},
        ):
            with pytest.raises(DatabaseError):
                attack(step, {**given, "id": uuid4(), **wrong})


TURN = """
    INSERT INTO talka.case_turn (id, case_id, act, institution_id, ref, since, due_kind, due_source)
    VALUES (%(id)s, %(case)s, %(act)s, %(to)s, %(ref)s, now(), '', '')
"""


def test_an_answer_is_owed_only_where_a_referral_waits(acts, opened, consented, referred, world):
    """A turn to answer shows the case to an institution and sends it a letter."""
    case, other = opened(), opened()
    consented(case, "case")
    consented(other, "case", to="social")
    given = {
        "id": uuid4(),
        "case": case.id,
        "act": "referral.answer",
        "to": world["police"].institution,
        "ref": None,
    }
    with acts("ngo"), pytest.raises(DatabaseError):
        attack(TURN, given)
    sent, elsewhere = referred(case), referred(other, to="social")
    with acts("ngo") as actor:
        for wrong in (
            {"ref": None},
            {"ref": uuid4()},
            {"ref": elsewhere.id},
            {"ref": sent.id, "to": world["stranger"].institution},
            {"ref": sent.id, "case": other.id},
        ):
            with pytest.raises(DatabaseError):
                attack(TURN, {**given, **wrong})
        assert attack(TURN, {**given, "ref": sent.id}) == 1
        assert attack(TURN, {**given, "id": uuid4(), "act": "risk.assess"}) == 1
        actions.withdraw_referral(actor=actor, case_id=case.id, referral_id=sent.id)
        with pytest.raises(DatabaseError):
            attack(TURN, {**given, "id": uuid4(), "ref": sent.id})
    for name in ("police", "social", "stranger"):
        with acts(name) as actor:
            turns = Turn.objects.filter(institution_id=world[name].institution)
            assert turns.filter(case=case.id).exists() == (name == "police")


REFER = """
    INSERT INTO talka.referral (id, case_id, code, child, from_institution_id, sent_by_id,
        to_institution_id, purpose, needs, urgency, sent_at, due_kind, due_source, state,
        refusal_reason)
    VALUES (%(id)s, %(case)s, '', false, %(from)s, %(seat)s, %(to)s, %(purpose)s, '{}', 'normal',
        now(), '', '', 'sent', '')
"""


def test_no_referral_without_a_live_consent_to_show_the_case(acts, opened, consented, world):
    case, other = opened(), opened()
    consent = consented(case, "case")[0]
    consented(case, "aid", to="social")
    given = {
        "id": uuid4(),
        "case": case.id,
        "from": world["ngo"].institution,
        "seat": world["ngo"].assignment,
        "to": world["police"].institution,
        "purpose": "investigation",
    }
    with acts("ngo") as actor:
        for wrong in (
            {"to": world["stranger"].institution},
            {"to": world["social"].institution},
            {"purpose": "assistance"},
            {"case": other.id},
        ):
            with pytest.raises(DatabaseError):
                attack(REFER, {**given, **wrong})
        with transaction.atomic():
            assert attack(REFER, given) == 1
            transaction.set_rollback(True)
        actions.withdraw_consent(
            actor=actor, case_id=case.id, consent_id=consent.id, reason="person_asked"
        )
        with pytest.raises(DatabaseError):
            attack(REFER, given)
