"""A protocol version as one person reads it: codes turned into words of one language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from talka.ground.kernel.pack import load_pack
from talka.ground.ui.pieces import Row
from talka.method.protocol.documents import Deadline, Outcome, Protocol, Step
from talka.method.protocol.words import (
    ChangeRow,
    change_row,
    duration,
    handed_rows,
    heading_rows,
    who,
)
from talka.method.shelf import VersionPage


@dataclass(frozen=True)
class DeadlineRow:
    amount: str
    by_law: bool
    source: str
    verified: bool
    when: str


@dataclass(frozen=True)
class OutcomeRow:
    name: str
    next: str
    next_code: str
    turn: str
    also: str


@dataclass(frozen=True)
class StepView:
    code: str
    name: str
    beside: bool
    turn: str
    records: str
    consents: str
    deadlines: tuple[DeadlineRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    child_note: str
    child_turn: str
    child_records: str
    child_deadlines: tuple[DeadlineRow, ...]


@dataclass(frozen=True)
class ProtocolView:
    name: str
    version: int
    rows: tuple[Row, ...]
    steps: tuple[StepView, ...]
    previous: int | None
    changes: tuple[ChangeRow, ...]
    handed: tuple[Row, ...]


def protocol_view(page: VersionPage[Protocol], lang: str) -> ProtocolView:
    protocol = page.document
    names = {s.code: s.label(lang) for s in protocol} | {
        code: words.label(lang) for code, words in protocol.records if code not in _codes(protocol)
    }
    return ProtocolView(
        name=protocol.names.label(lang),
        version=protocol.version,
        rows=heading_rows(page, lang),
        steps=tuple(_step(protocol, step, lang) for step in protocol),
        previous=page.previous,
        changes=tuple(change_row(change, names) for change in page.changes),
        handed=handed_rows(page, lang),
    )


def _codes(protocol: Protocol) -> set[str]:
    return {step.code for step in protocol}


def _step(protocol: Protocol, step: Step, lang: str) -> StepView:
    child = step.child
    return StepView(
        code=step.code,
        name=step.label(lang),
        beside=step.beside,
        turn=who(step.turn.roles, step.turn.kinds, lang),
        records=_records(protocol, step.records, lang),
        consents=", ".join(load_pack().label("purpose", c, lang) for c in step.consents),
        deadlines=tuple(_deadline(d, lang) for d in step.deadlines),
        outcomes=tuple(_outcome(protocol, o, lang) for o in step.outcomes),
        child_note=child.note.label(lang) if child else "",
        child_turn=who(child.turn.roles, child.turn.kinds, lang) if child and child.turn else "",
        child_records=_records(protocol, child.records, lang) if child else "",
        child_deadlines=tuple(_deadline(d, lang) for d in child.deadlines) if child else (),
    )


def _records(protocol: Protocol, codes: tuple[str, ...], lang: str) -> str:
    return ", ".join(protocol.record(code).label(lang) for code in codes)


def _deadline(deadline: Deadline, lang: str) -> DeadlineRow:
    return DeadlineRow(
        amount=duration(deadline.amount, deadline.unit),
        by_law=deadline.kind == "law",
        source=deadline.source.label(lang),
        verified=deadline.verified,
        when=deadline.when.label(lang) if deadline.when else "",
    )


def _outcome(protocol: Protocol, outcome: Outcome, lang: str) -> OutcomeRow:
    following = outcome.turn.step
    return OutcomeRow(
        name=outcome.label(lang),
        next_code=following or "",
        next=protocol.step(following).label(lang) if following else _("Ends here"),
        turn=who(outcome.turn.roles, outcome.turn.kinds, lang),
        also=", ".join(protocol.step(code).label(lang) for code in outcome.also),
    )
