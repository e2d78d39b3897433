"""Receive a signal, pass it on, let it go."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.detection import rules
from talka.casework.detection.deadlines import nearest_due
from talka.casework.detection.holding import SignalRing, hold_waiting, signal_seat
from talka.casework.detection.models import Signal
from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.crypto.provider import provider
from talka.ground.crypto.sealing import DataKey
from talka.ground.kernel.errors import Broken
from talka.ground.kernel.pack import load_pack
from talka.method.protocol import queries as protocol

PERSON = ("name", "born", "phone", "other")


def receive_signal(
    *,
    actor: Actor,
    source: str,
    channel: str,
    account: str,
    municipality: str | None = None,
    on: date | None = None,
    about: str = "",
    at: datetime | None = None,
    anonymous: bool = False,
    child_suspected: bool = False,
    danger_now: bool = False,
    languages: Sequence[str] = (),
    caller: str = "",
    person: Mapping[str, str] | None = None,
) -> Signal:
    """Log what somebody told. `source`, `channel`, `languages`: codes. `on`: the day (its first
    possible day when `about` holds an approximate one, EDTF); `at`: the moment, from which the
    deadlines run. `person`: name, born, phone, other, as told. An anonymous caller is not kept.

    Raises Refused (role), Broken (codes, nothing told, a day to come).
    """
    seat = signal_seat(actor)
    now = timezone.now()
    at = at or (_noon(on) if on and on != timezone.localdate() else now)
    on = on or timezone.localtime(at).date()
    _check(source, channel, municipality, languages, account, on)
    signal = Signal(
        id=uuid4(),
        code=_next_code(on.year),
        holder_id=seat.institution,
        received_in_id=seat.institution,
        received_by_id=seat.id,
        received_on=on,
        received_about=about,
        received_at=at,
        source=source,
        channel=channel,
        municipality_id=municipality or None,
        anonymous=anonymous,
        child_suspected=child_suspected,
        danger_now=danger_now,
        languages=list(languages),
    )
    signal.protocol, signal.protocol_version = protocol.newest()
    signal.due_at, signal.due_kind, signal.due_source = nearest_due(signal)
    _seal(signal, account, "" if anonymous else caller, person or {})
    with act("signal.receive"):
        signal.save(force_insert=True)
    return signal


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _next_code(year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT talka.next_signal_code(%s)", [year])
        return str(cursor.fetchone()[0])


def _check(
    source: str,
    channel: str,
    municipality: str | None,
    languages: Sequence[str],
    account: str,
    on: date,
) -> None:
    pack = load_pack()
    faults = {}
    if not pack.has("signal_source", source):
        faults["source"] = _("Choose where the signal came from.")
    if not pack.has("signal_channel", channel):
        faults["channel"] = _("Choose how the signal came.")
    if municipality and not pack.has("municipality", municipality):
        faults["municipality"] = _("Choose a municipality from the list.")
    if not all(pack.has("language", code) for code in languages):
        faults["languages"] = _("Choose languages from the list.")
    if not account.strip():
        faults["account"] = _("Write what was told, in a few words.")
    if on > timezone.localdate():
        faults["on"] = _("This day is still to come.")
    if faults:
        raise Broken(faults)


def _seal(signal: Signal, account: str, caller: str, person: Mapping[str, str]) -> None:
    key = DataKey.fresh()
    signal.key_id = key.id
    signal.key_wrapped = provider().wrap(key, signal.id, "story")
    told = {k: v.strip() for k, v in person.items() if k in PERSON and v.strip()}
    signal.put(
        SignalRing(signal.id, key),
        account=account,
        caller=caller,
        person=json.dumps(told, ensure_ascii=False) if told else "",
    )


def mark_danger(
    *, actor: Actor, signal_id: UUID, child_suspected: bool, danger_now: bool
) -> Signal:
    """It turned out to be a child, or danger: the nearest deadline is set anew."""
    with act("signal.mark"):
        held = hold_waiting(actor, signal_id)
        signal = held.signal
        own = signal.received_by_id == held.seat.id
        if child_suspected and not (own or rules.meets_children(held.seat.role)):
            raise Broken(
                {"child_suspected": _("A child's signal is not for your role: pass it on at once.")}
            )
        signal.child_suspected, signal.danger_now = child_suspected, danger_now
        signal.due_at, signal.due_kind, signal.due_source = nearest_due(signal)
        signal.version += 1
        signal.save(
            update_fields=[
                "child_suspected", "danger_now", "due_at", "due_kind", "due_source", "version",
            ]
        )  # fmt: skip
    return signal


def pass_on(*, actor: Actor, signal_id: UUID, institution_id: UUID) -> None:
    """Hand the signal, whole, to another institution; a receipt without texts stays behind.

    Raises Absent, Broken (settled; nobody there to take it).
    """
    with act("signal.pass"), connection.cursor() as cursor:
        held = hold_waiting(actor, signal_id)
        cursor.execute(
            "SELECT talka.pass_signal(%s, %s, %s)", [signal_id, held.seat.id, institution_id]
        )
        if not cursor.fetchone()[0]:
            raise Broken(
                {"institution": _("Choose an institution where somebody can take the signal.")}
            )


def drop_signal(*, actor: Actor, signal_id: UUID, reason: str, on: date | None = None) -> None:
    """No further action, with the reason as a code. Raises Absent, Broken."""
    with act("signal.drop"):
        held = hold_waiting(actor, signal_id)
        if not load_pack().has("signal_drop_reason", reason):
            raise Broken({"reason": _("Choose a reason from the list.")})
        Signal.objects.filter(id=signal_id).update(
            settled_as="no_further_action",
            settled_reason=reason,
            settled_on=on or timezone.localdate(),
            settled_by=held.seat.id,
            version=held.signal.version + 1,
        )
