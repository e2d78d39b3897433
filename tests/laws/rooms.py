"""The rows of every room for the access matrix, and by hand who reads, writes and changes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps

from tests.laws.oracle import MEETS_CHILDREN, Relation
from tests.laws.path import PATH
from tests.laws.rows import NOW, Here, Row, Says
from tests.laws.says import (
    TEAM,
    always,
    from_elsewhere,
    gives,
    in_anothers_name,
    in_anothers_stead,
    nobody,
    reads,
    sent_or_received,
    writes,
)


def signals(r: Relation) -> bool:
    """Of the institution that holds a signal; a child's only in a role that meets children."""
    return not r.out_of_office() and r.role in TEAM and (not r.child or r.role in MEETS_CHILDREN)


def of_role(says: Says, *roles: str) -> Says:
    return lambda r: says(r) and r.role in roles


def enters_signals(r: Relation) -> bool:
    """Whoever receives signals writes one down, a child's too."""
    return not r.out_of_office() and r.role in TEAM


def aid(name: str, data_class: str = "aid", changed: str = "", of: str = "", **values: Any) -> Row:
    """A row of one class, written in one's own name from one's own institution; `of`: the column
    that joins it to another row of the same case."""
    lies = [from_elsewhere, *([lambda h: {of: h.id("of another case")}] if of else [])]
    return Row(
        name, reads(data_class), writes(data_class), writes(data_class) if changed else None,
        sets=changed, values=lambda h: {k: _of(h, v) for k, v in values.items()},
        forged=tuple(lies),
    )  # fmt: skip


def _of(here: Here, value: Any) -> Any:
    return value(here) if callable(value) else value


CONSENT = {
    "ground": "consent", "given_by": "person", "evidence": "signed", "shared_class": "case",
    "until": NOW + timedelta(days=9),
}  # fmt: skip

FAULTY: dict[str, dict[str, Any]] = {
    "withdrawn": {"withdrawn_at": NOW, "withdrawn_by_id": UUID(int=8), "withdrawn_reason": "x"},
    "over": {"given_at": NOW - timedelta(days=9), "until": NOW - timedelta(days=1)},
    "of_another_part": {"shared_class": "aid"},
    "for_another_purpose": {"purpose": "y"},
}
"""Consents on which nobody is referred."""


