"""The line of a measure: the same measure in the earlier published versions of its programme.

An amended act makes a new version with a new row of each measure. What happened to the measure
before happened to the measure all the same, so whoever asks for facts asks along the line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Min, OuterRef, Q

from talka.prevention.programmes.models import PlanNode


def its_line(node: str = "") -> ArraySubquery:
    """An annotation: the ids of a node's rows up to its own version, its own among them.

    `node`: the path to the node, as `target__`. No two nodes of one programme and lineage may be
    asked for together where the answers are turned round.
    """
    told = PlanNode.objects.filter(
        Q(plan__published_at__isnull=False) | Q(id=OuterRef(f"{node}id")),
        lineage=OuterRef(f"{node}lineage"),
        plan__programme=OuterRef(f"{node}plan__programme"),
        plan__n__lte=OuterRef(f"{node}plan__n"),
    )
    return ArraySubquery(told.order_by("plan__n").values("id"))


def line_of(nodes: Collection[UUID]) -> dict[UUID, UUID]:
    """Every row of these nodes up to their own version → the one asked for (1 query)."""
    rows = PlanNode.objects.filter(id__in=nodes).annotate(line=its_line())
    return {row: node for node, told in rows.values_list("id", "line") for row in told}


def first_day(line: Collection[UUID]) -> date:
    """The first day of the first version that had the measure (1 query)."""
    since: date = PlanNode.objects.filter(id__in=line).aggregate(day=Min("plan__since"))["day"]
    return since


def along(line: Mapping[UUID, UUID], uses: Iterable[tuple[UUID, UUID, UUID]]) -> dict[UUID, UUID]:
    """Uses of a line, as (id, node, way of measuring) → the use that the newest row has.

    An indicator that is measured another way by now, or no longer, has none.
    """
    told = list(uses)
    newest = {(node, way): use for use, node, way in told if line[node] == node}
    return {use: newest[line[node], way] for use, node, way in told if (line[node], way) in newest}
