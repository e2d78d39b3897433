"""From a document to a protocol: every fault is found before any is reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from talka.method.documents import Faults
from talka.method.protocol.checks import check
from talka.method.protocol.documents import (
    KINDS,
    UNITS,
    ChildVariant,
    Deadline,
    Outcome,
    Protocol,
    ProtocolError,
    Step,
    Turn,
)


def parse(document: Mapping[str, Any]) -> Protocol:
    """A protocol from the document of a pack. Raises ProtocolError listing all faults."""
    faults = Faults()
    protocol = _protocol(faults, document)
    found = (*faults.found, *check(protocol))
    if found:
        raise ProtocolError(tuple(dict.fromkeys(found)))
    return protocol


def _protocol(faults: Faults, given: Mapping[str, Any]) -> Protocol:
    at = "protocol"
    records = []
    for item in faults.items(at, given, "records"):
        code = faults.text("record", item, "code")
        records.append((code, faults.names(f"record {code}", item)))
    faults.once("records", [code for code, _ in records])
    steps = tuple(_step(faults, item) for item in faults.items(at, given, "steps"))
    faults.once("steps", [step.code for step in steps])
    verified = given.get("verified_by")
    return Protocol(
        code=faults.text(at, given, "code"),
        version=faults.number(at, given, "version"),
        names=faults.names(at, given),
        source=faults.names(at, given, "source_"),
        verified_by=str(verified) if verified else None,
        start=faults.text(at, given, "start"),
        ends=faults.codes(at, given, "ends"),
        steps=steps,
        records=tuple(records),
    )


def _step(faults: Faults, given: Mapping[str, Any]) -> Step:
    code = faults.text("step", given, "code")
    at = f"step {code}"
    outcomes = tuple(_outcome(faults, at, item) for item in faults.items(at, given, "outcomes"))
    faults.once(f"{at}, outcomes", [outcome.code for outcome in outcomes])
    return Step(
        code=code,
        names=faults.names(at, given),
        turn=_turn(faults, at, given, code),
        deadlines=_deadlines(faults, at, given),
        records=faults.codes(at, given, "records"),
        consents=faults.codes(at, given, "consents"),
        outcomes=outcomes,
        beside=given.get("beside", False) is True,
        child=_child(faults, f"{at}, child", given.get("child"), code),
    )


def _outcome(faults: Faults, step: str, given: Mapping[str, Any]) -> Outcome:
    code = faults.text(f"{step}, outcome", given, "code")
    at = f"{step}, outcome {code}"
    following = given.get("next")
    if "next" not in given or not (following is None or isinstance(following, str)):
        faults.add(f"{at}: next should name a step, or be null where the track ends")
        following = None
    turn = _turn(faults, at, given, following)
    return Outcome(code, faults.names(at, given), turn, faults.codes(at, given, "also"))


def _turn(faults: Faults, at: str, given: Mapping[str, Any], step: str | None) -> Turn:
    turn = given.get("turn")
    if not isinstance(turn, dict):
        faults.add(f"{at}: nobody's turn")
        return Turn(step)
    roles, kinds = faults.codes(at, turn, "roles"), faults.codes(at, turn, "kinds")
    if not roles and not kinds:
        faults.add(f"{at}: nobody's turn")
    return Turn(step, roles, kinds)


def _child(faults: Faults, at: str, given: Any, step: str) -> ChildVariant | None:
    if given is None:
        return None
    if not isinstance(given, dict):
        faults.add(f"{at}: should hold what differs")
        return None
    note = given.get("note")
    return ChildVariant(
        turn=_turn(faults, at, given, step) if "turn" in given else None,
        deadlines=_deadlines(faults, at, given),
        records=faults.codes(at, given, "records"),
        note=faults.names(f"{at}, note", note if isinstance(note, dict) else {}),
    )


def _deadlines(faults: Faults, at: str, given: Mapping[str, Any]) -> tuple[Deadline, ...]:
    found = tuple(_deadline(faults, at, item) for item in faults.items(at, given, "deadlines"))
    faults.once(f"{at}, deadlines", [deadline.code for deadline in found])
    return found


def _deadline(faults: Faults, step: str, given: Mapping[str, Any]) -> Deadline:
    code = faults.text(f"{step}, deadline", given, "code")
    at = f"{step}, deadline {code}"
    amount, verified = given.get("amount"), given.get("verified")
    if type(amount) is not int or amount <= 0:
        faults.add(f"{at}: amount should be a whole number above 0")
        amount = 1
    if type(verified) is not bool:
        faults.add(f"{at}: verified should be true or false")
    unit = next((u for u in UNITS if u == given.get("unit")), None)
    kind = next((k for k in KINDS if k == given.get("kind")), None)
    if unit is None:
        faults.add(f"{at}: unit should be one of {', '.join(UNITS)}")
    if kind is None:
        faults.add(f"{at}: kind should be law or standard")
    reminders = given.get("reminders", [])
    if not isinstance(reminders, list) or not all(
        type(r) is int and 0 < r < amount for r in reminders
    ):
        faults.add(f"{at}: reminders should be whole numbers before the deadline")
        reminders = []
    conditional = "when_lt" in given or "when_en" in given
    return Deadline(
        code=code,
        amount=amount,
        unit=unit or "days",
        kind=kind or "standard",
        source=faults.names(at, given, "source_"),
        verified=verified is True,
        when=faults.names(at, given, "when_") if conditional else None,
        reminders=tuple(reminders),
    )
