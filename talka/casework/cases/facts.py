"""What statistics may see of cases: codes and dates of persons, no name, no code of a case.

Every function reads over the *report* connection, whose role may select only these columns and,
when a person asks, only the places they answer for (`access.counting`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Min, Q

from talka.casework.cases.models import Case


@dataclass(frozen=True)
class PersonFact:
    """One person in one year, by the latest of their cases. `new`: first met in that year."""

    municipality: str
    exploitation: tuple[str, ...]
    age: str
    gender: str
    citizenship: tuple[str, ...]
    source: str
    new: bool
    institution: UUID
    """Where the case was opened."""


def people(year: int, using: str = "report") -> Iterator[PersonFact]:
    """Every person with a case open at some time in the year, once (2 queries)."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    cases = Case.objects.using(using)
    met = dict(
        cases.filter(opened_on__lte=last)
        .values_list("person")
        .annotate(Min("opened_on"))
        .filter(opened_on__min__gte=first)
    )
    rows = (
        cases.filter(opened_on__lte=last)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gte=first))
        .order_by("person", "-opened_on", "id")
        .distinct("person")
        .values_list(
            "person", "municipality_id", "profile__exploitation", "profile__age_group",
            "profile__gender", "profile__citizenship", "profile__source", "institution_id",
        )
    )  # fmt: skip
    for person, place, forms, age, gender, citizenship, source, opener in rows:
        yield PersonFact(
            place,
            tuple(sorted(forms or ["unknown"])),
            age or "unknown",
            gender or "unknown",
            tuple(sorted(citizenship or ["ZZ"])),
            source or "other",
            person in met,
            opener,
        )
