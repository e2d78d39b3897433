"""What statistics may see of aid: services by code and place. No person, no text, no case.

Over the *report* connection, whose role may select only these columns, of the places for which
the person who asks answers. A service counts in the year in which it began.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from talka.casework.aid.models import ServiceDelivery


@dataclass(frozen=True)
class ServiceFact:
    """One service type in one municipality in one year. `cost`: sum of the known ones, None when
    none is known; `cost_missing`: events whose cost is not known. Zero is a known cost."""

    municipality: str
    service: str
    unit: str
    events: int
    persons: int
    quantity: Decimal
    cost: Decimal | None
    cost_missing: int


@dataclass(frozen=True)
class HelpedFact:
    """Persons who received any service, each counted once in the municipality."""

    municipality: str
    persons: int


@dataclass(frozen=True)
class PayerFact:
    """Who paid; `payer` "" = not known."""

    municipality: str
    payer: str
    payer_municipality: str
    events: int
    cost: Decimal | None
    cost_missing: int


def _of(year: int, using: str) -> QuerySet[ServiceDelivery]:
    return ServiceDelivery.objects.using(using).filter(
        since__gte=date(year, 1, 1), since__lte=date(year, 12, 31), withdrawn_at__isnull=True
    )


_COST: dict[str, Any] = {
    "events": Count("*"),
    "known": Sum("cost"),
    "unknown": Count("service", filter=Q(cost__isnull=True)),
}


def services(year: int, using: str = "report") -> Iterator[ServiceFact]:
    """Services by type and municipality (1 query)."""
    rows: Any = (
        _of(year, using)
        .values("case__municipality", "service", "unit")
        .annotate(people=Count("case__person", distinct=True), amount=Sum("quantity"), **_COST)
        .order_by("case__municipality", "service", "unit")
    )
    for r in rows:
        yield ServiceFact(
            r["case__municipality"],
            r["service"],
            r["unit"],
            r["events"],
            r["people"],
            r["amount"],
            r["known"],
            r["unknown"],
        )


def helped(year: int, using: str = "report") -> Iterator[HelpedFact]:
    """Persons helped by municipality (1 query)."""
    rows: Any = (
        _of(year, using)
        .values("case__municipality")
        .annotate(people=Count("case__person", distinct=True))
        .order_by("case__municipality")
    )
    for r in rows:
        yield HelpedFact(r["case__municipality"], r["people"])


def helped_in_all(year: int, using: str = "report") -> int:
    """Persons helped, each counted once in the whole country (1 query)."""
    return _of(year, using).aggregate(n=Count("case__person", distinct=True))["n"] or 0


def payers(year: int, using: str = "report") -> Iterator[PayerFact]:
    """Who paid how much, by municipality of the case (1 query)."""
    rows: Any = (
        _of(year, using)
        .values("case__municipality", "payer", "payer_municipality")
        .annotate(**_COST)
        .order_by("case__municipality", "payer", "payer_municipality")
    )
    for r in rows:
        yield PayerFact(
            r["case__municipality"],
            r["payer"],
            r["payer_municipality"] or "",
            r["events"],
            r["known"],
            r["unknown"],
        )
