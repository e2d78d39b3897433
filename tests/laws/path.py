"""Rows of the path of a case for the access matrix: its opening, dated facts, whose turn it is."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.laws.holding import HOLDING
from tests.laws.oracle import MEETS_CHILDREN, Relation
from tests.laws.rows import NOW, Here, Row
from tests.laws.says import (
    from_elsewhere,
    in_anothers_name,
    in_anothers_stead,
    nobody,
    of_refusal,
    reads,
    received,
    sent_or_received,
)


def opens(r: Relation) -> bool:
    """A case is opened from a seat in force by who may hold one."""
    return not r.out_of_office() and r.role in MEETS_CHILDREN


def reads_or_received(r: Relation) -> bool:
    return r.reads("case") or received(r)


def asks(r: Relation) -> bool:
    """Whoever holds the case and sees the referral that waits."""
    return r.reads("case") and sent_or_received(r)


DONE = "done_at = now(), done_by_id = {seat}"


def step(data_class: str, h: Here) -> dict[str, Any]:
    return {
        "kind": "note", "data_class": data_class, "by_id": h.seat,
        "institution_id": h.institution,
    }  # fmt: skip


def refusal(h: Here) -> dict[str, Any]:
    """That the person's institution refused a referral, on the path."""
    return {**step("case", h), "kind": "referral_refused", "ref": h.id("referral refused")}


def turn(h: Here) -> dict[str, Any]:
    return {"act": "risk.assess", "institution_id": h.opener.institution, "done_at": None}


def turned_back(h: Here) -> dict[str, Any]:
    """After a refusal it is the sender's turn."""
    return {**turn(h), "act": "referral.send", "ref": h.id("referral refused")}


PATH: tuple[Row, ...] = (
    *HOLDING,
    Row(
        "case_file opened", nobody, opens,
        values=lambda h: {
            "code": h.id("opened").hex[:12], "municipality_id": "29", "opened_by_id": h.seat,
            "institution_id": h.institution, "closure_reason": "", "opened_tx": 1,
        },
        forged=(lambda h: {"opened_by_id": h.opener.assignment}, from_elsewhere),
    ),
    *(
        Row(
            f"case_step {data_class}", reads("case", data_class), reads("case", data_class),
            values=partial(step, data_class),
            forged=(in_anothers_name, in_anothers_stead, from_elsewhere),
        )
        for data_class in ("case", "aid", "health")
    ),
    Row(
        "case_step of_refusal", reads("case"), of_refusal, values=refusal,
        forged=(in_anothers_name, from_elsewhere),
    ),
    Row(
        "case_step of_refusal_as_closure", reads("case"), reads("case"),
        values=lambda h: {**refusal(h), "kind": "closure"},
    ),
    Row(
        "case_step of_refusal_as_aid", reads("case", "aid"), reads("case", "aid"),
        values=lambda h: {**refusal(h), "data_class": "aid"},
    ),
    Row(
        "case_step of_no_refusal", reads("case"), reads("case"),
        values=lambda h: {**refusal(h), "ref": h.id("x")},
    ),
    Row(
        "case_turn", reads("case"), reads("case"), reads("case"), sets=DONE,
        values=turn, forged=(lambda h: {"done_at": NOW},),
    ),
    Row(
        "case_turn owed", reads_or_received, asks, reads_or_received, sets=DONE,
        values=lambda h: {
            **turn(h), "act": "referral.answer", "institution_id": h.institution,
            "ref": h.id("referral to_us"),
        },
        forged=(
            lambda h: {"ref": None},
            lambda h: {"ref": h.id("referral refused")},
            lambda h: {"ref": h.id("referral")},
            lambda h: {"ref": h.id("referral of_another_case")},
        ),
    ),
    Row(
        "case_turn of_ours", reads("case"), reads("case"), reads("case"), sets=DONE,
        values=lambda h: {**turn(h), "institution_id": h.institution},
    ),
    Row(
        "case_turn done", reads("case"), changes=nobody, sets=DONE,
        values=lambda h: {**turn(h), "done_at": NOW, "done_by_id": h.seat},
    ),
    Row(
        "case_turn in_anothers_name", reads("case"), changes=nobody,
        sets="done_at = now(), done_by_id = assignment_id",
        values=lambda h: {**turn(h), "assignment_id": h.opener.assignment},
    ),
    Row(
        "case_turn with_no_end", reads("case"), changes=nobody,
        sets="done_by_id = {seat}", values=turn,
    ),
    Row("case_turn later", reads("case"), changes=nobody, sets="due_at = now()", values=turn),
    Row(
        "case_turn of_refusal", reads("case"), of_refusal, values=turned_back,
        forged=(lambda h: {"done_at": NOW},),
    ),
    Row(
        "case_turn of_refusal_as_risk", reads("case"), reads("case"),
        values=lambda h: {**turned_back(h), "act": "risk.assess"},
    ),
    Row(
        "case_turn of_no_refusal", reads("case"), reads("case"),
        values=lambda h: {**turned_back(h), "ref": h.id("x")},
    ),
)  # fmt: skip
