"""Assess the risk, and keep the rules of safe contact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from talka.casework.aid import policy, rules
from talka.casework.aid.actions.writing import (
    coded,
    end_mine,
    end_of,
    give_once,
    past_day,
    signed,
    still_open,
)
from talka.casework.aid.models import ContactRules, Needs, Risk
from talka.casework.cases.actions import end_turns, give_turn, note_step
from talka.casework.cases.keys import keyring
from talka.casework.cases.permission import Held, hold
from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken, Stale

CONTACT = ("channel", "number", "times", "say", "code_word", "never")


def assess_risk(
    *,
    actor: Actor,
    case_id: UUID,
    level: str,
    answers: Mapping[str, str],
    narrative: str = "",
    reassess_on: date | None = None,
    on: date | None = None,
) -> Risk:
    """Write an assessment; earlier ones stay. The next look becomes a turn.

    `level` below what the list suggests needs a narrative. Raises Broken, Refused, Absent.
    """
    held = still_open(hold(actor, case_id, policy.ASSESS_RISK))
    on = past_day(on)
    answers = _answers(answers)
    lower = rules.below(coded("level", level, "risk_level"), rules.suggested_level(answers))
    if lower and not narrative.strip():
        raise Broken({"narrative": _("Say why the risk is lower than the list suggests.")})
    latest = rules.latest_reassessment(level, on)
    reassess_on = reassess_on or latest
    if not on <= reassess_on <= latest:
        raise Broken(
            {
                "reassess_on": _("At this level look again by %(day)s at the latest.")
                % {"day": latest}
            }
        )
    with act("risk.assess"):
        risk = Risk(**signed(held), on=on, level=level, answers=answers, reassess_on=reassess_on)
        risk.put(keyring(case_id), narrative=narrative)
        risk.save(force_insert=True)
        note_step(
            case_id=case_id, seat=held.seat, kind="risk", on=on, outcome=level,
            data_class="aid", ref=risk.id,
        )  # fmt: skip
        _look_again(held, risk)
    return risk


def _answers(given: Mapping[str, str]) -> dict[str, str]:
    wrong = [c for c, a in given.items() if c not in rules.RISKS or a not in rules.ANSWERS]
    if wrong:
        raise Broken(_("Choose one of the answers."))
    return {code: given.get(code, "unknown") for code in rules.RISKS}


def _look_again(held: Held, risk: Risk) -> None:
    """Everybody's older turns to assess end; the next look is this institution's."""
    end_turns(case_id=held.case.id, act_code="risk.assess", seat=held.seat)
    give_turn(
        case_id=held.case.id,
        act_code="risk.assess",
        institution=held.seat.institution,
        due=(end_of(risk.reassess_on), "standard", ""),
        ref=risk.id,
    )
    if not Needs.objects.filter(case=held.case).exists():
        give_once(held, "needs.assess", step="needs_plan", deadline="assessment", start=risk.on)


def write_contact_rules(
    *, actor: Actor, case_id: UUID, version: int, texts: Mapping[str, str], on: date | None = None
) -> ContactRules:
    """Write how the person may be reached. `texts`: channel, number, times, say, code_word, never.

    `version` 0 = none was seen. Raises Stale with what stands there now and its version.
    """
    held = still_open(hold(actor, case_id, policy.WRITE_CONTACT))
    on = past_day(on)
    texts = {name: texts.get(name, "").strip() for name in CONTACT}
    if not any(texts.values()):
        raise Broken(_("Write at least one rule."))
    ring = keyring(case_id)
    with act("contact.write"):
        row = ContactRules.objects.select_for_update().filter(case_id=case_id).first()
        if (row.version if row else 0) != version:
            there = {n: row.read(ring, n) if row else "" for n in CONTACT}
            raise Stale({**there, "version": row.version if row else 0}, at=row and row.at)
        row = row or ContactRules(id=uuid4(), version=0)
        for name, value in signed(held).items():
            setattr(row, name, value)
        row.put(ring, **texts)
        row.version += 1
        row.save()
        note_step(
            case_id=case_id, seat=held.seat, kind="contact_rules", on=on,
            data_class="contact", ref=row.id,
        )  # fmt: skip
        end_mine(held, "contact.first")
    return row


def confirm_contact(*, actor: Actor, case_id: UUID, on: date | None = None) -> None:
    """The first contact was made: this institution's turn for it ends."""
    held = still_open(hold(actor, case_id, policy.CONFIRM_CONTACT))
    on = past_day(on)
    with act("contact.confirm"):
        end_mine(held, "contact.first")
        note_step(case_id=case_id, seat=held.seat, kind="contact", on=on)
