"""What somebody said of a measure and nobody took back: another status, or that it is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import DateField, TextField, Value

from talka.prevention.programmes.models import Drop, Override


@dataclass(frozen=True)
class Spoken:
    """`status` of a word that stands instead of the computed one, `on` of a drop."""

    status: str
    on: date | None
    reason: str
    by: str
    at: datetime


Words = dict[UUID, Spoken]


def spoken(line: Mapping[UUID, UUID]) -> tuple[Words, Words]:
    """The words and the drops that hold, by measure (1 query). `line`: as of `line_of`."""
    still = {"node__among": line, "lifted_at__isnull": True}
    why = ("reason", "by__name", "at")
    no_day, no_word = Value(None, DateField()), Value("", TextField())
    words = Override.objects.filter(**still).values_list("node_id", "status", no_day, *why)
    drops = Drop.objects.filter(**still).values_list("node_id", no_word, "on", *why)
    said: Words = {}
    dropped: Words = {}
    for node, *told in words.union(drops, all=True).order_by("at"):
        one = Spoken(*told)
        (said if one.status else dropped)[line[node]] = one
    return said, dropped
