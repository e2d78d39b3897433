"""When a signal is due, by the protocol it was received under."""

from __future__ import annotations

from datetime import datetime

from talka.casework.detection import rules
from talka.casework.detection.models import Signal
from talka.method.protocol import queries as protocol


def nearest_due(signal: Signal) -> tuple[datetime | None, str, str]:
    """The deadline that ends first: moment, law or standard, reference."""
    facts = rules.SignalFacts(signal.source, signal.child_suspected, signal.danger_now)
    ends = [
        found
        for step, code in rules.deadlines(facts)
        if (found := due_of(signal, step, code)) is not None
    ]
    return min(ends, default=(None, "", ""))  # type: ignore[type-var]


def due_of(signal: Signal, step: str, code: str) -> tuple[datetime, str, str] | None:
    """One deadline of a signal by its pinned protocol; None when the protocol has no such."""
    try:
        return protocol.turn_due(
            signal.protocol,
            signal.protocol_version,
            step,
            signal.received_at,
            code,
            signal.child_suspected,
        )
    except KeyError:
        return None
