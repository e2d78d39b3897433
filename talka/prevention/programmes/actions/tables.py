"""A table comes in: kept while questions are open, then one draft, which can be discarded whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.people.institutions.models import Institution
from talka.prevention.programmes import policy, tree, words
from talka.prevention.programmes.actions.drafting import begin, carry_steps
from talka.prevention.programmes.actions.trees import write_act, write_tree
from talka.prevention.programmes.models import (
    BudgetLine,
    Indicator,
    IndicatorUse,
    IndicatorVersion,
    LegalAct,
    MeasureExecutor,
    Milestone,
    NodeLink,
    PlanNode,
    Programme,
    ProgrammeVersion,
    UploadedTable,
)
from talka.prevention.programmes.queries.reading import national_measures
from talka.prevention.programmes.shapes import Node, Plan
from talka.prevention.programmes.table import Refused as NotRead
from talka.prevention.programmes.table import sentence
from talka.prevention.programmes.table.grid import opened

SHAPE = {"no_code", "duplicate_code", "orphan", "cycle", "kind_order", "no_parent", "period",
         "unknown_kind", "two_leads", "amount_twice", "amount_state", "negative",
         "unknown_role"}  # fmt: skip
"""Rules without which a tree cannot stand; sums, leads and links are asked for at publishing."""


def upload(*, actor: Actor, name: str, body: bytes) -> UploadedTable:
    """Keep a table for its questions; an earlier one of the same person is thrown away."""
    if not actor.roles & {"coordinator", "ministry"}:
        raise Refused(_("Only coordinators and the ministry take plans in."))
    try:
        opened(body, name)
    except NotRead as refusal:
        raise Broken({"file": sentence(refusal.message)}) from None
    with act("programme.upload"):
        UploadedTable.objects.filter(worker_id=actor.id).delete()
        return UploadedTable.objects.create(worker_id=actor.id, name=name[-100:], content=body)


def answer(
    *, actor: Actor, table_id: UUID, version: int, answers: Mapping[str, str]
) -> UploadedTable:
    """Store what the person says of the table. Stale when another window was faster."""
    row = UploadedTable.objects.filter(id=table_id, worker_id=actor.id).first()
    if row is None:
        raise Absent
    said = {**row.answers, **answers}
    with act("programme.answer"):
        mine = UploadedTable.objects.filter(id=table_id, version=version)
        if not mine.update(answers=said, version=version + 1):
            raise Stale({"version": row.version})
    row.answers, row.version = said, version + 1
    return row


def take_in(
    *,
    actor: Actor,
    plan: Plan,
    programme_id: UUID | None = None,
    institutions: Mapping[str, UUID] | None = None,
    table_id: UUID | None = None,
) -> ProgrammeVersion:
    """A plan becomes the draft of a new programme, or the next version of `programme_id`.

    `institutions`: which of the house's institutions a name means; other names stay text.
    Broken when the tree itself cannot stand; sums and links are asked for at publishing.
    """
    policy.require(actor, plan.municipality)
    bad = [m for m in tree.faults(plan) if m.rule in SHAPE]
    if bad:
        raise Broken(" ".join(words.sentence(m) for m in bad[:10]))
    last = _last(actor, plan, programme_id) if programme_id else None
    whole = _told(plan, institutions or {}, last)
    before = _known(whole)
    with act("programme.take_in"):
        version = _next(last, whole) if last else begin(actor, whole)
        links = national_measures({c for n in plan.nodes for c in n.links})
        rows = write_tree(version, whole, links)
        if last:
            carry_steps(last, version, {row.lineage: row for row in rows.values()})
        version.brought = _brought(version, before)
        version.save(update_fields=["brought"])
        if table_id is not None:
            UploadedTable.objects.filter(id=table_id, worker_id=actor.id).delete()
    return version


def _last(actor: Actor, plan: Plan, programme_id: UUID) -> ProgrammeVersion:
    """The version that the table follows."""
    rows = ProgrammeVersion.objects.select_related("programme").filter(programme_id=programme_id)
    last = rows.order_by("-n").first()
    if last is None or last.programme.municipality_id != plan.municipality:
        raise Absent
    policy.require(actor, last.programme.municipality_id)
    if last.published_at is None:
        raise Broken({"into": _("This programme already has a draft.")})
    if plan.since <= last.since:
        raise Broken({"since": _("A new version begins later than the last one.")})
    return last


def _next(last: ProgrammeVersion, plan: Plan) -> ProgrammeVersion:
    return ProgrammeVersion.objects.create(
        programme=last.programme, n=last.n + 1, act=write_act(plan.act) or last.act,
        since=plan.since, until=plan.until, adopted_from=last.adopted_from,
    )  # fmt: skip


def _told(plan: Plan, institutions: Mapping[str, UUID], last: ProgrammeVersion | None) -> Plan:
    """Institutions as the person said, of this house only; lineages of a programme's own past."""
    wanted: set[UUID] = {*institutions.values()}
    wanted |= {e.institution for n in plan.nodes for e in n.executors if e.institution}
    here = set(Institution.objects.filter(id__in=wanted).values_list("id", flat=True))
    same = _lines_of(last, {n.key for n in plan.nodes}) if last else {}
    nodes = []
    for node in plan.nodes:
        who = tuple(
            replace(e, institution=found if found in here else None)
            for e in node.executors
            for found in [institutions.get(e.name, e.institution)]
        )
        nodes.append(replace(node, executors=who, key=_key(node, same)))
    return replace(plan, nodes=tuple(nodes))


