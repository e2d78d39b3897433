"""Where a secret can be written: each room's actions, each with texts of its own."""

from __future__ import annotations

import random
import string
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from talka.casework.aid import actions as aid
from talka.casework.aid import rules as aid_rules
from talka.casework.aid.models import Goal
from talka.casework.cases import actions as cases
from talka.casework.cases.models import Case, Turn
from talka.casework.detection import actions as detection
from talka.casework.detection.models import Signal
from talka.casework.sharing import actions as sharing
from talka.casework.sharing.models import Referral
from talka.ground.access.actor import Actor, begun
from talka.method.criteria import queries as criteria
from tests.laws.canaries import Seeds

VAULT = ("name", "born", "personal_code", "phone", "address", "other")
PERSON = ("name", "born", "phone", "other")
CONTACT = ("channel", "number", "times", "say", "code_word", "never")
CHANCE = random.Random(5)
PNG = b"\x89PNG\r\n\x1a\n"


def _signal(actor: Actor, seeds: Seeds) -> Signal:
    return detection.receive_signal(
        actor=actor, source="ngo", channel="phone", municipality="29",
        account=seeds("signal: account"), caller=seeds("signal: caller"),
        person={part: seeds(f"signal: person, {part}") for part in PERSON},
    )  # fmt: skip


def waiting_signal(cast: Any, seeds: Seeds) -> None:
    with begun(cast["ngo"].token) as actor:
        signal = _signal(actor, seeds)
        _screen(actor, seeds, signal)


def _screen(actor: Actor, seeds: Seeds, signal: Signal) -> Any:
    asked = [q.code for q in criteria.pinned(*criteria.newest("labour")).questions("adult_labour")]
    screening = detection.screen(
        actor=actor, profile="adult_labour", answers=dict.fromkeys(asked[:6], "yes"),
        notes={code: seeds("screening: note") for code in asked[:6]}, signal_id=signal.id,
    )  # fmt: skip
    return detection.decide(
        actor=actor, screening_id=screening.id, version=screening.version, decision="presumed",
        reason=seeds("screening: reason"),
    )  # fmt: skip


def detected(cast: Any, seeds: Seeds) -> UUID:
    with begun(cast["ngo"].token) as actor:
        signal = _signal(actor, seeds)
        screening = _screen(actor, seeds, signal)
        asked = ("name", "born", "phone")
        detection.ask_known(
            actor=actor, signal_id=signal.id, **{k: seeds(f"question: {k}") for k in asked}
        )
        case = detection.open_from_signal(
            actor=actor, signal_id=signal.id, screening_id=screening.id, municipality="29",
            profile={"exploitation": ["labour"], "age_group": "adult"},
            known_institutions_asked=True,
        )  # fmt: skip
        detection.write_story(actor=actor, case_id=case.id, text=seeds("story"))
        detection.assert_status(
            actor=actor, case_id=case.id, status="presumed", ground="observation",
            reason=seeds("assertion: reason"),
        )  # fmt: skip
        cases.write_identity(
            actor=actor, case_id=case.id, version=1,
            texts={part: seeds(f"identity: {part}") for part in VAULT},
        )  # fmt: skip
    return case.id


def shared(cast: Any, seeds: Seeds, case: UUID) -> UUID:
    """Consents, grounds, two referrals; returns the turn that police owe."""
    police, social = cast["police"].institution, cast["social"].institution
    with begun(cast["ngo"].token) as actor:
        sharing.give_information(actor=actor, case_id=case, language="lt", how="oral")
        for recipient in (police, social):
            sharing.give_consent(
                actor=actor, case_id=case, recipient=recipient, purposes=["assistance"],
                classes=["case", "contact"], evidence="signed", note=seeds("consent: note"),
            )  # fmt: skip
        sharing.name_ground(
            actor=actor, case_id=case, recipient=police, ground="danger_to_life",
            purposes=["assistance"], classes=["identity"], reason=seeds("ground: reason"),
        )  # fmt: skip
        refused, _ = (
            sharing.send_referral(
                actor=actor, case_id=case, recipient=to, purpose="assistance",
                message=seeds("referral: message"),
            )
            for to in (social, police)
        )  # fmt: skip
        turn = Turn.objects.get(case_id=case, act="referral.answer", institution_id=police)
    with begun(cast["social"].token) as actor:
        sharing.refuse_referral(
            actor=actor, referral_id=refused.id, reason="no_capacity",
            note=seeds("referral: refusal"),
        )  # fmt: skip
    return turn.id


