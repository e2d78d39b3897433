"""What must hold between a signal and a case. Pure: facts in, answers out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from talka.casework.cases.rules import CASE_ROLES, CHILD_ROLES, TEAM_ROLES

SIGNAL_ROLES = TEAM_ROLES | {"operator"}
"""Roles that receive, see, screen and pass on signals; `talka.signal_roles()`."""


def meets_children(role: str) -> bool:
    """Roles that see a child's signal; others see only those they wrote down themselves."""
    return role in CHILD_ROLES | {"operator"}


DECISIONS = ("presumed", "possible", "not_presumed")
OPENS_CASE = frozenset({"presumed", "possible"})

MAY_ASSERT: Mapping[str, frozenset[str]] = {
    "case_worker": frozenset({"possible", "presumed", "not_a_victim", "declined"}),
    "supervisor": frozenset({"possible", "presumed", "not_a_victim", "declined"}),
    "police": frozenset({"possible", "suspected", "not_a_victim"}),
    "prosecutor": frozenset({"suspected", "recognised", "verified", "not_a_victim"}),
    "social_worker": frozenset({"possible", "presumed"}),
    "child_rights": frozenset({"possible", "presumed"}),
}
"""Which status a role may assert for its body. `talka.may_assert()` holds the same table."""

AFFIRMING = frozenset({"possible", "presumed", "suspected", "recognised", "verified"})
"""Statuses that say: this person may be, or is, a victim."""


@dataclass(frozen=True)
class Asserted:
    """One assertion: body, what it says, since when it counts, when it was written."""

    body: UUID
    status: str
    on: date
    at: datetime


@dataclass(frozen=True)
class Opinion:
    """What each body says now. `differ`: one denies what another affirms."""

    by_body: Mapping[UUID, Asserted]

    @property
    def statuses(self) -> frozenset[str]:
        return frozenset(a.status for a in self.by_body.values())

    @property
    def differ(self) -> bool:
        return "not_a_victim" in self.statuses and bool(self.statuses & AFFIRMING)


def opinion(assertions: Iterable[Asserted]) -> Opinion:
    """The current word of every body: its latest by day, then by moment of writing."""
    current: dict[UUID, Asserted] = {}
    for one in sorted(assertions, key=lambda a: (a.on, a.at)):
        current[one.body] = one
    return Opinion(current)


def may_assert(role: str, status: str) -> bool:
    return status in MAY_ASSERT.get(role, frozenset())


def first_status(role: str, decision: str) -> str:
    """What a body asserts when one of its people presumes: the decision in the words its role may
    use. Raises ValueError for a decision that opens no case."""
    if decision not in OPENS_CASE:
        raise ValueError(decision)
    allowed = MAY_ASSERT[role]
    wanted = (decision, "suspected", "possible")
    return next(status for status in wanted if status in allowed)


def against_score(positive: Iterable[int], decision: str) -> bool:
    """Does a person decide otherwise than the answers point? Any positive dimension points to
    presuming (the threshold is low on purpose), none points away. Allowed, with a reason."""
    return bool(set(positive)) != (decision in OPENS_CASE)


@dataclass(frozen=True)
class SignalFacts:
    """What the deadlines of a signal depend on."""

    source: str
    child: bool
    danger: bool


def deadlines(facts: SignalFacts) -> list[tuple[str, str]]:
    """(protocol step, deadline code) of what counts once a signal is logged: screening the same
    day, and for a child the child-protection terms by how bad it is."""
    codes = [("presumption", "same_day")]
    if facts.child:
        codes.append(("signal", "other_report"))
        if facts.danger:
            codes.append(("signal", "danger"))
        if facts.danger and facts.source == "police":
            codes.append(("signal", "unsafe_place"))
    return codes


FIRST_TURNS = (
    ("contact.first", "first_contact"),
    ("risk.assess", "first_contact"),
    ("information.give", "information_consent"),
)
"""Acts owed as soon as a case is open, with the protocol step whose deadline counts."""


def state(settled_as: str, decisions: Iterable[str], passed: bool) -> str:
    """received, screened (a person has decided), passed_on, no_further_action or case_opened."""
    if settled_as == "case":
        return "case_opened"
    if settled_as:
        return "no_further_action"
    if any(decisions):
        return "screened"
    return "passed_on" if passed else "received"


def may_open(role: str, decision: str, settled_as: str) -> str:
    """Empty when a case may be opened, else why not: role, undecided, not_presumed, settled."""
    if role not in CASE_ROLES:
        return "role"
    if settled_as:
        return "settled"
    if not decision:
        return "undecided"
    return "" if decision in OPENS_CASE else "not_presumed"
