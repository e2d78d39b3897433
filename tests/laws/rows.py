"""One row of a world for the access matrix: what it holds, and the oracle's word on it.

Columns that nobody names are filled from the model, so that a new column needs nothing here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from django.apps import apps
from django.db import models
from django.db.models.fields import NOT_PROVIDED

from tests.laws.oracle import Relation

NOW = datetime.now(UTC)
Says = Callable[[Relation], bool]


@dataclass(frozen=True)
class Here:
    """Who and where, in one world: the person of the relation, and the opener of the case."""

    relation: Relation
    case: UUID
    worker: UUID
    seat: UUID
    institution: UUID
    opener: Any

    def id(self, name: str) -> UUID:
        return uuid5(self.case, name)


@dataclass(frozen=True)
class Row:
    """`name`: unique; the table unless a variant follows after a space. `values`: what is not
    filled by the model. `reads`, `writes` (insert such a row in one's own name), `changes`: the
    oracle's words; `sets`: the UPDATE, with {seat} and {worker} of who asks; `deletes` likewise.
    None: the runtime role never may."""

    name: str
    reads: Says
    writes: Says | None = None
    changes: Says | None = None
    sets: str = "version = version"
    deletes: Says | None = None
    values: Callable[[Here], dict[str, Any]] = field(default=lambda h: {})
    forged: tuple[Callable[[Here], dict[str, Any]], ...] = ()
    """Values, each set of which makes an insert a lie: refused to everybody."""
    by_case: bool = False
    """Told apart by its case: the runtime role may read nothing else of it."""
    at: str = ""
    """SQL that finds the row, with {case}, where the stage has made it already, or nobody may."""

    @property
    def table(self) -> str:
        return self.name.partition(" ")[0]


def filled(row: Row, here: Here, **more: Any) -> dict[str, Any]:
    """Every column of the row: named ones, then what the model says, then something plain."""
    own = {"by_id": here.seat, "institution_id": here.institution, "case_id": here.case}
    named = {"id": here.id(row.name), **row.values(here), **more}
    known: dict[str, Any] = {}
    for column in model_of(row.table)._meta.concrete_fields:
        name = column.column
        if name in named:
            known[name] = named[name]
        elif name in own:
            known[name] = own[name]
        elif not isinstance(column, models.AutoField):
            known[name] = _plain(column, here.id(row.name) if "id" not in more else more["id"])
    return known


def _plain(column: Any, row: UUID) -> Any:
    if column.default is not NOT_PROVIDED and not column.primary_key:
        return column.get_default()
    if column.null:
        return None
    if isinstance(column, models.CharField) and column.unique:
        return row.hex[: column.max_length]
    if isinstance(column, models.OneToOneField):
        return row
    for kind, value in PLAIN:
        if isinstance(column, kind):
            return value
    raise LookupError(f"{column.model.__name__}.{column.name}: say what stands there")


PLAIN: tuple[tuple[type[models.Field], Any], ...] = (
    (models.DateTimeField, NOW),
    (models.DateField, NOW.date()),
    (models.BinaryField, b"x"),
    (models.UUIDField, UUID(int=7)),
    (models.ForeignKey, UUID(int=8)),
    (models.CharField, "x"),
    (models.TextField, "x"),
    (models.IntegerField, 1),
    (models.DecimalField, 1),
)


def model_of(table: str) -> Any:
    return next(m for m in apps.get_models() if m._meta.db_table == table)
