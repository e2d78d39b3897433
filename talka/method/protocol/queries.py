"""What can be asked of the published protocols."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from talka.ground.kernel.errors import Absent
from talka.ground.kernel.pack import load_pack
from talka.method.documents import Change
from talka.method.protocol import rules
from talka.method.protocol.models import ProtocolHanded, ProtocolVersion
from talka.method.protocol.rules import Calendar, Deadline, Protocol, Step
from talka.method.protocol.workdays import read_calendar
from talka.method.versions import digest


class Unsealed(Exception):
    """A stored document is not the one that was published."""


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
    found = ProtocolVersion.objects.filter(code=code, version=version).first()
    if found is None:
        raise Absent
    return opened(found)


def opened(found: ProtocolVersion) -> Protocol:
    """The protocol of a row. Raises Unsealed when it is not what was published."""
    if digest(found.document) != found.sha256:
        raise Unsealed(f"protocol {found.code} {found.version}")
    return rules.parse(found.document)


def newest(code: str = "") -> tuple[str, int]:
    """(code, version) a new case is pinned to: the newest of the country's protocol, or of
    `code`. One query. Raises Absent."""
    found = (
        ProtocolVersion.objects.filter(code=code or load_pack().code)
        .order_by("-version")
        .values_list("code", "version")
        .first()
    )
    if found is None:
        raise Absent
    return found


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


@dataclass(frozen=True)
class Listed:
    """A version in the list; `names` by language through `label`."""

    code: str
    version: int
    protocol: Protocol
    published_at: datetime

    def label(self, lang: str) -> str:
        return self.protocol.names.label(lang)


@dataclass(frozen=True)
class Handing:
    kind: str
    on: date


@dataclass(frozen=True)
class VersionPage:
    """`previous`: the version before, whose difference `changes` shows; None for the first."""

    protocol: Protocol
    sha256: str
    published_at: datetime
    previous: int | None
    changes: tuple[Change, ...]
    handed: tuple[Handing, ...]


def listed() -> tuple[Listed, ...]:
    """Every version, newest first within its code. One query."""
    return tuple(
        Listed(v.code, v.version, opened(v), v.published_at)
        for v in ProtocolVersion.objects.order_by("code", "-version")
    )


def version_page(code: str, version: int) -> VersionPage:
    """A version with its difference from the one before and its distribution. Two queries.

    Raises Absent.
    """
    near = ProtocolVersion.objects.filter(code=code, version__lte=version).order_by("-version")
    found = list(near[:2])
    if not found or found[0].version != version:
        raise Absent
    handed = list(ProtocolHanded.objects.filter(version=found[0]))
    return page_of(found[0], found[1] if len(found) > 1 else None, handed)


def page_of(
    found: ProtocolVersion, earlier: ProtocolVersion | None, handed: Iterable[ProtocolHanded]
) -> VersionPage:
    """The page of a row and of the version before it."""
    protocol = opened(found)
    before = opened(earlier) if earlier else None
    return VersionPage(
        protocol=protocol,
        sha256=found.sha256,
        published_at=found.published_at,
        previous=before.version if before else None,
        changes=tuple(rules.difference(before, protocol)) if before else (),
        handed=tuple(Handing(h.kind, h.on) for h in handed),
    )
