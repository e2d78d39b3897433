from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from talka.casework.cases import policy as case_policy
from talka.casework.cases.keys import keyring
from talka.casework.cases.models import Case, CaseKey, Grant, Step
from talka.casework.cases.permission import hold
from talka.casework.sharing import actions, rules
from talka.casework.sharing.models import Consent, InformationGiven, Referral
from talka.ground.kernel.errors import Absent, Broken, Refused


def classes_of(actor, case):
    return hold(actor, case.id, case_policy.SEE).classes


def test_information_is_given_in_a_language_and_ends_its_turn(acts, opened, accepted):
    from talka.casework.cases.actions import give_turn
    from talka.casework.cases.models import Turn
    from talka.ground.audit.trail import act

    case = opened()
    with acts("ngo") as actor:
        with act("turn.give"):
            give_turn(case_id=case.id, act_code="information.give", institution=case.institution_id)
        actions.give_information(actor=actor, case_id=case.id, language="uz", how="both")
        assert not Turn.objects.filter(done_at__isnull=True).exists()
        assert Step.objects.get(kind="information").outcome == "both"
        with pytest.raises(Broken) as broken:
            actions.give_information(
                actor=actor,
                case_id=case.id,
                language="xx",
                how="sung",
                on=timezone.localdate() + timedelta(days=2),
            )
        assert set(broken.value.faults) == {"language", "how", "on"}
    with acts("police") as actor, pytest.raises(Absent):
        actions.give_information(actor=actor, case_id=case.id, language="lt", how="oral")
    accepted(case, "case")
    with acts("police") as actor:  # who is on the case may inform, too
        actions.give_information(actor=actor, case_id=case.id, language="lt", how="oral")
        assert InformationGiven.objects.count() == 2


def test_one_row_for_each_purpose_and_class(acts, opened, world):
    case = opened()
    with acts("ngo") as actor:
        rows = actions.give_consent(
            actor=actor,
            case_id=case.id,
            recipient=world["social"].institution,
            purposes=["assistance", "safety"],
            classes=["case", "contact", "aid"],
            evidence="oral_witnessed",
            note="said in Uzbek",
        )
        assert len(rows) == 6
        row = Consent.objects.order_by("given_at")[0]
        assert row.read(keyring(case.id), "note") == "said in Uzbek"
        assert timedelta(days=364) < row.until - timezone.now() <= timedelta(days=366)
        assert Grant.objects.filter(basis="consent").count() == 0
    with acts("social"):
        assert Consent.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"classes": []}, "classes"),
        ({"classes": ["everything"]}, "classes"),
        ({"purposes": []}, "purposes"),
        ({"purposes": ["revenge"]}, "purposes"),
        ({"evidence": "none"}, "evidence"),
        ({"given_by": "neighbour"}, "given_by"),
        ({"until": 0}, "until"),
        ({"until": rules.LONGEST_CONSENT_DAYS + 1}, "until"),
        ({"given_on": 1}, "given_on"),
        ({"recipient": "ngo"}, "recipient"),
        ({"recipient": None}, "recipient"),
    ],
)
def test_a_wrong_consent_is_refused_at_its_field(acts, opened, world, wrong, field):
    from uuid import uuid4

    case = opened()
    given = {
        "recipient": "police",
        "purposes": ["investigation"],
        "classes": ["case"],
        "evidence": "signed",
        **wrong,
    }
    name = given.pop("recipient")
    for day in ("until", "given_on"):
        if day in given:
            given[day] = timezone.localdate() + timedelta(days=given[day])
    with acts("ngo") as actor:
        with pytest.raises(Broken) as broken:
            actions.give_consent(
                actor=actor,
                case_id=case.id,
                recipient=world[name].institution if name else uuid4(),
                **given,
            )
        assert set(broken.value.faults) == {field}
        assert Consent.objects.count() == 0


def test_a_later_consent_opens_at_once_to_who_has_the_case(acts, opened, accepted, consented):
    case = opened()
    accepted(case, "case")
    consented(case, "legal", "identity")
    with acts("police") as actor:
        assert classes_of(actor, case) == {"case", "legal", "identity"}
        own = Grant.objects.filter(assignment__in=[s.id for s in actor.seats])
        assert {g.data_class for g in own if g.may_write} == {"legal"}


def test_a_later_consent_joins_a_waiting_referral(acts, opened, consented, referred):
    case = opened()
    consented(case, "case")
    sent = referred(case)
    consented(case, "legal")
    consented(case, "health", purpose="assistance")
    with acts("police") as actor:
        actions.accept_referral(actor=actor, referral_id=sent.id)
        assert classes_of(actor, case) == {"case", "legal"}


def test_withdrawing_ends_the_class_for_good(acts, opened, accepted, consented):
    case = opened()
    consents, _ = accepted(case, "case", "legal")
    consented(case, "legal")  # renewed: both allow the same
    chosen = next(c for c in consents if c.shared_class == "legal")
    with acts("ngo") as actor:
        assert (
            actions.withdraw_consent(
                actor=actor, case_id=case.id, consent_id=chosen.id, reason="person_asked"
            )
            == 2
        )
        assert (
            actions.withdraw_consent(
                actor=actor, case_id=case.id, consent_id=chosen.id, reason="person_asked"
            )
            == 0
        )
        assert Step.objects.filter(kind="consent_withdrawn").count() == 1
    with acts("police") as actor:
        assert classes_of(actor, case) == {"case"}
        assert set(CaseKey.objects.values_list("data_class", flat=True)) == {"case"}


