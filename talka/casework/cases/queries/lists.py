"""Lists of cases: codes and dates, no texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from talka.casework.cases import rules
from talka.casework.cases.models import Case, Step
from talka.casework.cases.queries.turns import spoken
from talka.ground.access.actor import Actor

PAGE = 25


@dataclass(frozen=True)
class CaseLine:
    """One line of a list."""

    id: UUID
    code: str
    place: str
    opened_on: date
    opened_at: datetime
    stage: str
    sealed: bool
    child: bool
    closed_on: date | None


@dataclass(frozen=True)
class CasePage:
    """A page of the list; `older`: where the next one begins, None at the end."""

    lines: list[CaseLine]
    older: tuple[datetime, UUID] | None


def newest(
    actor: Actor, *, code: str = "", state: str = "", after: tuple[datetime, UUID] | None = None
) -> CasePage:
    """The newest 25 cases the asker holds, with their stage (2 queries). `code`: digits are the
    number ("142" finds T-2026-0142), else a part of a code; `state`: "open", "closed" or "" for
    all; `after`: the last line of the page before."""
    rows = Case.objects.all()
    if code:
        rows = (
            rows.filter(code__regex=rf"-0*{int(code)}$")
            if code.isascii() and code.isdigit()
            else rows.filter(code__icontains=code)
        )
    if state:
        rows = rows.filter(closed_on__isnull=state == "open")
    if after:
        at, last = after
        rows = rows.filter(Q(opened_at__lt=at) | Q(opened_at=at, id__lt=last))
    place = "municipality__name_en" if spoken(actor) == "en" else "municipality__name_short_lt"
    fields = ("id", "code", "place", "opened_on", "opened_at", "sealed", "child", "closed_on")
    found = list(
        rows.annotate(place=F(place)).order_by("-opened_at", "-id").values(*fields)[: PAGE + 1]
    )
    shown = found[:PAGE]
    stages = _stages([row["id"] for row in shown])
    lines = [CaseLine(**row, stage=stages.get(row["id"], "signal")) for row in shown]
    more = len(found) > PAGE
    return CasePage(lines, (lines[-1].opened_at, lines[-1].id) if more else None)


def _stages(ids: list[UUID]) -> dict[UUID, str]:
    """Stage of each case, from the dated facts that the asker may see (1 query)."""
    done: dict[UUID, set[str]] = {}
    kinds = [kind for kind, _ in rules.PATH]
    for case, kind in Step.objects.filter(case_id__in=ids, kind__in=kinds).values_list(
        "case_id", "kind"
    ):
        done.setdefault(case, set()).add(kind)
    return {case: rules.reached(kinds) for case, kinds in done.items()}
