from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connections
from django.utils import timezone

from talka.casework.cases.models import Step, Turn
from talka.casework.sharing import actions, facts
from talka.ground.access.actor import counting


def test_referrals_are_counted_by_code_and_hours(acts, opened, consented, referred):
    """Facts are computed from rows of one connection here, as the report role sees commits only."""
    case = opened()
    consented(case, "case")
    consented(case, "case", to="social", purpose="assistance")
    long_ago = timezone.now() - timedelta(days=9)
    late = referred(case, at=long_ago)
    quick = referred(case, to="social", purpose="assistance", at=timezone.now())
    with acts("police") as actor:
        actions.accept_referral(actor=actor, referral_id=late.id, at=long_ago + timedelta(days=8))
    with acts("social") as actor:
        actions.refuse_referral(actor=actor, referral_id=quick.id, reason="no_capacity")
    with acts("ngo"):
        rows = {r.to_kind: r for y in {long_ago.year, timezone.now().year}
                for r in facts.referrals(y, using="default")}  # fmt: skip
        given = list(facts.consents(timezone.localdate().year, using="default"))
    police, social = rows["police"], rows["social_services"]
    assert (police.state, police.late, police.hours) == ("accepted", True, 192.0)
    assert (social.state, social.late, social.refusal_reason) == ("refused", False, "no_capacity")
    assert social.hours is not None
    assert social.hours < 1
    assert {(g.municipality, g.data_class, g.withdrawn) for g in given} == {("29", "case", False)}


def test_the_report_role_reads_codes_and_no_texts(world):
    for name in ("coordinator", "ministry"):
        with counting(world[name].token):
            assert list(facts.referrals(2026)) == []
            assert list(facts.consents(2026)) == []
    for hidden in (
        "SELECT code FROM talka.referral",
        "SELECT reason_sealed FROM talka.case_consent",
        "SELECT recipient_id FROM talka.case_consent",
        "SELECT * FROM talka.referral_text",
    ):
        with pytest.raises(DatabaseError), counting(world["ministry"].token):
            connections["report"].cursor().execute(hidden)


def test_a_withdrawal_ends_what_the_receiver_still_owed(acts, opened, accepted):
    case = opened()
    consents, _ = accepted(case, "case", to="social", purpose="assistance")
    with acts("ngo") as actor:
        assert Turn.objects.filter(act="contact.first", done_at__isnull=True).exists()
        actions.withdraw_consent(
            actor=actor, case_id=case.id, consent_id=consents[0].id, reason="person_asked"
        )
        assert not Turn.objects.filter(done_at__isnull=True).exists()


def test_after_a_refusal_nobody_else_need_be_asked(acts, opened, consented, referred):
    case = opened()
    consented(case, "case")
    sent = referred(case)
    with acts("police") as actor:
        actions.refuse_referral(actor=actor, referral_id=sent.id, reason="other_area")
    with acts("ngo") as actor:
        ask = {"actor": actor, "case_id": case.id, "referral_id": sent.id}
        assert actions.ask_nobody_else(**ask) == 1
        assert actions.ask_nobody_else(**ask) == 0
        assert Step.objects.filter(kind="referral_refused").count() == 1
