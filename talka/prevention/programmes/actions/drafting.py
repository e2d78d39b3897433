"""Begin a programme, draft the next version, adopt a national one, publish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken
from talka.people.institutions.models import Institution
from talka.prevention.programmes import policy, tree, words
from talka.prevention.programmes.actions.trees import write_act, write_tree
from talka.prevention.programmes.models import Milestone, PlanNode, Programme, ProgrammeVersion
from talka.prevention.programmes.queries.reading import plan_of
from talka.prevention.programmes.shapes import Executor, IndicatorLine, Message, Plan


def begin(
    actor: Actor, plan: Plan, adopted_from: ProgrammeVersion | None = None
) -> ProgrammeVersion:
    programme = Programme.objects.create(
        level=plan.level, municipality_id=plan.municipality, title=plan.title, made_by_id=actor.id
    )
    return ProgrammeVersion.objects.create(
        programme=programme, n=1, act=write_act(plan.act), since=plan.since, until=plan.until,
        adopted_from=adopted_from,
    )  # fmt: skip


def _period(since: date, until: date) -> None:
    if until < since:
        raise Broken({"until": _("The period ends before it begins.")})


def found_programme(
    *, actor: Actor, level: str, municipality: str | None, title: str, since: date, until: date
) -> ProgrammeVersion:
    """Begin an empty programme; its first version is a draft."""
    place = None if level == "national" else municipality or None
    if level == "municipal" and place is None:
        raise Broken({"municipality": _("Choose a municipality.")})
    policy.require(actor, place)
    _period(since, until)
    with act("programme.found"):
        return begin(actor, Plan(title, level, place, None, since, until))


def new_version(*, actor: Actor, programme_id: UUID, since: date, until: date) -> ProgrammeVersion:
    """Draft the next version from the last: the same tree, the same lineages."""
    last = (
        ProgrammeVersion.objects.select_related("programme", "act")
        .filter(programme_id=programme_id).order_by("-n").first()
    )  # fmt: skip
    if last is None:
        raise Absent
    policy.require(actor, last.programme.municipality_id)
    _period(since, until)
    if last.published_at is None:
        raise Broken(_("This programme already has a draft."))
    if since <= last.since:
        raise Broken({"since": _("A new version begins later than the last one.")})
    with act("programme.new_version"):
        return _copied(last, since, until)


def _copied(last: ProgrammeVersion, since: date, until: date) -> ProgrammeVersion:
    """Links lead where they led; steps come along and stay the same steps."""
    version = ProgrammeVersion.objects.create(
        programme=last.programme, n=last.n + 1, act=last.act, since=since, until=until,
        adopted_from=last.adopted_from,
    )  # fmt: skip
    links = PlanNode.objects.filter(served_by__plan=last).values_list("code", "id")
    rows = write_tree(version, plan_of(last), dict(links))
    carry_steps(last, version, {row.lineage: row for row in rows.values()})
    return version


def carry_steps(
    last: ProgrammeVersion, version: ProgrammeVersion, rows: Mapping[UUID, PlanNode]
) -> None:
    """Plan the steps of the measures that are still there. `rows`: the new ones by lineage."""
    Milestone.objects.bulk_create(
        Milestone(plan=version, node=rows[m.node.lineage], title=m.title, due=m.due,
                  lineage=m.lineage)
        for m in Milestone.objects.filter(plan=last).select_related("node")
        if m.node.lineage in rows
    )  # fmt: skip


def adopt(*, actor: Actor, version_id: UUID, municipality: str) -> ProgrammeVersion:
    """Draft a municipal programme from a national version: tree, lineages and links are kept.

    Money, targets and executors are the municipality's own to say.
    """
    policy.require(actor, municipality)
    nation = policy.version(version_id)
    if nation.programme.level != "national" or nation.published_at is None:
        raise Broken(_("Only a published national programme can be adopted."))
    taken = ProgrammeVersion.objects.filter(
        adopted_from=nation, programme__municipality_id=municipality
    )
    if taken.exists():
        raise Broken(_("This municipality has adopted this programme already."))
    seat = next(s for s in actor.seats if s.role == "coordinator" and s.area == municipality)
    town = Institution.objects.get(id=seat.institution)
    source = plan_of(nation)
    own = _adopted(source, municipality, Executor(town.name_lt, town.id, "lead"))
    with act("programme.adopt"):
        version = begin(actor, own, nation)
        codes = PlanNode.objects.filter(plan=nation, kind="measure").values_list("code", "id")
        write_tree(version, own, dict(codes))
    return version


def _adopted(plan: Plan, municipality: str, lead: Executor) -> Plan:
    nodes = tuple(
        replace(
            n, amounts=(), indicators=tuple(_without_target(i) for i in n.indicators),
            executors=(lead,) if n.kind == "measure" else (),
            links=(n.code,) if n.kind == "measure" else (), local_reason="",
        )
        for n in plan.nodes
    )  # fmt: skip
    return Plan(plan.title, "municipal", municipality, plan.act, plan.since, plan.until, nodes)


def _without_target(line: IndicatorLine) -> IndicatorLine:
    return replace(line, baseline=None, target=None, target_year=None)


def faults_of(version: ProgrammeVersion) -> tuple[Message, ...]:
    """What keeps a draft from being published, and what only deserves a look."""
    plan = plan_of(version)
    empty = not any(n.kind == "measure" for n in plan.nodes)
    none = (Message(None, "", "no_measure"),) if empty else ()
    return (*none, *tree.faults(plan))


def excused(version: ProgrammeVersion) -> bool:
    """A programme of the past is published as it was, when somebody says why it does not hold."""
    return bool(version.explained.strip()) and version.until < timezone.localdate()


def publish(*, actor: Actor, version_id: UUID) -> ProgrammeVersion:
    """Publish a draft for everybody. The version before it ends the day before this begins."""
    version = policy.draft(actor, version_id)
    errors = [m for m in faults_of(version) if m.severity == "error"]
    if errors and not excused(version):
        raise Broken(" ".join(words.sentence(m) for m in errors[:10]))
    before = ProgrammeVersion.objects.filter(
        programme=version.programme, published_at__isnull=False, ended_on__isnull=True,
        until__gte=version.since,
    )  # fmt: skip
    if before.filter(since__gt=version.since).exists():
        raise Broken(_("A new version begins later than the last one."))
    with act("programme.publish"):
        before.update(ended_on=version.since - timedelta(days=1))
        ProgrammeVersion.objects.filter(id=version.id, published_at__isnull=True).update(
            published_at=timezone.now(), published_by_id=actor.id
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS talka.publishes IMMEDIATE")
            cursor.execute("SET CONSTRAINTS talka.publishes DEFERRED")
    version.refresh_from_db()
    return version
