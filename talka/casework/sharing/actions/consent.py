"""Take down what the person allows, what is shared without being asked, and what they take back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases.actions import note_step
from talka.casework.cases.keys import keyring
from talka.casework.cases.models import DATA_CLASSES
from talka.casework.cases.permission import Held, hold
from talka.casework.sharing import policy, rules
from talka.casework.sharing.actions.offering import (
    end_their_turns,
    open_further,
    take_back_waiting,
)
from talka.casework.sharing.models import Consent
from talka.ground.access.actor import Actor
from talka.ground.access.decide import Verb
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken
from talka.ground.kernel.pack import load_pack
from talka.people.institutions.models import Institution


def give_consent(
    *,
    actor: Actor,
    case_id: UUID,
    recipient: UUID,
    purposes: Sequence[str],
    classes: Sequence[str],
    evidence: str,
    given_by: str = "person",
    until: date | None = None,
    given_on: date | None = None,
    note: str = "",
) -> list[Consent]:
    """One consent for each purpose × class. Classes open at once to people of the recipient who
    already have the case; otherwise a referral may carry them. `until`: last day, default a year;
    `given_by`: person or representative. Raises Broken."""
    return _write(
        policy.GIVE_CONSENT,
        actor=actor,
        case_id=case_id,
        recipient=recipient,
        purposes=purposes,
        classes=classes,
        ground="consent",
        until=until or timezone.localdate() + timedelta(days=rules.CONSENT_DAYS),
        given_on=given_on or timezone.localdate(),
        codes={"evidence": evidence, "given_by": given_by},
        texts={"note": note},
    )


def name_ground(
    *,
    actor: Actor,
    case_id: UUID,
    recipient: UUID,
    ground: str,
    purposes: Sequence[str],
    classes: Sequence[str],
    reason: str,
    until: date | None = None,
) -> list[Consent]:
    """Share without consent: a named ground, its reason in words, at most 30 days. Raises
    Broken."""
    if ground not in rules.LEGAL_GROUNDS:
        raise Broken({"ground": _("Choose a legal ground.")})
    if not reason.strip():
        raise Broken({"reason": _("Write why this ground applies.")})
    return _write(
        policy.NAME_GROUND,
        actor=actor,
        case_id=case_id,
        recipient=recipient,
        purposes=purposes,
        classes=classes,
        ground=ground,
        until=until or timezone.localdate() + timedelta(days=rules.GROUND_DAYS),
        given_on=timezone.localdate(),
        codes={},
        texts={"reason": reason},
    )


def _write(
    verb: Verb,
    *,
    actor: Actor,
    case_id: UUID,
    recipient: UUID,
    purposes: Sequence[str],
    classes: Sequence[str],
    ground: str,
    until: date,
    given_on: date,
    codes: dict[str, str],
    texts: dict[str, str],
) -> list[Consent]:
    held = hold(actor, case_id, verb)
    _check(held, recipient, purposes, classes, ground, until, given_on, codes)
    moment = min(
        timezone.make_aware(datetime.combine(until, time(23, 59, 59))),
        timezone.now() + (rules.longest(ground, given_on) - given_on),
    )
    ring = keyring(case_id)
    with act(verb.code):
        rows = [
            Consent(
                case=held.case,
                purpose=purpose,
                recipient_id=recipient,
                shared_class=name,
                ground=ground,
                given_on=given_on,
                given_at=timezone.now(),
                until=moment,
                recorded_by_id=held.seat.id,
                **codes,
            )
            for purpose in sorted(set(purposes))
            for name in sorted(set(classes))
        ]
        for row in rows:
            row.put(ring, **texts)
        Consent.objects.bulk_create(rows)
        note_step(
            case_id=case_id, seat=held.seat, kind="consent", on=given_on, outcome=ground,
            ref=rows[0].id,
        )  # fmt: skip
        open_further(held, recipient, rows)
    return rows


def _check(
    held: Held,
    recipient: UUID,
    purposes: Sequence[str],
    classes: Sequence[str],
    ground: str,
    until: date,
    given_on: date,
    codes: dict[str, str],
) -> None:
    pack, today = load_pack(), timezone.localdate()
    strange = [p for p in purposes if not pack.has("purpose", p)]
    receives = Institution.objects.filter(id=recipient, active=True).exclude(
        id=held.seat.institution
    )
    evidence, given_by = codes.get("evidence"), codes.get("given_by")
    faults = {
        "recipient": "" if receives.exists() else _("Choose another institution."),
        "purposes": _("Choose what for.") if strange or not purposes else "",
        "classes": _("Choose what may be seen.")
        if not classes or set(classes) - set(DATA_CLASSES)
        else "",
        "until": ""
        if rules.right_period(ground, today, until)
        else _("Choose a day after today and not after %(day)s.")
        % {"day": rules.longest(ground, today).isoformat()},
        "given_on": _("This date is in the future.") if given_on > today else "",
        "evidence": ""
        if evidence is None or pack.has("consent_evidence", evidence)
        else _("Choose how the consent was given."),
        "given_by": "" if given_by in {None, "person", "representative"} else _("Choose who."),
    }
    if found := {name: said for name, said in faults.items() if said}:
        raise Broken(found)


def withdraw_consent(*, actor: Actor, case_id: UUID, consent_id: UUID, reason: str) -> int:
    """Withdraw this consent and every other that still allows the same (recipient, purpose,
    class). The database ends what stood on them, effective at anybody's next click. Returns how
    many were withdrawn, 0 when it was done before. Raises Absent, Broken."""
    held = hold(actor, case_id, policy.WITHDRAW_CONSENT)
    if reason not in rules.WITHDRAWAL_REASONS:
        raise Broken({"reason": _("Choose a reason.")})
    chosen = Consent.objects.filter(id=consent_id, case_id=case_id).first()
    if chosen is None:
        raise Absent
    with act("consent.withdraw"):
        same = Consent.objects.filter(
            case_id=case_id,
            recipient_id=chosen.recipient_id,
            purpose=chosen.purpose,
            shared_class=chosen.shared_class,
            ground=chosen.ground,
            withdrawn_at__isnull=True,
        )
        found = [row.id for row in same.select_for_update()]
        if not found:
            return 0
        # Before the withdrawal: it may end the asker's own sight of the case.
        note_step(
            case_id=case_id, seat=held.seat, kind="consent_withdrawn", outcome=reason,
            ref=chosen.id,
        )  # fmt: skip
        end_their_turns(held, chosen, found)
        Consent.objects.filter(id__in=found).update(
            withdrawn_at=timezone.now(), withdrawn_by_id=held.seat.id, withdrawn_reason=reason
        )
        take_back_waiting(held, chosen)
    return len(found)
