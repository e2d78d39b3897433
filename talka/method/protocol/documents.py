"""What a protocol is: a published, immutable document of steps, turns, deadlines and outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from talka.method.documents import Words

Unit = Literal["hours", "days", "working_days", "months"]
Kind = Literal["law", "standard"]
UNITS: tuple[Unit, ...] = ("hours", "days", "working_days", "months")
KINDS: tuple[Kind, ...] = ("law", "standard")


@dataclass(frozen=True)
class Turn:
    """Whose turn it is at which step. `step` is None when the track has ended."""

    step: str | None
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """Kinds of institution that act here without a role of their own."""

    @property
    def ends(self) -> bool:
        return self.step is None


@dataclass(frozen=True)
class Deadline:
    """`amount` of `unit` from the moment the step begins.

    `kind` says whether law or a service standard sets it, `source` which; `verified` is false
    until a person has checked it. `when`: the condition under which it counts, None = always.
    `reminders`: amounts in the same unit at which somebody is reminded.
    """

    code: str
    amount: int
    unit: Unit
    kind: Kind
    source: Words
    verified: bool
    when: Words | None = None
    reminders: tuple[int, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How a step ended, the turn that follows, and tracks that open beside it."""

    code: str
    names: Words
    turn: Turn
    also: tuple[str, ...] = ()

    def label(self, lang: str) -> str:
        return self.names.label(lang)


@dataclass(frozen=True)
class ChildVariant:
    """What differs for a child: who acts, stricter deadlines, further records, and why."""

    turn: Turn | None
    deadlines: tuple[Deadline, ...]
    records: tuple[str, ...]
    note: Words


@dataclass(frozen=True)
class Step:
    """One step. `beside`: it runs beside the path of help and never holds it up."""

    code: str
    names: Words
    turn: Turn
    deadlines: tuple[Deadline, ...]
    records: tuple[str, ...]
    consents: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    beside: bool = False
    child: ChildVariant | None = None

    def label(self, lang: str) -> str:
        return self.names.label(lang)

    @property
    def deadline(self) -> Deadline | None:
        """The first deadline that counts without a condition."""
        return next((d for d in self.deadlines if d.when is None), None)

    def outcome(self, code: str) -> Outcome:
        """Raises KeyError when the step has no such outcome."""
        found = next((o for o in self.outcomes if o.code == code), None)
        if found is None:
            raise KeyError(f"{self.code} has no outcome {code}")
        return found

    def for_child(self) -> Step:
        """The step as it stands for a child: the child's own deadlines come first."""
        if self.child is None:
            return self
        return replace(
            self,
            turn=self.child.turn or self.turn,
            deadlines=(*self.child.deadlines, *self.deadlines),
            records=(*self.records, *(r for r in self.child.records if r not in self.records)),
        )


@dataclass(frozen=True)
class Protocol:
    """`records` names every kind of record a step may demand."""

    code: str
    version: int
    names: Words
    source: Words
    verified_by: str | None
    start: str
    ends: tuple[str, ...]
    steps: tuple[Step, ...]
    records: tuple[tuple[str, Words], ...]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def step(self, code: str, child: bool = False) -> Step:
        """Raises KeyError when there is no such step."""
        found = next((s for s in self.steps if s.code == code), None)
        if found is None:
            raise KeyError(code)
        return found.for_child() if child else found

    def record(self, code: str) -> Words:
        """The name of a kind of record. Raises KeyError."""
        return dict(self.records)[code]


class ProtocolError(Exception):
    """A document that cannot be a protocol. `faults` holds every fault, not the first only."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults
