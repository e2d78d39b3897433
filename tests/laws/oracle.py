"""Who may see and change what: said once more, by hand, without the code it judges.

A world is a case, people, and how each is related to it. The answers here follow the design
("a live grant of the class, taken up by a seat in force, and no floor") and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CLASSES = ("case", "identity", "contact", "story", "health", "legal", "aid", "note")
MEETS_CHILDREN = {
    "case_worker",
    "supervisor",
    "social_worker",
    "child_rights",
    "police",
    "prosecutor",
}

RELATIONS: dict[str, dict[str, Any]] = {
    "granted": {},
    "granted_to_read": {"may_write": False},
    "none": {"grants": ()},
    "ended": {"ended": True},
    "expired": {"expired": True},
    "not_yet": {"future": True},
    "offered_only": {"offered": True},
    "other_class_only": {"grants": ("case", "aid")},
    "class_without_case": {"grants": ("aid",)},
    "consent_withdrawn": {"basis": "consent", "ended": True},
    "consent_live": {"basis": "consent", "may_write": False},
    "consent_to_write": {"basis": "consent"},
    "sealed_not_admitted": {"sealed": True},
    "sealed_admitted": {"sealed": True, "admitted": True},
    "conflict": {"conflict": True},
    "conflict_lifted": {"conflict": True, "lifted": True},
    "child": {"child": True},
    "assignment_over": {"seat_over": True},
    "assignment_future": {"seat_future": True},
    "institution_closed": {"institution_closed": True},
    "worker_inactive": {"worker_inactive": True},
    "of_colleague": {"grants": (), "colleague_holds": True},
    "owes_an_answer": {"grants": (), "owes": True},
    "some_classes_ended": {"stale": "ended", "stale_classes": CLASSES[1:]},
    "some_classes_expired": {"stale": "expired", "stale_classes": CLASSES[1:]},
    "some_classes_not_yet": {"stale": "future", "stale_classes": CLASSES[1:]},
    "admission_ended": {"sealed": True, "stale_admission": "ended"},
    "admission_expired": {"sealed": True, "stale_admission": "expired"},
    "admission_not_yet": {"sealed": True, "stale_admission": "future"},
    "admitted_to_another_part": {"sealed": True, "admits": ("case", "aid")},
    "admitted_not_to_the_case": {"sealed": True, "admits": ("identity",)},
    "case_admitted_rest_ended": {"sealed": True, "admits": ("case",), "stale_admission": "ended"},
    "case_admitted_rest_expired": {
        "sealed": True,
        "admits": ("case",),
        "stale_admission": "expired",
    },
    "case_admitted_rest_not_yet": {
        "sealed": True,
        "admits": ("case",),
        "stale_admission": "future",
    },
}
"""Relation → what makes it differ from a plain grant of every class."""


@dataclass(frozen=True)
class Relation:
    """One person and one case."""

    name: str
    role: str = "case_worker"
    grants: tuple[str, ...] = CLASSES
    may_write: bool = True
    ended: bool = False
    expired: bool = False
    future: bool = False
    offered: bool = False
    basis: str = "own_work"
    sealed: bool = False
    admitted: bool = False
    conflict: bool = False
    lifted: bool = False
    child: bool = False
    seat_over: bool = False
    seat_future: bool = False
    institution_closed: bool = False
    worker_inactive: bool = False
    colleague_holds: bool = False
    owes: bool = False
    stale: str = ""
    stale_classes: tuple[str, ...] = ()
    stale_admission: str = ""
    admits: tuple[str, ...] = ()
    """Classes with a live admission, when it is not all or none."""

    def out_of_office(self) -> bool:
        """The seat, its institution or the person is not in force."""
        return self.seat_over or self.seat_future or self.institution_closed or self.worker_inactive

    def barred(self, data_class: str = "case") -> bool:
        """A floor: a conflict of interest, or a seal without admission to the class."""
        admitted = self.admitted or data_class in self.admits
        return (self.conflict and not self.lifted) or (self.sealed and not admitted)

    def reads(self, data_class: str) -> bool:
        """May this person read rows of this class of this case?"""
        if self.out_of_office() or self.barred(data_class):
            return False
        if self.ended or self.expired or self.future or self.offered:
            return False
        if self.child and data_class != "case" and self.role not in MEETS_CHILDREN:
            return False
        return data_class in self.grants and data_class not in self.stale_classes

    def sees_turn(self) -> bool:
        """Who owes an answer to a referral sees that they owe it, and nothing of the case."""
        return self.owes and self.role in MEETS_CHILDREN | {"coordinator"}

    def gives(self, data_class: str) -> bool:
        """Only a class held for one's own work, to change, may be passed on."""
        return self.basis == "own_work" and self.reads("case") and self.writes(data_class)

    def sees_grant(self) -> bool:
        """An offer (not what it would open) shows to the team roles of the institution; one's own
        grants show also when they have ended."""
        if self.offered:
            return self.role in MEETS_CHILDREN | {"coordinator"}
        return bool(self.grants) and not self.out_of_office() and not self.barred()

    def writes(self, data_class: str) -> bool:
        """May this person change them?"""
        return self.may_write and self.reads(data_class)


def relations(roles: tuple[str, ...]) -> list[Relation]:
    """Every relation for every role of the cast."""
    return [Relation(name, role=role, **how) for name, how in RELATIONS.items() for role in roles]
