"""The rule of need-to-know in Python: the same as the database's, with the *why* in words.

Pure: facts in, decision out. `tests/laws/test_twin.py` holds it against the row-level security of
the database over random worlds: what is shown equals what is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Verb:
    """Something that can be done. `roles` empty = any role that holds the class."""

    code: str
    data_class: str
    writes: bool
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class GrantFact:
    """One grant as a plain fact. `seat` None: offered, not yet taken up; gives nothing."""

    seat: UUID | None
    data_class: str
    may_write: bool
    since: datetime
    until: datetime | None
    ended: bool
    admits_sealed: bool


@dataclass(frozen=True)
class SeatFact:
    """One assignment of the person; `in_force`: its period holds and its institution works."""

    id: UUID
    role: str
    in_force: bool


@dataclass(frozen=True)
class CaseFacts:
    """What the rule needs to know of one case and one person. No names, no texts."""

    grants: tuple[GrantFact, ...] = ()
    seats: tuple[SeatFact, ...] = ()
    conflict: bool = False
    sealed: bool = False
    child: bool = False
    now: datetime | None = None
    child_roles: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Decision:
    """`why` is a stable code; the screen turns it into a sentence and names whom to ask."""

    allowed: bool
    why: str

    def __bool__(self) -> bool:
        return self.allowed


def live(grants: Iterable[GrantFact], now: datetime) -> list[GrantFact]:
    """Taken up, begun, not run out, not ended."""
    return [
        g
        for g in grants
        if g.seat is not None
        and g.since <= now
        and (g.until is None or g.until > now)
        and not g.ended
    ]


def decide(verb: Verb, facts: CaseFacts) -> Decision:
    """May the person do `verb` on the case? Order of the answers = order of the reasons shown."""
    assert facts.now is not None
    roles = {s.id: s.role for s in facts.seats if s.in_force}
    mine = [g for g in live(facts.grants, facts.now) if g.seat in roles]
    of_class = [g for g in mine if g.data_class == verb.data_class]
    held = {roles[g.seat] for g in of_class if g.seat is not None}
    for hindered, why in (
        (not mine, "no_grant"),
        (facts.conflict, "conflict"),
        (not of_class, "other_class"),
        (facts.sealed and not any(g.admits_sealed for g in of_class), "sealed"),
        (facts.child and verb.data_class != "case" and not held & facts.child_roles, "child"),
        (bool(verb.roles) and not held & verb.roles, "other_role"),
        (verb.writes and not any(g.may_write for g in of_class), "read_only"),
    ):
        if hindered:
            return Decision(False, why)
    return Decision(True, "granted")
