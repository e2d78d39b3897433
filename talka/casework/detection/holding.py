"""Fetch a signal or a screening *through* permission, and open its key.

A signal that is not there, one that another institution holds and one that was passed on are all
Absent. `hold_screening` asks the signal or the case it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from talka.casework.cases.keys import keyring
from talka.casework.cases.permission import Held, hold
from talka.casework.cases.rules import CASE_ROLES
from talka.casework.detection import policy
from talka.casework.detection.models import Screening, Signal
from talka.casework.detection.rules import SIGNAL_ROLES
from talka.ground.access.actor import Actor, Seat
from talka.ground.access.decide import Verb
from talka.ground.crypto.provider import provider
from talka.ground.crypto.rows import Keyring
from talka.ground.crypto.sealing import DataKey
from talka.ground.kernel.errors import Absent, Broken, Refused


class SignalRing:
    """The one key of a signal. KeyError once its texts moved into a case."""

    def __init__(self, scope: UUID, key: DataKey | None) -> None:
        self.scope, self._key = scope, key

    def key(self, data_class: str) -> DataKey:
        if data_class != "story" or self._key is None:
            raise KeyError(data_class)
        return self._key


def ring_of(signal: Signal) -> SignalRing:
    if signal.key_wrapped is None:
        return SignalRing(signal.id, None)
    wrapped = bytes(signal.key_wrapped)
    return SignalRing(signal.id, provider().unwrap(wrapped, signal.key_id, signal.id, "story"))


@dataclass(frozen=True)
class HeldSignal:
    """A signal in the asker's hands, and the seat it is held by."""

    signal: Signal
    actor: Actor
    seat: Seat

    @property
    def waiting(self) -> bool:
        return not self.signal.settled_as


def signal_seat(actor: Actor, institution: UUID | None = None) -> Seat:
    """The seat a person receives signals from, one that opens cases first. Raises Refused."""
    fitting = [
        s for s in actor.seats if s.role in SIGNAL_ROLES and institution in {None, s.institution}
    ]
    fitting.sort(key=lambda s: s.role not in CASE_ROLES)
    if not fitting:
        raise Refused(
            _("Your role does not receive signals."), _("the administrator of your institution")
        )
    return fitting[0]


def hold_signal(actor: Actor, signal_id: UUID, *, lock: bool = False) -> HeldSignal:
    """The signal (1 query). `lock` keeps it from two people acting at once. Raises Absent."""
    rows = Signal.objects.select_related("holder", "municipality")
    if lock:
        rows = Signal.objects.select_for_update()
    signal = rows.filter(id=signal_id).first()
    if signal is None:
        raise Absent
    return HeldSignal(signal, actor, signal_seat(actor, signal.holder_id))


def hold_waiting(actor: Actor, signal_id: UUID) -> HeldSignal:
    """A signal locked for an act. Raises Broken when something was decided on it already."""
    held = hold_signal(actor, signal_id, lock=True)
    if not held.waiting:
        raise Broken(_("This signal is settled already."))
    return held


@dataclass(frozen=True)
class HeldScreening:
    """A screening with the key of its signal or case. `case`: set when it belongs to one."""

    screening: Screening
    seat: Seat
    ring: Keyring
    case: Held | None
    signal: HeldSignal | None


def hold_screening(
    actor: Actor, screening_id: UUID, verb: Verb = policy.SEE_STORY, *, lock: bool = False
) -> HeldScreening:
    """The screening through its signal or case (2 to 4 queries). Raises Absent, Refused."""
    rows = Screening.objects.select_for_update() if lock else Screening.objects
    screening = rows.filter(id=screening_id).first()
    if screening is None:
        raise Absent
    if screening.case_id:
        held = hold(actor, screening.case_id, verb)
        return HeldScreening(screening, held.seat, keyring(screening.case_id), held, None)
    of_signal = hold_signal(actor, screening.scope)
    return HeldScreening(screening, of_signal.seat, ring_of(of_signal.signal), None, of_signal)
