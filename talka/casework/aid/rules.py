"""What must hold in aid. Pure: plain values in, answers out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

RISKS = (
    "danger_now",
    "address_known",
    "still_in_touch",
    "threats_to_family",
    "suicide",
    "injured",
    "children",
    "debts",
    "documents_withheld",
    "followed",
    "no_shelter",
    "media",
)
"""The short structured list. Every answer is yes, no or unknown; nobody has to know."""

GRAVE = frozenset({"danger_now", "suicide"})
"""One yes here: the list asks for at least *high*, danger now for *immediate*."""

LEVELS = ("low", "medium", "high", "immediate")
ANSWERS = ("yes", "no", "unknown")
DEGREES = ("urgent", "some", "none", "unknown")
REACHES = ("individual", "household", "community")
AGREEMENTS = ("agreed", "partly", "not_asked")
NOTE_KINDS = ("shared", "own", "protected", "monitoring")
FOLLOW_UPS = (3, 6, 12)
FOLLOW_UP_OUTCOMES = ("well", "help_again", "danger_now", "no_contact", "finished")

REVIEWS = frozenset({"plan.review", "risk.assess", "case.close", "follow_up.make", "consent.renew"})
"""Turns that come back by themselves: closing a case ends them instead of waiting for them."""

EARLY = frozenset({"declined", "lost_contact", "not_a_victim", "moved", "died"})
"""Reasons for which a case is let go although goals of the plan are open."""

REASSESS_WITHIN = {"immediate": 1, "high": 7, "medium": 30, "low": 90}
"""Days until the next look, proposed; the assessor may set an earlier day, never a later one."""

CLASS_OF_GROUP = {"psychological": "health", "health": "health", "legal": "legal"}


def suggested_level(answers: Mapping[str, str]) -> str:
    """What the list suggests. It prompts; the assessor decides, also otherwise."""
    yes = {code for code, answer in answers.items() if answer == "yes"}
    if "danger_now" in yes:
        return "immediate"
    if yes & GRAVE or len(yes) >= 4:
        return "high"
    return "medium" if yes else "low"


def below(level: str, suggestion: str) -> bool:
    return LEVELS.index(level) < LEVELS.index(suggestion)


def latest_reassessment(level: str, on: date) -> date:
    return on + timedelta(days=REASSESS_WITHIN[level])


def class_of(group: str) -> str:
    """Data class of a service by the group of its type."""
    return CLASS_OF_GROUP.get(group, "aid")


@dataclass(frozen=True)
class Delivered:
    """What totals need of one service that was not withdrawn."""

    service: str
    unit: str
    quantity: Decimal
    cost: Decimal | None
    payer: str


@dataclass(frozen=True)
class Total:
    """`known`: sum of the costs that are known; `missing`: how many are not. Zero is known."""

    key: str
    times: int
    quantity: Decimal
    known: Decimal
    missing: int


def totals(delivered: Iterable[Delivered], by: str) -> list[Total]:
    """Totals by "service" or by "payer", in the order of first appearance."""
    found: dict[str, Total] = {}
    for one in delivered:
        key = one.service if by == "service" else one.payer
        old = found.get(key, Total(key, 0, Decimal(0), Decimal(0), 0))
        found[key] = Total(
            key,
            old.times + 1,
            old.quantity + one.quantity,
            old.known + (one.cost or 0),
            old.missing + (one.cost is None),
        )
    return list(found.values())


def hindering(codes: Iterable[str], open_goals: int, reason: str) -> list[str]:
    """Gap codes that still forbid closing: reviews do not, open goals do unless help ends early."""
    left = [c for c in codes if c.removeprefix("open_turn:") not in REVIEWS]
    return left + (["open_goals"] if open_goals and reason not in EARLY else [])