def test_without_the_case_every_other_part_closes(acts, opened, accepted):
    case = opened()
    consents, _ = accepted(case, "case", "legal", "identity")
    chosen = next(c for c in consents if c.shared_class == "case")
    with acts("ngo") as actor:
        actions.withdraw_consent(
            actor=actor, case_id=case.id, consent_id=chosen.id, reason="not_safe"
        )
        assert not Grant.objects.filter(basis="consent", ended_at__isnull=True).exists()
        assert Consent.objects.filter(withdrawn_at__isnull=True).count() == 2
    with acts("police"):
        assert CaseKey.objects.count() == 0


def test_another_purpose_keeps_its_own_consent(acts, opened, accepted, consented):
    case = opened()
    consents, _ = accepted(case, "case", "legal")
    consented(case, "legal", purpose="safety")
    chosen = next(c for c in consents if c.shared_class == "legal")
    with acts("ngo") as actor:
        actions.withdraw_consent(
            actor=actor, case_id=case.id, consent_id=chosen.id, reason="person_asked"
        )
    with acts("police") as actor:
        assert classes_of(actor, case) == {"case", "legal"}


def test_the_receiver_takes_down_a_withdrawal_and_loses_the_case(acts, opened, accepted):
    case = opened()
    consents, _ = accepted(case, "case")
    with acts("police") as actor:
        with pytest.raises(Broken):
            actions.withdraw_consent(
                actor=actor, case_id=case.id, consent_id=consents[0].id, reason="bored"
            )
        actions.withdraw_consent(
            actor=actor, case_id=case.id, consent_id=consents[0].id, reason="person_asked"
        )
        assert Case.objects.count() == 0
        with pytest.raises(Absent):
            hold(actor, case.id, case_policy.SEE)


def test_a_receiver_sees_only_consents_about_itself(acts, opened, accepted, consented):
    case = opened()
    accepted(case, "case")
    others = consented(case, "case", "health", to="social", purpose="assistance")
    with acts("police") as actor:
        assert {c.recipient_id for c in Consent.objects.all()} == set(actor.institutions)
        with pytest.raises(Absent):
            actions.withdraw_consent(
                actor=actor, case_id=case.id, consent_id=others[0].id, reason="person_asked"
            )


def test_a_withdrawal_takes_back_the_referral_that_waits(acts, opened, consented, referred):
    case = opened()
    consents = consented(case, "case")
    sent = referred(case)
    with acts("ngo") as actor:
        actions.withdraw_consent(
            actor=actor, case_id=case.id, consent_id=consents[0].id, reason="person_asked"
        )
        assert Referral.objects.get().state == "withdrawn"
    with acts("police") as actor, pytest.raises(Broken):
        actions.accept_referral(actor=actor, referral_id=sent.id)


def test_a_named_ground_is_explained_short_and_marked(acts, opened, referred, world):
    case = opened()
    given = {
        "case_id": case.id,
        "recipient": world["police"].institution,
        "purposes": ["safety"],
        "classes": ["case", "contact"],
    }
    with acts("ngo") as actor:
        for ground, reason, until, field in (
            ("consent", "x", None, "ground"),
            ("danger_to_life", "  ", None, "reason"),
            ("danger_to_life", "x", timezone.localdate() + timedelta(days=31), "until"),
        ):
            with pytest.raises(Broken) as broken:
                actions.name_ground(actor=actor, ground=ground, reason=reason, until=until, **given)
            assert set(broken.value.faults) == {field}
        rows = actions.name_ground(
            actor=actor, ground="danger_to_life", reason="He waits at her door", **given
        )
        assert rows[0].read(keyring(case.id), "reason") == "He waits at her door"
        assert Step.objects.get(kind="consent").outcome == "danger_to_life"
    sent = referred(case, purpose="safety", urgency="danger")
    with acts("police") as actor:
        actions.accept_referral(actor=actor, referral_id=sent.id)
        grants = Grant.objects.filter(assignment__in=[s.id for s in actor.seats])
        assert {(g.basis, g.reason) for g in grants} == {("legal_ground", "danger_to_life")}
        ends = [g.until for g in grants if g.until]
        assert len(ends) == 2
        assert max(ends) - timezone.now() <= timedelta(days=30)


def test_who_may_not_take_down_consents(acts, opened, world):
    from talka.casework.cases.actions import share_with_colleague

    case = opened()
    with acts("ngo") as actor:
        share_with_colleague(
            actor=actor,
            case_id=case.id,
            assignment_id=world["ngo_colleague"].assignment,
            classes=["case", "aid"],
        )
    ask = {
        "case_id": case.id,
        "recipient": world["police"].institution,
        "purposes": ["investigation"],
        "classes": ["case", "identity"],
        "evidence": "signed",
    }
    for name in ("stranger", "police", "coordinator", "ministry", "technical", "admin_caritas"):
        with acts(name) as actor, pytest.raises(Absent):
            actions.give_consent(actor=actor, **ask)
    with acts("ngo_colleague") as actor:  # may write down, but passes on only what is theirs
        actions.give_consent(actor=actor, **ask)
        sent = actions.send_referral(
            actor=actor,
            case_id=case.id,
            recipient=world["police"].institution,
            purpose="investigation",
        )
    with acts("police") as actor:
        assert {g.data_class for g in Grant.objects.all()} == {"case"}
        actions.accept_referral(actor=actor, referral_id=sent.id)
        with pytest.raises(Refused):
            hold(actor, case.id, case_policy.SEE_IDENTITY)