def helped(cast: Any, seeds: Seeds, case: UUID) -> None:
    today, ngo = timezone.localdate(), cast["ngo"].institution
    with begun(cast["ngo"].token) as actor:
        aid.assess_risk(
            actor=actor, case_id=case, level="low", narrative=seeds("risk: narrative"),
            answers=dict.fromkeys(aid_rules.RISKS, "no"),
        )  # fmt: skip
        texts = {part: seeds(f"contact: {part}") for part in CONTACT}
        aid.write_contact_rules(actor=actor, case_id=case, version=0, texts=texts)
        line = {"need": "housing", "degree": "some", "remark": seeds("needs: line")}
        aid.assess_needs(actor=actor, case_id=case, lines=[line], remark=seeds("needs: remark"))
        goal = {"need": "housing", "responsible": ngo, "due_on": today + timedelta(days=9)}
        aid.make_plan(
            actor=actor, case_id=case, agreement="agreed", remark=seeds("plan: remark"),
            goals=[{**goal, "text": seeds("goal: text")}],
        )  # fmt: skip
        aid.review_plan(
            actor=actor, case_id=case, version=1, agreement="agreed", remark=seeds("plan: review")
        )
        _services(actor, seeds, case, today)
        for kind in aid_rules.NOTE_KINDS:
            note = aid.write_note(actor=actor, case_id=case, kind=kind, text=seeds(f"note: {kind}"))
            aid.write_note(
                actor=actor, case_id=case, kind=kind, corrects=note.id, text=seeds("note: again")
            )
        _files(actor, seeds, case)


def _services(actor: Actor, seeds: Seeds, case: UUID, today: date) -> None:
    given = aid.record_service(
        actor=actor, case_id=case, service="safe_accommodation", since=today, quantity=Decimal(1),
        remark=seeds("service: remark"),
    )  # fmt: skip
    aid.withdraw_service(
        actor=actor, case_id=case, service_id=given.id, reason=seeds("service: taken back")
    )


def _files(actor: Actor, seeds: Seeds, case: UUID) -> None:
    filling = "".join(CHANCE.choices(string.printable[:80], k=70_000))  # nothing to compress
    text = f"{seeds('file: first line')}\n{filling}\n{seeds('file: behind 64 kB')}\n"
    for body in (text.encode(), PNG + seeds("file: inside a picture").encode()):
        name = seeds("file: name")
        made = aid.add_file(actor=actor, case_id=case, data_class="story", name=name, body=body)
    aid.withdraw_file(actor=actor, case_id=case, file_id=made.id, reason=seeds("file: taken back"))


def ended(cast: Any, seeds: Seeds, case: UUID) -> None:
    """Goals dropped, closed, asked after three months, begun again."""
    with begun(cast["ngo"].token) as actor:
        for sent in Referral.objects.filter(case_id=case):
            if sent.state == "sent":
                sharing.withdraw_referral(actor=actor, case_id=case, referral_id=sent.id)
            else:
                sharing.ask_nobody_else(actor=actor, case_id=case, referral_id=sent.id)
        goal = Goal.objects.get(plan__case_id=case)
        aid.end_goal(
            actor=actor, case_id=case, goal_id=goal.id, version=2, state="dropped",
            reason=seeds("goal: reason"),
        )  # fmt: skip
        version = Case.objects.values_list("version", flat=True).get(id=case)
        aid.close(
            actor=actor, case_id=case, version=version, reason="lost_contact",
            remark=seeds("closure: remark"), follow_up=True,
        )  # fmt: skip
        aid.record_follow_up(
            actor=actor, case_id=case, month=3, outcome="well",
            remark=seeds("follow-up: remark"),
        )  # fmt: skip
        version = Case.objects.values_list("version", flat=True).get(id=case)
        aid.reopen_case(
            actor=actor, case_id=case, version=version, reason=seeds("closure: begun again")
        )
