"""Screen: answer the questions of a criteria set; decide: a person presumes, or does not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases.actions import note_step
from talka.casework.cases.permission import hold
from talka.casework.detection import policy, rules
from talka.casework.detection.holding import HeldScreening, hold_screening, hold_waiting
from talka.casework.detection.models import Screening
from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken, Stale
from talka.method.criteria import queries as criteria
from talka.method.criteria.rules import CriteriaError, evaluate

CRITERIA = "labour"
"""The criteria set used when none is named."""


def begin_screening(
    *,
    actor: Actor,
    profile: str,
    signal_id: UUID | None = None,
    case_id: UUID | None = None,
    code: str = CRITERIA,
    on: date | None = None,
) -> Screening:
    """An empty screening of a waiting signal or of a case, by the newest version of a set.

    Raises Absent, Refused, Broken (settled; unknown profile; a day to come).
    """
    scope = signal_id or case_id
    if scope is None or (signal_id and case_id):
        raise ValueError("one of signal_id and case_id")
    with act("screening.begin"):
        if case_id:
            seat = hold(actor, case_id, policy.SCREEN).seat
        else:
            seat = hold_waiting(actor, scope).seat
        version = criteria.newest(code)[1]
        if profile not in {p.code for p in criteria.pinned(code, version).profiles}:
            raise Broken({"profile": _("Choose for whom the questions are asked.")})
        screening = Screening(
            id=uuid4(),
            signal_id=signal_id,
            case_id=case_id,
            scope=scope,
            criteria=code,
            criteria_version=version,
            profile=profile,
            on=_past(on),
            started_by_id=seat.id,
            started_at=timezone.now(),
            institution_id=seat.institution,
        )
        _weigh(screening)
        screening.save(force_insert=True)
    return screening


def _past(on: date | None) -> date:
    if on and on > timezone.localdate():
        raise Broken({"on": _("This day is still to come.")})
    return on or timezone.localdate()


def _weigh(screening: Screening) -> None:
    """Put what the answers add up to into the row."""
    known = criteria.pinned(screening.criteria, screening.criteria_version)
    try:
        result = evaluate(known, screening.profile, screening.answers)
    except CriteriaError as fault:
        raise Broken({"answers": str(fault)})
    screening.positive = sorted(result.positive)
    screening.rule, screening.conclusion = result.rule_id, result.conclusion


def answer(
    *,
    actor: Actor,
    screening_id: UUID,
    version: int,
    answers: Mapping[str, str],
    notes: Mapping[str, str] | None = None,
) -> Screening:
    """Write answers (yes, no, unknown; "" takes one back) and notes beside those written before.

    Raises Stale when a colleague answered meanwhile, Broken once it is decided.
    """
    with act("screening.answer"):
        held = hold_screening(actor, screening_id, policy.SCREEN, lock=True)
        screening = held.screening
        _undecided(screening)
        told = notes_of(held)
        if screening.version != version:
            raise Stale(_theirs(screening, told, answers))
        merged = {**screening.answers, **answers}
        screening.answers = {k: v for k, v in merged.items() if v}
        kept = {k: v for k, v in {**told, **(notes or {})}.items() if v.strip()}
        screening.put(held.ring, notes=json.dumps(kept, ensure_ascii=False) if kept else "")
        _weigh(screening)
        screening.version += 1
        screening.save(
            update_fields=["answers", "notes_sealed", "positive", "rule", "conclusion", "version"]
        )
    return screening


def _undecided(screening: Screening) -> None:
    if screening.decision:
        raise Broken(_("This screening is decided. To change it, screen again."))


def _theirs(
    screening: Screening, notes: Mapping[str, str], asked: Mapping[str, str]
) -> dict[str, object]:
    """What stands there now in the fields of the page (see forms.AnswersForm)."""
    there: dict[str, object] = {"version": screening.version}
    for code in asked:
        there[code] = screening.answers.get(code, "")
        there[f"note_{code}"] = notes.get(code, "")
    return there


def notes_of(held: HeldScreening) -> dict[str, str]:
    """Indicator code → note."""
    text = held.screening.read(held.ring, "notes")
    return dict(json.loads(text)) if text else {}


def decide(
    *,
    actor: Actor,
    screening_id: UUID,
    version: int,
    decision: str,
    reason: str = "",
    on: date | None = None,
) -> Screening:
    """A person presumes (`presumed`, `possible`) or does not (`not_presumed`). Against the score
    it needs a reason; the score never decides.

    Raises Stale, Broken (decided; unknown decision; no reason).
    """
    with act("screening.decide"):
        held = hold_screening(actor, screening_id, policy.SCREEN, lock=True)
        screening = held.screening
        _undecided(screening)
        if screening.version != version:
            raise Stale({"version": screening.version})
        if decision not in rules.DECISIONS:
            raise Broken({"decision": _("Choose what you decide.")})
        if rules.against_score(screening.positive, decision) and not reason.strip():
            raise Broken(
                {"reason": _("You decide otherwise than the answers point. Write down why.")}
            )
        screening.decision, screening.decided_on = decision, _past(on or screening.on)
        screening.decided_at, screening.decided_by_id = timezone.now(), held.seat.id
        screening.put(held.ring, reason=reason)
        screening.version += 1
        screening.save(
            update_fields=[
                "decision", "decided_on", "decided_at", "decided_by", "reason_sealed", "version",
            ]
        )  # fmt: skip
        if held.case:
            note_screening(screening, held)
    return screening


def note_screening(screening: Screening, held: HeldScreening) -> None:
    assert screening.case_id is not None
    note_step(
        case_id=screening.case_id,
        seat=held.seat,
        kind="screening",
        outcome=screening.decision,
        on=screening.decided_on,
        ref=screening.id,
    )


def screen(
    *,
    actor: Actor,
    profile: str,
    answers: Mapping[str, str],
    notes: Mapping[str, str] | None = None,
    signal_id: UUID | None = None,
    case_id: UUID | None = None,
    code: str = CRITERIA,
    on: date | None = None,
) -> Screening:
    """Begin and answer in one go (intake, demonstration). Undecided: `decide` follows."""
    with act("screening.answer"):
        screening = begin_screening(
            actor=actor, profile=profile, signal_id=signal_id, case_id=case_id, code=code, on=on
        )
        return answer(
            actor=actor,
            screening_id=screening.id,
            version=screening.version,
            answers=answers,
            notes=notes,
        )
