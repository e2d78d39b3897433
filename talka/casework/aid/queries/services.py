"""Services received, with their totals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.casework.aid import rules
from talka.casework.aid.models import ServiceDelivery
from talka.casework.aid.queries.reading import ring_for
from talka.casework.cases.permission import Held
from talka.ground.crypto.rows import Keyring
from talka.ground.kernel.errors import Absent
from talka.ground.kernel.pack import load_pack

CLASSES = frozenset({"aid", "health", "legal"})


@dataclass(frozen=True)
class ServiceLine:
    """`cost` None: not known, which is not zero. `withdrawn_reason`: why it counts no more."""

    id: UUID
    service: str
    since: date
    until: date | None
    quantity: Decimal
    unit: str
    provider: str
    cost: Decimal | None
    payer: str
    payer_municipality: str
    remark: str
    by: str
    withdrawn: bool
    withdrawn_reason: str
    mine: bool


@dataclass(frozen=True)
class NamedTotal:
    """A total as the table shows it. `amount`: quantity with its unit, "" for payers."""

    name: str
    times: int
    amount: str
    known: Decimal
    missing: int


@dataclass(frozen=True)
class ServicesPage:
    lines: tuple[ServiceLine, ...]
    service_totals: tuple[NamedTotal, ...]
    payer_totals: tuple[NamedTotal, ...]
    cost: Decimal
    missing: int
    hidden: tuple[str, ...]
    """Classes of services that are not open to the asker: the totals are not of the whole."""


def _line(row: ServiceDelivery, ring: Keyring, held: Held, language: str) -> ServiceLine:
    mine = held.seat.institution in {row.institution_id, held.case.institution_id}
    return ServiceLine(
        row.id,
        row.service,
        row.since,
        row.until,
        row.quantity.normalize() + 0,
        row.unit,
        row.provider.name(language),
        row.cost,
        row.payer,
        row.payer_municipality_id or "",
        row.read(ring, "remark"),
        row.by.worker.name,
        row.withdrawn_at is not None,
        row.read(ring, "withdrawn_reason"),
        mine,
    )


def services_page(held: Held) -> ServicesPage:
    """Services of the classes that are held, newest first, with totals (3 queries)."""
    language = (get_language() or "lt").split("-")[0]
    shown = CLASSES & held.classes
    ring = ring_for(held, "services", shown)
    rows = (
        ServiceDelivery.objects.filter(case=held.case, data_class__in=shown)
        .select_related("by__worker", "provider")
        .order_by("-since", "-at")
    )
    lines = tuple(_line(r, ring, held, language) for r in rows)
    counted = [
        rules.Delivered(s.service, s.unit, s.quantity, s.cost, s.payer)
        for s in lines
        if not s.withdrawn
    ]
    return ServicesPage(
        lines,
        tuple(_by_service(rules.totals(counted, "service"), language)),
        tuple(_by_payer(rules.totals(counted, "payer"), language)),
        sum((s.cost for s in counted if s.cost is not None), Decimal(0)),
        sum(s.cost is None for s in counted),
        tuple(sorted(CLASSES - held.classes)),
    )


def _by_service(totals: list[rules.Total], language: str) -> Iterator[NamedTotal]:
    pack = load_pack()
    units = {s.code: pack.label("service_unit", s.unit, language) for s in pack.services}
    for t in totals:
        amount = f"{number_format(t.quantity.normalize() + 0)} {units.get(t.key, '')}"
        name = pack.label("service", t.key, language)
        yield NamedTotal(name, t.times, amount, t.known, t.missing)


def _by_payer(totals: list[rules.Total], language: str) -> Iterator[NamedTotal]:
    for t in totals:
        name = load_pack().label("payer", t.key, language) if t.key else _("Payer not known")
        yield NamedTotal(name, t.times, "", t.known, t.missing)


def one_service(held: Held, service_id: UUID) -> ServiceLine:
    """One record (3 queries). Raises Absent."""
    row = (
        ServiceDelivery.objects.filter(id=service_id, case=held.case)
        .select_related("by__worker", "provider")
        .first()
    )
    if row is None:
        raise Absent
    ring = ring_for(held, "services", {row.data_class})
    return _line(row, ring, held, (get_language() or "lt").split("-")[0])