ROWS: tuple[Row, ...] = (
    # detection
    Row(
        "signal", signals, nobody, signals,
        values=lambda h: {
            "holder_id": h.institution, "received_in_id": h.institution,
            "received_by_id": h.opener.assignment, "child_suspected": h.relation.child,
        },
    ),
    Row(
        "signal written_down", enters_signals, enters_signals,
        values=lambda h: {
            "holder_id": h.institution, "received_in_id": h.institution,
            "received_by_id": h.seat, "child_suspected": True,
        },
        forged=(
            lambda h: {"received_in_id": h.opener.institution},
            lambda h: {
                "received_by_id": h.opener.assignment, "holder_id": h.opener.institution,
                "received_in_id": h.opener.institution, "child_suspected": False,
            },
            lambda h: {
                "settled_as": "no_further_action", "settled_reason": "no_signs",
                "settled_on": NOW.date(), "settled_by_id": h.seat,
            },
        ),
    ),
    Row(
        "signal_receipt", lambda r: not r.out_of_office() and r.role in TEAM,
        values=lambda h: {"signal_id": h.id("passed"), "passed_from_id": h.institution},
    ),
    Row(
        "signal_receipt own", lambda r: not r.out_of_office() and r.role in TEAM,
        values=lambda h: {
            "signal_id": h.id("passed on"), "passed_from_id": h.institution,
            "received_by_id": h.seat, "passed_by_id": h.seat,
        },
    ),
    Row(
        "screening", reads("story"), writes("story"), writes("story"),
        values=lambda h: {"scope": h.case, "case_id": h.case, "started_by_id": h.seat},
        forged=(lambda h: {"started_by_id": h.opener.assignment},),
    ),
    Row(
        "screening of_signal", signals, signals, signals,
        values=lambda h: {
            "scope": h.id("signal"), "case_id": None, "signal_id": h.id("signal"),
            "started_by_id": h.seat,
        },
        forged=(lambda h: {"started_by_id": h.opener.assignment},),
    ),
    Row("case_story", reads("story"), writes("story")),
    Row("case_origin", reads("case"), writes("case")),
    Row(
        "status_assertion", reads("case"),
        of_role(reads("case"), *MEETS_CHILDREN),
        values=lambda h: {
            "status": "possible" if h.relation.role != "prosecutor" else "suspected",
            "by_id": h.seat, "institution_id": h.institution,
        },
        forged=(in_anothers_name, in_anothers_stead),
    ),
    Row(
        "status_assertion verdict", reads("case"), nobody,
        values=lambda h: {"status": "verified", "by_id": h.seat, "institution_id": h.institution},
    ),
    # cases
    Row("case_blind_token", writes("identity"), writes("identity"), deletes=writes("identity"),
        by_case=True),
    Row(
        "conflict_mark", reads("case"), nobody,
        values=lambda h: {
            "scope": h.case, "worker_id": h.id("somebody"), "marked_by_id": h.opener.account,
        },
    ),
    Row(
        "conflict_mark by_me", always, reads("case"),
        values=lambda h: {
            "scope": h.case, "worker_id": h.id("somebody"), "marked_by_id": h.worker,
        },
        forged=(lambda h: {"marked_by_id": h.opener.account},),
    ),
    Row("audit_event", reads("case"), values=lambda h: {"scope": h.case, "actor": h.id("x")}),
    Row("audit_event own", always, values=lambda h: {"scope": h.id("y"), "actor": h.worker}),
    *PATH,
    # sharing
    Row(
        "case_information", reads("case"), reads("case"),
        values=lambda h: {"by_id": h.seat}, forged=(in_anothers_name,),
    ),
    Row(
        "case_consent", gives, gives, gives,
        sets="withdrawn_at = now(), withdrawn_by_id = recorded_by_id, withdrawn_reason = 'x'",
        values=lambda h: {**CONSENT, "recipient_id": h.id("elsewhere"), "recorded_by_id": h.seat},
        forged=(
            lambda h: {"recorded_by_id": h.opener.assignment},
            lambda h: {"withdrawn_at": NOW, "withdrawn_by_id": h.seat, "withdrawn_reason": "x"},
        ),
    ),
    Row(
        "case_consent to_us", reads("case"), gives, reads("case"),
        sets="withdrawn_at = now(), withdrawn_by_id = recorded_by_id, withdrawn_reason = 'x'",
        values=lambda h: {**CONSENT, "recipient_id": h.institution, "recorded_by_id": h.seat},
    ),
    *(
        Row(
            f"case_consent {fault}", gives,
            values=lambda h, f=fault, v=values: {  # type: ignore[misc]
                **CONSENT, "recipient_id": h.id(f), "recorded_by_id": h.seat, **v,
            },
        )
        for fault, values in FAULTY.items()
    ),
    Row(
        "referral", gives, of_role(gives, *MEETS_CHILDREN), gives,
        sets="state = 'withdrawn', answered_at = now(), answered_by_id = sent_by_id",
        values=lambda h: {
            "state": "sent", "from_institution_id": h.institution, "sent_by_id": h.seat,
            "to_institution_id": h.id("elsewhere"),
        },
        forged=(
            lambda h: {"sent_by_id": h.opener.assignment},
            lambda h: {**answered("accepted"), "answered_by_id": h.seat},
            lambda h: {"to_institution_id": h.id("nowhere")},
            *(lambda h, f=f: {"to_institution_id": h.id(f)} for f in FAULTY),  # type: ignore[misc]
        ),
    ),
    Row(
        "referral to_us", sent_or_received, changes=sent_or_received,
        sets="state = 'accepted', answered_at = now(), answered_by_id = sent_by_id",
        values=lambda h: {"state": "sent", **to_us(h)},
    ),
    Row(
        "referral of_another_case", enters_signals,
        values=lambda h: {**to_us(h), "state": "sent", "case_id": h.id("another case")},
    ),
    Row(
        "referral refused", sent_or_received,
        values=lambda h: {**to_us(h), **answered("refused"), "answered_by_id": h.seat},
    ),
    Row(
        "referral of_others", sent_or_received,
        values=lambda h: {**to_us(h), **answered("accepted"), "answered_by_id": h.id("x")},
    ),
    Row(
        "referral_text", gives, gives,
        values=lambda h: {"referral_id": h.id("referral"), "kind": "message"},
        forged=(lambda h: {"referral_id": h.id("referral to_us")},),
    ),
    Row(
        "referral_text to_us", sent_or_received,
        values=lambda h: {"referral_id": h.id("referral to_us"), "kind": "message"},
    ),
    Row(
        "referral_text refused", sent_or_received, sent_or_received,
        values=lambda h: {"referral_id": h.id("referral refused"), "kind": "refusal"},
    ),
    Row(
        "referral_text of_others", gives,
        values=lambda h: {"referral_id": h.id("referral of_others"), "kind": "message"},
    ),
    # aid
    aid("case_risk"),
    aid("case_needs"),
    Row(
        "case_need", reads("aid"), writes("aid"),
        values=lambda h: {
            "needs_id": h.id("case_needs"), "degree": "none", "reach": "individual",
        },
        forged=(lambda h: {"needs_id": h.id("of another case")},),
    ),
    aid("case_plan", changed="version = version", agreement="agreed"),
    aid(
        "case_goal", changed="state = state", of="plan_id",
        plan_id=lambda h: h.id("case_plan"), state="open",
    ),
    aid("case_closure", changed="reopened_at = reopened_at"),
    aid("case_follow_up", of="closure_id", month=3, closure_id=lambda h: h.id("case_closure")),
    aid("case_contact_rules", "contact", "version = version"),
    *(
        Row(
            f"case_service {c}", reads(c), writes(c), writes(c),
            sets="withdrawn_at = now(), withdrawn_by_id = {seat}",
            values=lambda h, c=c: {  # type: ignore[misc]
                "data_class": c, "quantity": 1, "provider_id": h.institution, "goal_id": None,
            },
            forged=(
                lambda h: {"goal_id": h.id("of another case")},
                lambda h: {"withdrawn_at": NOW, "withdrawn_by_id": h.seat},
            ),
        )
        for c in ("aid", "health", "legal")
    ),
    Row(
        "case_service of_others", reads("aid"), nobody, nobody,
        sets="withdrawn_at = now(), withdrawn_by_id = {seat}",
        values=lambda h: {
            "data_class": "aid", "quantity": 1, "goal_id": None, "by_id": h.opener.assignment,
            "institution_id": h.opener.institution, "provider_id": h.opener.institution,
        },
    ),
    Row(
        "case_service withdrawn", reads("aid"), nobody, nobody,
        sets="withdrawn_at = now(), withdrawn_by_id = {seat}",
        values=lambda h: {
            "data_class": "aid", "quantity": 1, "provider_id": h.institution, "goal_id": None,
            "withdrawn_at": NOW, "withdrawn_by_id": h.seat,
        },
    ),
    Row(
        "case_service for_others", reads("aid"), nobody,
        values=lambda h: {
            "data_class": "aid", "quantity": 1, "goal_id": None, "provider_id": h.id("elsewhere"),
        },
    ),
    *(aid(f"case_note {k}", "note", kind=k, author_id=lambda h: h.worker)
      for k in ("shared", "monitoring", "own")),
    Row(
        "case_note protected", of_role(reads("note"), *MEETS_CHILDREN), writes("note"),
        values=lambda h: {"kind": "protected", "author_id": h.worker},
        forged=(lambda h: {"author_id": h.opener.account},),
    ),
    *(
        Row(
            f"case_note {k}_of_others", nobody, nobody,
            values=lambda h, k=k: {  # type: ignore[misc]
                "kind": k, "author_id": h.opener.account, "institution_id": h.opener.institution,
            },
        )
        for k in ("own", "protected")
    ),
    # files
    *(
        Row(
            f"attachment {c}", reads(c, "case"), writes(c), reads(c, "case"),
            sets="withdrawn_at = now(), withdrawn_by = {worker}",
            values=lambda h, c=c: {  # type: ignore[misc]
                "scope": h.case, "data_class": c, "by": h.worker, "size": 1, "chunks": 1,
            },
            forged=(lambda h: {"by": h.opener.account},),
        )
        for c in ("story", "health", "legal", "aid", "note")
    ),
    Row(
        "attachment of_others", reads("aid", "case"), nobody, nobody,
        sets="withdrawn_at = now(), withdrawn_by = {worker}",
        values=lambda h: {
            "scope": h.case, "data_class": "aid", "by": h.opener.account, "size": 1, "chunks": 1,
        },
    ),
    Row(
        "attachment withdrawn", reads("aid", "case"), nobody, nobody,
        sets="withdrawn_at = now(), withdrawn_by = {worker}",
        values=lambda h: {
            "scope": h.case, "data_class": "aid", "by": h.worker, "size": 1, "chunks": 1,
            "withdrawn_at": NOW, "withdrawn_by": h.worker,
        },
    ),
    Row(
        "attachment_chunk", reads("aid", "case"), reads("aid", "case"), deletes=nobody,
        values=lambda h: {"scope": h.case, "attachment_id": h.id("attachment aid"), "n": 0},
        forged=(lambda h: {"attachment_id": h.id("attachment of_others")},),
    ),
    Row(
        "attachment_chunk health", reads("health", "case"),
        values=lambda h: {"scope": h.case, "attachment_id": h.id("attachment health"), "n": 0},
    ),
    Row(
        "attachment_chunk withdrawn", reads("aid", "case"), nobody, deletes=reads("aid", "case"),
        values=lambda h: {"scope": h.case, "attachment_id": h.id("attachment withdrawn"), "n": 0},
    ),
)  # fmt: skip

ELSEWHERE = {
    "case_file", "case_profile", "case_identity", "case_key", "case_step", "case_turn",
    "case_grant",
}  # fmt: skip
"""Tables of the matrix in worlds.py."""

NEVER = {"case_notice"}
"""Protected tables that the runtime role may not touch at all."""


def to_us(h: Here) -> dict[str, Any]:
    """A referral that the opener sent to the person's institution."""
    return {
        "from_institution_id": h.opener.institution,
        "sent_by_id": h.opener.assignment,
        "to_institution_id": h.institution,
    }


def answered(state: str) -> dict[str, Any]:
    reason = "no_capacity" if state == "refused" else ""
    return {"state": state, "answered_at": NOW, "refusal_reason": reason}


def protected_tables() -> Iterator[str]:
    """Every table of casework and its files."""
    for model in apps.get_models():
        module = model.__module__
        if module.startswith("talka.casework.") or module.startswith("talka.ground.files."):
            yield model._meta.db_table
