from __future__ import annotations

import pytest

from talka.casework.cases import policy as case_policy
from talka.casework.cases.models import Case, CaseKey, Grant, Step, Turn
from talka.casework.cases.permission import hold
from talka.casework.sharing import actions
from talka.casework.sharing.answering import read_text
from talka.casework.sharing.models import Referral, ReferralText
from talka.ground.kernel.errors import Absent, Broken, Refused


def test_a_referral_opens_nothing_before_it_is_accepted(acts, opened, consented, referred, world):
    case = opened()
    consented(case, "case", "legal")
    sent = referred(case, urgency="high", needs=["safety"], message="Ona waits at the station")
    assert sent.code == case.code
    with acts("police"):
        assert Case.objects.count() == 0
        assert CaseKey.objects.count() == 0
        card = Referral.objects.get()
        assert (card.urgency, card.needs, card.code) == ("high", ["safety"], case.code)
        assert read_text(ReferralText.objects.get()) == "Ona waits at the station"
        assert {g.data_class for g in Grant.objects.all()} == {"case", "legal"}
        assert [t.act for t in Turn.objects.all()] == ["referral.answer"]
        assert Turn.objects.get().due_at is not None
    for name in ("social", "stranger", "ministry", "admin_police", "technical", "ngo_colleague"):
        with acts(name) as actor:
            assert Referral.objects.count() == 0
            assert ReferralText.objects.count() == 0
            with pytest.raises(Absent):
                actions.accept_referral(actor=actor, referral_id=sent.id)


def test_accepting_opens_exactly_what_was_allowed(acts, opened, accepted, world):
    case = opened()
    accepted(case, "case", "legal")
    with acts("police") as actor:
        held = hold(actor, case.id, case_policy.SEE)
        assert held.classes == {"case", "legal"}
        assert CaseKey.objects.count() == 2
        assert {
            g.data_class: g.may_write for g in Grant.objects.filter(assignment=held.seat.id)
        } == {
            "case": False,
            "legal": True,
        }
        kinds = set(Step.objects.values_list("kind", flat=True))
        assert {"consent", "referral", "referral_accepted"} <= kinds
        assert not Turn.objects.filter(act="referral.answer", done_at__isnull=True).exists()
        with pytest.raises(Refused):
            actions.give_consent(
                actor=actor,
                case_id=case.id,
                recipient=world["social"].institution,
                purposes=["assistance"],
                classes=["case"],
                evidence="signed",
            )


def test_a_replayed_acceptance_changes_nothing(acts, opened, accepted):
    case = opened()
    _, sent = accepted(case, "case")
    with acts("police") as actor:
        before = (Step.objects.count(), Grant.objects.count())
        actions.accept_referral(actor=actor, referral_id=sent.id)
        assert (Step.objects.count(), Grant.objects.count()) == before


def test_no_referral_without_consent_to_show_the_case(acts, opened, consented, referred, world):
    case = opened()
    with pytest.raises(Broken):
        referred(case)
    consented(case, "legal")
    with pytest.raises(Broken):
        referred(case)
    consented(case, "case", purpose="assistance")
    with pytest.raises(Broken):
        referred(case)
    consented(case, "case")
    referred(case)
    with pytest.raises(Broken):  # one already waits
        referred(case)
    with acts("ngo"):
        assert Referral.objects.count() == 1


def test_only_where_somebody_can_answer(opened, referred, acts):
    case = opened()
    for nobody in ("ngo", "ministry", "evaluator"):
        with pytest.raises(Broken) as broken:
            referred(case, to=nobody)
        assert "recipient" in broken.value.faults
    with pytest.raises(Broken) as broken:
        referred(case, purpose="statistics", urgency="x", needs=["x"])
    assert set(broken.value.faults) == {"purpose", "urgency", "needs"}


def test_refusing_ends_the_offers_and_returns_the_turn(acts, opened, consented, referred, world):
    case = opened()
    consented(case, "case", "legal")
    sent = referred(case, message="please")
    with acts("police") as actor:
        with pytest.raises(Broken):
            actions.refuse_referral(actor=actor, referral_id=sent.id, reason="because")
        for _ in range(2):
            actions.refuse_referral(
                actor=actor, referral_id=sent.id, reason="no_capacity", note="nobody until Monday"
            )
        assert Case.objects.count() == 0
        assert not Grant.objects.filter(ended_at__isnull=True).exists()
        with pytest.raises(Broken):
            actions.accept_referral(actor=actor, referral_id=sent.id)
    with acts("ngo"):
        turn = Turn.objects.get(act="referral.send")
        assert (turn.institution_id, turn.assignment_id) == (
            world["ngo"].institution,
            world["ngo"].assignment,
        )
        assert Step.objects.filter(kind="referral_refused", outcome="no_capacity").count() == 1
        refusal = ReferralText.objects.get(kind="refusal")
        assert read_text(refusal) == "nobody until Monday"
        assert not Turn.objects.filter(act="referral.answer", done_at__isnull=True).exists()


def test_taking_back(acts, opened, consented, referred):
    case = opened()
    consented(case, "case")
    sent = referred(case, message="please")
    with acts("ngo") as actor:
        assert actions.withdraw_referral(actor=actor, case_id=case.id, referral_id=sent.id)
        assert not actions.withdraw_referral(actor=actor, case_id=case.id, referral_id=sent.id)
    with acts("police") as actor:
        assert ReferralText.objects.count() == 0
        assert not Grant.objects.filter(ended_at__isnull=True).exists()
        with pytest.raises(Broken):
            actions.accept_referral(actor=actor, referral_id=sent.id)


def test_a_coordinator_takes_up_only_the_case_and_its_aid(acts, opened, accepted):
    case = opened()
    accepted(case, "case", "aid", "identity", to="coordinator", purpose="assistance")
    with acts("coordinator") as actor:
        assert hold(actor, case.id, case_policy.SEE).classes == {"case", "aid"}
        assert Turn.objects.filter(act="contact.first", done_at__isnull=True).count() == 1
        assert not Grant.objects.filter(assignment__isnull=True, ended_at__isnull=True).exists()


def test_a_sealed_case_is_not_referred_and_not_opened(acts, opened, consented, referred):
    from talka.casework.cases.actions import seal_case

    case = opened()
    consented(case, "case")
    sent = referred(case)
    with acts("ngo") as actor:
        seal_case(actor=actor, case_id=case.id, sealed=True)
    with acts("police") as actor:
        with pytest.raises(Broken):
            actions.accept_referral(actor=actor, referral_id=sent.id)
        assert Referral.objects.get().state == "sent"
    with pytest.raises(Broken):
        referred(case, to="social", purpose="assistance")


def test_after_the_answer_only_who_answered_reads_the_message(acts, opened, world):
    case = opened(by="police")
    to = {"case_id": case.id, "recipient": world["ngo"].institution}
    with acts("police") as actor:
        actions.give_consent(
            actor=actor, purposes=["assistance"], classes=["case"], evidence="signed", **to
        )
        sent = actions.send_referral(actor=actor, purpose="assistance", message="soon", **to)
    for name in ("ngo", "ngo_colleague", "ngo_supervisor"):
        with acts(name):
            assert read_text(ReferralText.objects.get()) == "soon"
    with acts("ngo") as actor:
        actions.accept_referral(actor=actor, referral_id=sent.id)
        assert ReferralText.objects.count() == 1
    with acts("ngo_colleague") as actor:
        assert Referral.objects.get().state == "accepted"
        assert ReferralText.objects.count() == 0
        assert Case.objects.count() == 0
        with pytest.raises(Broken):
            actions.accept_referral(actor=actor, referral_id=sent.id)
