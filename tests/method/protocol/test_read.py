"""Reading a protocol finds every fault, and v1 has none."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from talka.ground.kernel.pack import load_pack
from talka.method.protocol.rules import Protocol, ProtocolError, parse, strangers

Document = dict[str, Any]

STEPS = [
    "signal",
    "presumption",
    "first_contact",
    "information_consent",
    "referral",
    "identification",
    "reflection",
    "needs_plan",
    "team_meeting",
    "services",
    "proceedings",
    "compensation",
    "residence_return",
    "reintegration",
    "closure",
    "follow_up",
    "retention",
]


@pytest.fixture
def document() -> Document:
    return copy.deepcopy(load_pack("lt").documents("protocol")["v1"])


def step(document: Document, code: str) -> Document:
    return next(s for s in document["steps"] if s["code"] == code)


def faults(document: Document) -> tuple[str, ...]:
    with pytest.raises(ProtocolError) as caught:
        parse(document)
    return caught.value.faults


def test_v1_has_the_seventeen_steps(document: Document) -> None:
    protocol = parse(document)
    assert [s.code for s in protocol] == STEPS
    assert protocol.start == "signal"
    assert protocol.ends == ("retention",)


def test_v1_names_only_roles_kinds_and_purposes_of_the_pack(document: Document) -> None:
    pack = load_pack("lt")
    roles = [r.code for r in pack.roles]
    kinds = [k.code for k in pack.institutions]
    purposes = [p.code for p in pack.codes("purpose")]
    assert strangers(parse(document), roles, kinds, purposes) == ()
    assert "step signal: role operator" in strangers(parse(document), roles[1:], kinds, purposes)
    assert strangers(parse(document), roles, [], [])


def test_help_never_waits_for_identification(document: Document) -> None:
    protocol = parse(document)
    beside = {s.code for s in protocol if s.beside}
    assert beside == {
        "identification",
        "reflection",
        "proceedings",
        "compensation",
        "residence_return",
    }
    main = [s for s in protocol if not s.beside]
    assert not [(s.code, o.code) for s in main for o in s.outcomes if o.turn.step in beside]


def test_every_law_is_marked_unverified_and_sourced(document: Document) -> None:
    protocol = parse(document)
    deadlines = [
        d for s in protocol for d in (*s.deadlines, *(s.child.deadlines if s.child else ()))
    ]
    assert {d.kind for d in deadlines} == {"law", "standard"}
    assert all(d.source.lt and d.source.en and not d.verified for d in deadlines)
    assert protocol.verified_by is None


def test_every_path_of_v1_can_be_walked_to_an_end(document: Document) -> None:
    """Not the checker's own search: walk outcomes breadth-first from every step."""
    protocol = parse(document)
    for start in protocol:
        seen, ring = {start.code}, [start]
        ended = False
        while ring and not ended:
            outcomes = [o for s in ring for o in s.outcomes]
            ended = any(o.turn.ends for o in outcomes)
            fresh = {o.turn.step for o in outcomes if o.turn.step} - seen
            seen |= fresh
            ring = [protocol.step(code) for code in fresh]
        assert ended, start.code


def _drop_english(d: Document) -> None:
    step(d, "services").pop("en")


def _drop_lithuanian_outcome(d: Document) -> None:
    step(d, "services")["outcomes"][0]["lt"] = "  "


def _nobody(d: Document) -> None:
    step(d, "services")["turn"] = {"roles": []}


def _no_source(d: Document) -> None:
    step(d, "reflection")["deadlines"][0].pop("source_lt")


def _fraction(d: Document) -> None:
    step(d, "reflection")["deadlines"][0]["amount"] = 1.5


def _late_reminder(d: Document) -> None:
    step(d, "reflection")["deadlines"][0]["reminders"] = [31]


def _nowhere(d: Document) -> None:
    step(d, "services")["outcomes"][0]["next"] = "atlantis"


def _no_next(d: Document) -> None:
    step(d, "services")["outcomes"][0].pop("next")


def _unreachable(d: Document) -> None:
    for s in d["steps"]:
        for o in s["outcomes"]:
            if o["next"] == "team_meeting" and s["code"] != "team_meeting":
                o["next"] = "services"


def _endless(d: Document) -> None:
    for s in d["steps"]:
        for o in s["outcomes"]:
            if s["code"] == "needs_plan":
                o["next"] = "needs_plan"


def _stops_midway(d: Document) -> None:
    step(d, "services")["outcomes"][0]["next"] = None


def _end_never_ends(d: Document) -> None:
    for o in step(d, "retention")["outcomes"]:
        o["next"] = "retention"


def _unnamed_record(d: Document) -> None:
    step(d, "services")["records"] = ["mystery"]


def _holds_help_up(d: Document) -> None:
    step(d, "referral")["outcomes"][0]["also"] = ["services"]


def _twice(d: Document) -> None:
    d["steps"].append(copy.deepcopy(step(d, "services")))


def _no_note(d: Document) -> None:
    step(d, "services")["child"].pop("note")


@pytest.mark.parametrize(
    ("breaking", "told"),
    [
        (_drop_english, "step services: en is missing"),
        (_drop_lithuanian_outcome, "step services, outcome continued: lt is missing"),
        (_nobody, "step services: nobody's turn"),
        (_no_source, "step reflection, deadline period: source_lt is missing"),
        (_fraction, "step reflection, deadline period: amount should be a whole number"),
        (_late_reminder, "step reflection, deadline period: reminders should be whole numbers"),
        (_nowhere, "step services, outcome continued: next atlantis is no step"),
        (_no_next, "step services, outcome continued: next should name a step"),
        (_unreachable, "step team_meeting: no path leads to it"),
        (_endless, "step needs_plan: no way from it to an end"),
        (_stops_midway, "step services: continued ends the path, but it is no end step"),
        (_end_never_ends, "step retention: an end step, but no outcome ends the path"),
        (_unnamed_record, "step services: record mystery has no name in records"),
        (_holds_help_up, "step referral, outcome accepted: also services does not run beside"),
        (_twice, "steps: services stands twice"),
        (_no_note, "step services, child, note: lt is missing"),
    ],
)
def test_a_fault_is_found(
    document: Document, breaking: Callable[[Document], None], told: str
) -> None:
    breaking(document)
    assert any(fault.startswith(told) for fault in faults(document)), faults(document)


def test_all_faults_come_at_once(document: Document) -> None:
    for breaking in (_drop_english, _nobody, _no_source, _nowhere, _unnamed_record):
        breaking(document)
    assert len(faults(document)) == 5


def test_an_empty_document_is_refused_not_crashed_on() -> None:
    assert "protocol: no steps" in faults({})
    assert faults({"steps": "none", "records": [1]})


def test_a_step_for_a_child_is_stricter(document: Document) -> None:
    protocol: Protocol = parse(document)
    adult, child = protocol.step("signal"), protocol.step("signal", child=True)
    assert "child_rights" in child.turn.roles
    assert [d.code for d in child.deadlines] == ["unsafe_place", "danger", "other_report", "log"]
    assert set(child.records) - set(adult.records) == {"child_rights_notice"}
    assert protocol.step("compensation", child=True) == protocol.step("compensation")
