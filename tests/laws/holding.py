"""Keys and grants of a case for the access matrix: who makes, gives, takes up and ends them."""

from __future__ import annotations

from typing import Any

from tests.laws.oracle import MEETS_CHILDREN, Relation
from tests.laws.rows import NOW, Here, Row, Says
from tests.laws.says import gives, nobody, reads, received


def gives_class(data_class: str) -> Says:
    """Who has the class, and the case, for own work passes the class on."""
    return lambda r: r.gives(data_class)


def takes_part(r: Relation) -> bool:
    """No floor stands before the part *aid*: who is barred from it ends and takes up nothing."""
    return not r.barred("aid") and (not r.child or r.role in MEETS_CHILDREN)


def ends(r: Relation) -> bool:
    return gives(r) and takes_part(r)


def holds(r: Relation) -> bool:
    """The holder of a grant, also of one that has ended."""
    return not r.out_of_office() and not r.barred()


def sees_own(r: Relation) -> bool:
    return r.reads("case") or holds(r)


def lays_down(r: Relation) -> bool:
    return holds(r) and takes_part(r)


def offered(r: Relation) -> bool:
    return r.reads("case") or received(r)


def takes_up_or_ends(r: Relation) -> bool:
    return (gives(r) or received(r)) and takes_part(r)


def opens_now(r: Relation) -> bool:
    """The opener's first grants, in the transaction that opened the case."""
    return not r.out_of_office()


def grant(h: Here, data_class: str) -> dict[str, Any]:
    """To a colleague, in one's own name."""
    return {
        "data_class": data_class, "basis": "own_work", "assignment_id": h.id("colleague"),
        "granted_by_id": h.seat, "institution_id": h.institution,
    }  # fmt: skip


ENDED = "ended_at = now()"


HOLDING: tuple[Row, ...] = (
    *(
        Row(
            f"case_key {c}", reads("case", c), gives_class(c),
            values=lambda h, c=c: {"data_class": c},  # type: ignore[misc]
            at=f"case_id = {{case}} AND data_class = '{c}'",
        )
        for c in ("case", "identity", "aid")
    ),
    Row(
        "case_grant", reads("case"), gives_class("aid"), ends, sets=ENDED,
        values=lambda h: grant(h, "aid"),
        forged=(lambda h: {"granted_by_id": h.opener.assignment},),
    ),
    *(
        Row(
            f"case_grant {c}", reads("case"), gives_class(c), gives if c == "case" else None,
            sets=ENDED, values=lambda h, c=c: grant(h, c),  # type: ignore[misc]
        )
        for c in ("case", "identity")
    ),
    Row(
        "case_grant mine", sees_own, changes=lays_down, sets=ENDED,
        values=lambda h: {
            **grant(h, "aid"), "assignment_id": h.seat, "ended_at": NOW,
            "granted_by_id": h.opener.assignment,
        },
    ),
    Row(
        "case_grant offered", offered, changes=takes_up_or_ends, sets="assignment_id = {seat}",
        values=lambda h: {
            **grant(h, "aid"), "assignment_id": None, "granted_by_id": h.opener.assignment,
        },
    ),
    Row(
        "case_grant offered_to_others", reads("case"), changes=ends, sets=ENDED,
        values=lambda h: {
            **grant(h, "aid"), "assignment_id": None, "institution_id": h.id("elsewhere"),
            "granted_by_id": h.opener.assignment,
        },
    ),
    Row(
        "case_grant of_another_case", nobody, nobody, nobody, sets=ENDED,
        values=lambda h: {**grant(h, "aid"), "case_id": h.id("another case")},
    ),
    Row(
        "case_grant of_the_opener", nobody, opens_now, at="false",
        values=lambda h: {
            **grant(h, "case"), "case_id": h.id("case_file opened"), "assignment_id": h.seat,
        },
        forged=(
            lambda h: {"assignment_id": h.id("colleague")},
            lambda h: {"basis": "consent"},
            lambda h: {"granted_by_id": h.opener.assignment},
        ),
    ),
)  # fmt: skip