def _lines_of(last: ProgrammeVersion, carried: set[str]) -> dict[str, str]:
    """Lineages of the version before, by number and title, that the table does not carry itself."""
    rows = PlanNode.objects.filter(plan=last)
    return {
        f"{r.code} {r.title.casefold()}": str(r.lineage)
        for r in rows if str(r.lineage) not in carried
    }  # fmt: skip


def _key(node: Node, same: Mapping[str, str]) -> str:
    """The lineage the table carries, or that of the node with the same number and title."""
    return same.get(f"{node.code} {node.title.casefold()}", node.key)


def _known(plan: Plan) -> dict[str, set[str]]:
    """What stood before: acts, indicators and their versions this table could have made."""
    codes = {i.code for n in plan.nodes for i in n.indicators}
    versions = IndicatorVersion.objects.filter(indicator__code__in=codes)
    acts = LegalAct.objects.filter(number=plan.act.number) if plan.act else LegalAct.objects.none()
    return {
        "acts": _ids(acts),
        "indicators": {str(i) for i in versions.values_list("indicator_id", flat=True)},
        "versions": _ids(versions),
    }


def _ids(rows: QuerySet[Any]) -> set[str]:
    return {str(i) for i in rows.values_list("id", flat=True)}


def _brought(version: ProgrammeVersion, before: Mapping[str, set[str]]) -> dict[str, list[str]]:
    used = IndicatorUse.objects.filter(plan=version).values_list(
        "indicator_id", "indicator__indicator_id"
    )
    now = {
        "acts": {str(version.act_id)} if version.act_id else set(),
        "versions": {str(v) for v, _ in used},
        "indicators": {str(i) for _, i in used},
    }
    return {name: sorted(ids - before[name]) for name, ids in now.items()}


def discard(*, actor: Actor, plan_id: UUID) -> date:
    """Give up a draft whole: its tree, and what its table entered that nobody else uses.

    A programme without another version goes with it. Broken when something stands on the draft.
    """
    version = policy.draft(actor, plan_id)
    with act("programme.discard"):
        try:
            with transaction.atomic():
                _strike(version)
                _judge_now()
        except IntegrityError:
            raise Broken(_("Something else stands on this draft already.")) from None
    return version.since


def _strike(version: ProgrammeVersion) -> None:
    for kind in (MeasureExecutor, Milestone, BudgetLine, NodeLink, IndicatorUse, PlanNode):
        # Without a collector: children and parents of one tree go in one statement.
        kind.objects.filter(plan=version)._raw_delete("default")
    ProgrammeVersion.objects.filter(id=version.id)._raw_delete("default")
    if not ProgrammeVersion.objects.filter(programme=version.programme_id).exists():
        Programme.objects.filter(id=version.programme_id)._raw_delete("default")
    came = version.brought
    _unless_used(IndicatorVersion.objects.filter(id__in=came.get("versions", ())))
    _unless_used(Indicator.objects.filter(id__in=came.get("indicators", ())))
    _unless_used(LegalAct.objects.filter(id__in=came.get("acts", ())))


def _unless_used(rows: QuerySet[Any]) -> None:
    """Take rows out; leave them where a plan that may not even be seen here uses one."""
    try:
        with transaction.atomic():
            rows._raw_delete("default")  # type: ignore[attr-defined]
            _judge_now()
    except IntegrityError:
        return


def _judge_now() -> None:
    """Have foreign keys judged here, where it can still be said in words."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
