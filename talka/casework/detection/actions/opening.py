"""From a presumption to a case: ask who knows the person, open, move the texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases import actions as cases
from talka.casework.cases.keys import CaseRing
from talka.casework.cases.models import Case
from talka.casework.detection import rules
from talka.casework.detection.actions.assertions import put_assertion
from talka.casework.detection.actions.screenings import notes_of
from talka.casework.detection.holding import (
    HeldScreening,
    HeldSignal,
    hold_waiting,
    ring_of,
)
from talka.casework.detection.models import Origin, Screening, Signal, Story
from talka.ground.access.actor import Actor, Seat
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.ground.kernel.pack import load_pack
from talka.method.protocol import queries as protocol
from talka.people.institutions.models import Institution

PROFILE = ("gender", "age_group", "citizenship", "exploitation", "languages", "source")
"""Coded facts of the person that `profile` may hold."""


def ask_known(
    *,
    actor: Actor,
    signal_id: UUID,
    name: str = "",
    born: str = "",
    personal_code: str = "",
    phone: str = "",
) -> list[Institution]:
    """Is this person already known? Institutions to ask, never a case. Only that it was asked is
    kept. Raises Absent, Broken (not enough to ask with; too many questions this hour)."""
    with act("signal.ask"):
        hold_waiting(actor, signal_id)
        try:
            with transaction.atomic():
                found = cases.ask_who_knows(
                    actor=actor, name=name, born=born, personal_code=personal_code, phone=phone
                )
        except OperationalError:
            raise Broken(_("You have asked 30 times within an hour. Ask again later."))
        Signal.objects.filter(id=signal_id).update(asked_at=timezone.now())
    return list(Institution.objects.filter(id__in=found))


def person_of(signal: Signal) -> dict[str, str]:
    """What was told of the person: name, born, phone, other."""
    text = signal.read(ring_of(signal), "person") if signal.key_wrapped else ""
    return dict(json.loads(text)) if text else {}


def open_from_signal(
    *,
    actor: Actor,
    signal_id: UUID,
    screening_id: UUID,
    municipality: str,
    profile: Mapping[str, Any],
    known_institutions_asked: bool = False,
    on: date | None = None,
) -> Case:
    """Open a case from a signal whose screening ended in a presumption.

    Texts move under the case's keys and leave the signal; identity goes to the vault when it was
    told; signal, screening and assertion stand on the path with their own dates; the body's first
    assertion is made; first turns are given. `on`: the day of opening when it is not today.

    Raises Absent, Refused (role), Broken (undecided, not presumed, settled; the person has a
    name and nobody asked who knows them; codes).
    """
    with act("case.open"):
        held = hold_waiting(actor, signal_id)
        screening = _presumed(held, screening_id)
        _check(held.signal, municipality, profile, known_institutions_asked)
        child = profile.get("age_group") == "child" or (
            held.signal.child_suspected and profile.get("age_group") != "adult"
        )
        case, ring, seat = cases.open_case(
            actor=actor,
            municipality=municipality,
            on=on,
            child=child,
            profile={"source": held.signal.source, **profile},
            protocol=protocol.newest(),
        )
        if seat.institution != held.signal.holder_id:
            raise Refused(
                _("You opened this from another institution."), held.signal.holder.name("lt")
            )
        told = person_of(held.signal)
        _move(held, case, ring, seat)
        _settle(held, case, screening, known_institutions_asked, on)
        _path(held.signal, case, screening, seat)
        if told:
            cases.write_identity(actor=actor, case_id=case.id, version=0, texts=told)
        _first_turns(case, seat, on)
    return case


def _presumed(held: HeldSignal, screening_id: UUID) -> Screening:
    screening = Screening.objects.filter(id=screening_id, signal=held.signal).first()
    if screening is None:
        raise Absent
    hindered = rules.may_open(held.seat.role, screening.decision, held.signal.settled_as)
    if hindered == "role":
        raise Refused(
            _("Your role does not open cases. Pass the signal on."),
            _("the coordinator of your team"),
        )
    if hindered:
        raise Broken(_("A case is opened once a person presumes, and writes it down."))
    return screening


def _check(signal: Signal, municipality: str, profile: Mapping[str, Any], asked: bool) -> None:
    pack = load_pack()
    faults = {}
    if not pack.has("municipality", municipality):
        faults["municipality"] = _("Choose a municipality from the list.")
    lists = {"citizenship": "country", "languages": "language", "source": "signal_source"}
    for name, value in profile.items():
        codes = value if isinstance(value, list) else [value]
        known = name in PROFILE and all(pack.has(lists.get(name, name), c) for c in codes)
        if not known:
            faults[name] = _("Choose from the list.")
    if person_of(signal).get("name") and not (asked or signal.asked_at):
        faults[""] = _("Ask first whether this person is already known.")
    if faults:
        raise Broken(faults)


def _move(held: HeldSignal, case: Case, ring: CaseRing, seat: Seat) -> None:
    """Texts from the signal's key to the case's *story* key, row by row."""
    old = ring_of(held.signal)
    story = Story(case=case, on=held.signal.received_on, at=held.signal.received_at, by_id=seat.id)
    story.put(
        ring,
        text=held.signal.read(old, "account"),
        caller=held.signal.read(old, "caller"),
    )
    story.save(force_insert=True)
    for screening in Screening.objects.filter(signal=held.signal):
        notes = notes_of(HeldScreening(screening, seat, old, None, held))
        reason = screening.read(old, "reason")
        screening.signal_id, screening.case_id, screening.scope = None, case.id, case.id
        screening.put(
            ring, notes=json.dumps(notes, ensure_ascii=False) if notes else "", reason=reason
        )
        screening.save(update_fields=["signal", "case", "scope", "notes_sealed", "reason_sealed"])


def _settle(
    held: HeldSignal, case: Case, screening: Screening, asked: bool, on: date | None
) -> None:
    """The signal keeps codes and loses its key."""
    Origin(
        case=case,
        signal=held.signal,
        screening=screening,
        asked_who_knows=asked or held.signal.asked_at is not None,
    ).save(force_insert=True)
    Signal.objects.filter(id=held.signal.id).update(
        settled_as="case",
        settled_on=on or timezone.localdate(),
        settled_by=held.seat.id,
        account_sealed=None,
        caller_sealed=None,
        person_sealed=None,
        key_wrapped=None,
        version=held.signal.version + 1,
    )


def _path(signal: Signal, case: Case, screening: Screening, seat: Seat) -> None:
    step = cases.note_step
    step(case_id=case.id, seat=seat, kind="signal", on=signal.received_on, outcome=signal.source)
    step(
        case_id=case.id,
        seat=seat,
        kind="screening",
        on=screening.decided_on,
        outcome=screening.decision,
        ref=screening.id,
    )
    put_assertion(
        case_id=case.id,
        seat=seat,
        status=rules.first_status(seat.role, screening.decision),
        ground="screening",
        on=screening.decided_on,
        criteria=(screening.criteria, screening.criteria_version),
    )


def _first_turns(case: Case, seat: Seat, on: date | None) -> None:
    start = timezone.make_aware(datetime.combine(on, time(12))) if on else timezone.now()
    for act_code, step in rules.FIRST_TURNS:
        cases.give_turn(
            case_id=case.id,
            act_code=act_code,
            institution=seat.institution,
            assignment=seat.id,
            due=protocol.turn_due(
                case.protocol, case.protocol_version, step, start, child=case.child
            ),
        )
