"""What can be asked of the published documents of either room: which there are, one of them, what
changed since the one before, and to whom it was handed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar

from talka.ground.kernel.errors import Absent
from talka.method.documents import Change, Words
from talka.method.versions import Handed, Published, digest


class Unsealed(Exception):
    """A stored document is not the one that was published."""


class Readable(Protocol):
    """What both kinds of document say of themselves."""

    @property
    def version(self) -> int: ...
    @property
    def names(self) -> Words: ...
    @property
    def source(self) -> Words: ...
    @property
    def verified_by(self) -> str | None: ...


D = TypeVar("D", bound=Readable)


@dataclass(frozen=True)
class Listed(Generic[D]):
    """A version in the list; `names` by language through `label`."""

    code: str
    version: int
    document: D
    published_at: datetime

    def label(self, lang: str) -> str:
        return self.document.names.label(lang)


@dataclass(frozen=True)
class Handing:
    kind: str
    on: date


@dataclass(frozen=True)
class VersionPage(Generic[D]):
    """`previous`: the version before, whose difference `changes` shows; None for the first."""

    document: D
    sha256: str
    published_at: datetime
    previous: int | None
    changes: tuple[Change, ...]
    handed: tuple[Handing, ...]


@dataclass(frozen=True)
class Shelf(Generic[D]):
    """The published documents of one room, and how the room reads and compares them."""

    versions: type[Published]
    handed: type[Handed]
    parse: Callable[[Mapping[str, Any]], D]
    difference: Callable[[D, D], Iterable[Change]]

    def read(self, code: str, version: int) -> D:
        """One document. One query. Raises Absent."""
        found = self._rows().filter(code=code, version=version).first()
        if found is None:
            raise Absent
        return self.opened(found)

    def opened(self, row: Published) -> D:
        """The document of a row. Raises Unsealed when it is not what was published."""
        if digest(row.document) != row.sha256:
            raise Unsealed(f"{row._meta.db_table} {row.code} {row.version}")
        return self.parse(row.document)

    def newest(self, code: str) -> tuple[str, int]:
        """(code, version) that new work is pinned to. One query. Raises Absent."""
        numbers = self._rows().filter(code=code).order_by("-version")
        found = numbers.values_list("code", "version").first()
        if found is None:
            raise Absent
        return found

    def listed(self) -> tuple[Listed[D], ...]:
        """Every version, newest first within its code. One query."""
        rows = self._rows().order_by("code", "-version")
        return tuple(Listed(v.code, v.version, self.opened(v), v.published_at) for v in rows)

    def page(self, code: str, version: int) -> VersionPage[D]:
        """A version with its difference from the one before and its distribution. Two queries.

        Raises Absent.
        """
        near = self._rows().filter(code=code, version__lte=version).order_by("-version")
        found = list(near[:2])
        if not found or found[0].version != version:
            raise Absent
        handed = self.handed._default_manager.filter(**{"version": found[0]})
        return self.page_of(found[0], found[1] if len(found) > 1 else None, handed)

    def page_of(
        self, row: Published, earlier: Published | None, handed: Iterable[Handed]
    ) -> VersionPage[D]:
        """The page of a row and of the version before it."""
        document = self.opened(row)
        before = self.opened(earlier) if earlier else None
        return VersionPage(
            document=document,
            sha256=row.sha256,
            published_at=row.published_at,
            previous=before.version if before else None,
            changes=tuple(self.difference(before, document)) if before else (),
            handed=tuple(Handing(h.kind, h.on) for h in handed),
        )

    def _rows(self) -> Any:
        return self.versions._default_manager.all()
