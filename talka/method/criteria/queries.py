"""What can be asked of the published criteria sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from talka.ground.kernel.errors import Absent
from talka.method.criteria import rules
from talka.method.criteria.models import CriteriaHanded, CriteriaVersion
from talka.method.criteria.rules import CriteriaSet
from talka.method.documents import Change
from talka.method.versions import digest


class Unsealed(Exception):
    """A stored document is not the one that was published."""


@lru_cache(maxsize=64)
def pinned(code: str, version: int) -> CriteriaSet:
    """A published criteria set, kept by the process: it never changes. Raises Absent.

    One query the first time, none afterwards.
    """
    found = CriteriaVersion.objects.filter(code=code, version=version).first()
    if found is None:
        raise Absent
    return opened(found)


def opened(found: CriteriaVersion) -> CriteriaSet:
    """The criteria set of a row. Raises Unsealed when it is not what was published."""
    if digest(found.document) != found.sha256:
        raise Unsealed(f"criteria {found.code} {found.version}")
    return rules.parse(found.document)


def newest(code: str) -> tuple[str, int]:
    """(code, version) a new screening uses. One query. Raises Absent."""
    found = (
        CriteriaVersion.objects.filter(code=code)
        .order_by("-version")
        .values_list("code", "version")
        .first()
    )
    if found is None:
        raise Absent
    return found


@dataclass(frozen=True)
class Listed:
    """A version in the list; `names` by language through `label`."""

    code: str
    version: int
    criteria: CriteriaSet
    published_at: datetime

    def label(self, lang: str) -> str:
        return self.criteria.names.label(lang)


@dataclass(frozen=True)
class Handing:
    kind: str
    on: date


@dataclass(frozen=True)
class VersionPage:
    """`previous`: the version before, whose difference `changes` shows; None for the first."""

    criteria: CriteriaSet
    sha256: str
    published_at: datetime
    previous: int | None
    changes: tuple[Change, ...]
    handed: tuple[Handing, ...]


def listed() -> tuple[Listed, ...]:
    """Every version, newest first within its code. One query."""
    return tuple(
        Listed(v.code, v.version, opened(v), v.published_at)
        for v in CriteriaVersion.objects.order_by("code", "-version")
    )


def version_page(code: str, version: int) -> VersionPage:
    """A version with its difference from the one before and its distribution. Two queries.

    Raises Absent.
    """
    near = CriteriaVersion.objects.filter(code=code, version__lte=version).order_by("-version")
    found = list(near[:2])
    if not found or found[0].version != version:
        raise Absent
    handed = list(CriteriaHanded.objects.filter(version=found[0]))
    return page_of(found[0], found[1] if len(found) > 1 else None, handed)


def page_of(
    found: CriteriaVersion, earlier: CriteriaVersion | None, handed: Iterable[CriteriaHanded]
) -> VersionPage:
    """The page of a row and of the version before it."""
    criteria = opened(found)
    before = opened(earlier) if earlier else None
    return VersionPage(
        criteria=criteria,
        sha256=found.sha256,
        published_at=found.published_at,
        previous=before.version if before else None,
        changes=tuple(rules.difference(before, criteria)) if before else (),
        handed=tuple(Handing(h.kind, h.on) for h in handed),
    )
