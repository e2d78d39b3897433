"""What can be asked of the published protocols."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from talka.ground.kernel.errors import Absent
from talka.ground.kernel.pack import load_pack
from talka.method.protocol import rules
from talka.method.protocol.models import ProtocolHanded, ProtocolVersion
from talka.method.protocol.rules import Calendar, Deadline, Protocol, Step
from talka.method.protocol.workdays import read_calendar
from talka.method.shelf import Shelf

protocols = Shelf(ProtocolVersion, ProtocolHanded, rules.parse, rules.difference)


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """The working days of the country, from its pack."""
    return read_calendar(load_pack().document("holidays.yaml"))


def due(deadline: Deadline, start: datetime) -> datetime:
    """`rules.due` with the country's working days."""
    return rules.due(deadline, start, calendar())


@lru_cache(maxsize=64)
def pinned(code: str, version: int) -> Protocol:
    """A published protocol, kept by the process: it never changes. Raises Absent.

    One query the first time, none afterwards.
    """
    return protocols.read(code, version)


def newest(code: str = "") -> tuple[str, int]:
    """(code, version) a new case is pinned to: the newest of the country's protocol, or of
    `code`. One query. Raises Absent."""
    return protocols.newest(code or load_pack().code)


def turn_due(
    code: str, version: int, step: str, start: datetime, deadline: str = "", child: bool = False
) -> tuple[datetime, str, str] | None:
    """(moment, "law" or "standard", reference) of a step's deadline, as a turn stores it.

    Without `deadline` the first that counts without a condition (for a child the child's own).
    None when the step has none. The reference names the deadline, not its words: see
    `deadline_of`. Raises Absent for an unknown version, KeyError for an unknown step.
    """
    found = _deadline(pinned(code, version).step(step, child), deadline)
    if found is None:
        return None
    reference = "/".join((code, str(version), step, found.code, *(("child",) if child else ())))
    return due(found, start), found.kind, reference


def deadline_of(reference: str) -> Deadline | None:
    """The deadline a stored reference names: its `source.label(lang)`, `kind`, `verified`.

    None for a text that is no reference.
    """
    code, _, rest = reference.partition("/")
    version, _, rest = rest.partition("/")
    step, _, rest = rest.partition("/")
    deadline, _, child = rest.partition("/")
    try:
        return _deadline(pinned(code, int(version)).step(step, child == "child"), deadline)
    except (Absent, KeyError, ValueError):
        return None


def _deadline(step: Step, code: str) -> Deadline | None:
    if not code:
        return step.deadline
    return next((d for d in step.deadlines if d.code == code), None)
