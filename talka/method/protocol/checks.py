"""What must hold between the steps of a protocol: no dead end, no unreachable step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from talka.method.protocol.documents import Protocol, Step


def check(protocol: Protocol) -> tuple[str, ...]:
    """Every fault between steps, as sentences; empty when the protocol holds together."""
    steps = {step.code: step for step in protocol.steps}
    faults = [*_references(protocol, steps), *_endings(protocol)]
    if not faults:
        faults = [*_unreachable(protocol, steps), *_endless(protocol, steps)]
    return tuple(faults)


def _references(protocol: Protocol, steps: Mapping[str, Step]) -> Iterable[str]:
    if not steps:
        yield "protocol: no steps"
    if protocol.start not in steps:
        yield f"protocol: start {protocol.start or '(none)'} is no step"
    if not protocol.ends:
        yield "protocol: no end step"
    yield from (f"protocol: end {end} is no step" for end in protocol.ends if end not in steps)
    named = {code for code, _ in protocol.records}
    for step in protocol.steps:
        yield from _step_references(step, steps, named)


def _step_references(step: Step, steps: Mapping[str, Step], named: set[str]) -> Iterable[str]:
    for record in (*step.records, *(step.child.records if step.child else ())):
        if record not in named:
            yield f"step {step.code}: record {record} has no name in records"
    for outcome in step.outcomes:
        at = f"step {step.code}, outcome {outcome.code}"
        if outcome.turn.step is not None and outcome.turn.step not in steps:
            yield f"{at}: next {outcome.turn.step} is no step"
        for beside in outcome.also:
            if beside not in steps:
                yield f"{at}: also {beside} is no step"
            elif not steps[beside].beside:
                yield f"{at}: also {beside} does not run beside; use next"


def _endings(protocol: Protocol) -> Iterable[str]:
    for step in protocol.steps:
        if not step.outcomes:
            yield f"step {step.code}: no outcome, nobody could leave it"
        may_end = step.beside or step.code in protocol.ends
        stops = [o.code for o in step.outcomes if o.turn.ends]
        if stops and not may_end:
            yield f"step {step.code}: {', '.join(stops)} ends the path, but it is no end step"
        if step.code in protocol.ends and not stops:
            yield f"step {step.code}: an end step, but no outcome ends the path"


def _next(step: Step) -> set[str]:
    return {o.turn.step for o in step.outcomes if o.turn.step is not None}


def _unreachable(protocol: Protocol, steps: Mapping[str, Step]) -> Iterable[str]:
    reached: set[str] = set()
    waiting = [protocol.start]
    while waiting:
        code = waiting.pop()
        if code not in reached:
            reached.add(code)
            opened = {b for o in steps[code].outcomes for b in o.also}
            waiting.extend(_next(steps[code]) | opened)
    return (f"step {code}: no path leads to it" for code in steps if code not in reached)


def _endless(protocol: Protocol, steps: Mapping[str, Step]) -> Iterable[str]:
    """A step from which no end can be reached. A side track ends where it stops; `also` never
    counts, for what opens beside does not end the track that opened it."""
    ending = {s.code for s in protocol.steps if any(o.turn.ends for o in s.outcomes)}
    grown = True
    while grown:
        more = {c for c, s in steps.items() if c not in ending and _next(s) & ending}
        ending |= more
        grown = bool(more)
    return (f"step {code}: no way from it to an end" for code in steps if code not in ending)
