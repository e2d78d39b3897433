"""What was reached becomes a figure of the measure with its sources; a step is done by it."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError

from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.prevention.activities.actions import feeding, lines, recording
from talka.prevention.activities.models import Activity, Feed, Finished, Source
from talka.prevention.activities.queries.choices import open_steps
from talka.prevention.activities.queries.feeding import figure_of, measure_page
from talka.prevention.activities.queries.pages import activity_page
from talka.prevention.activities.rules import Count
from talka.prevention.programmes.actions import drafting, progress
from talka.prevention.programmes.models import (
    IndicatorUse,
    Milestone,
    Observation,
    PlanNode,
    ProgrammeVersion,
)
from tests.cast import Member
from tests.prevention.activities.conftest import Acts, ago, lecture, recorded, write

YEAR = ago(1).year


@pytest.fixture
def use(acts: Acts, running: PlanNode) -> IndicatorUse:
    """The indicator of the measure, fed by persons who were counted."""
    with acts("coordinator") as actor:
        found = IndicatorUse.objects.get(node=running)
        feeding.feed(actor=actor, use_id=found.id, way="persons:counted", kind="lecture")
    return found


def lectures(acts: Acts, world: dict[str, Member], running: PlanNode) -> list[Activity]:
    """With 25 and 0 pupils, one nobody counted, one counted another way; a campaign."""
    counts = [
        [Count("pupils", "persons", "counted", 25)],
        [Count("pupils", "persons", "counted", 0)],
        [],
        [Count("pupils", "persons", "estimate", 70), Count("public", "views", "views", 9000)],
    ]
    made = []
    with acts("ngo") as actor:
        own = world["ngo"].institution
        for one in counts:
            made.append(recorded(actor, own, counts=one, measure=running.id))
        made.append(recorded(actor, own, lecture(kind="campaign"), measure=running.id))
    return made


def test_the_figure_lists_its_sources_and_is_taken_over_once(
    acts: Acts, world: dict[str, Member], running: PlanNode, use: IndicatorUse
) -> None:
    made = lectures(acts, world, running)
    with acts("coordinator") as actor:
        assert dict(figure_of(use.id, YEAR)) == {made[0].id: 25, made[1].id: 0}
        page = measure_page(actor, running.id)
        figure = page.indicators[0].figures[0]
        assert (figure.year, figure.total, figure.taken) == (YEAR, 25, False)
        assert page.sums == {("persons", "counted"): 50, ("persons", "estimate"): 70,
                             ("views", "views"): 9000}  # fmt: skip
        with pytest.raises(Broken, match="Look again"):
            feeding.take_over(actor=actor, use_id=use.id, year=YEAR, shown=24)
        seen = feeding.take_over(actor=actor, use_id=use.id, year=YEAR, shown=25)
        assert (seen.value, seen.state, seen.source) == (Decimal(25), "value", "activities: 2")
        told = {s.activity_id: s.number for s in Source.objects.filter(observation=seen)}
        assert told == {made[0].id: 25, made[1].id: 0}
        assert measure_page(actor, running.id).indicators[0].figures[0].taken
    with acts("ngo") as actor:
        recorded(actor, world["ngo"].institution, measure=running.id)
    with acts("coordinator") as actor:
        figure = measure_page(actor, running.id).indicators[0].figures[0]
        assert (figure.total, figure.taken) == (50, False)
        assert figure.last is not None
        assert figure.last.value == 25


def test_zero_is_taken_over_as_zero_and_nothing_is_not(
    acts: Acts, world: dict[str, Member], running: PlanNode, use: IndicatorUse
) -> None:
    with acts("coordinator") as actor:
        with pytest.raises(Broken, match="No activity"):
            feeding.take_over(actor=actor, use_id=use.id, year=YEAR, shown=0)
        recorded(actor, world["coordinator"].institution, measure=running.id,
                 counts=[Count("pupils", "persons", "counted", 0)])  # fmt: skip
        seen = feeding.take_over(actor=actor, use_id=use.id, year=YEAR, shown=0)
        assert (seen.state, seen.value) == ("zero", 0)


def test_only_who_keeps_the_programme_feeds_and_takes_over(
    acts: Acts, world: dict[str, Member], running: PlanNode, use: IndicatorUse
) -> None:
    lectures(acts, world, running)
    for name in ("ngo", "ministry", "stranger"):
        with acts(name) as actor:
            with pytest.raises(Refused):
                feeding.feed(actor=actor, use_id=use.id, way="times:")
            with pytest.raises(Refused):
                feeding.take_over(actor=actor, use_id=use.id, year=YEAR, shown=25)
            with pytest.raises(Refused):
                feeding.starve(actor=actor, use_id=use.id)
            assert write("DELETE FROM indicator_feed WHERE use_id = %s", [use.id]) == 0
    with acts("coordinator") as actor:
        feeding.feed(actor=actor, use_id=use.id, way="times:")
        assert len(figure_of(use.id, YEAR)) == 5
        feeding.starve(actor=actor, use_id=use.id)
        with pytest.raises(Absent):
            feeding.starve(actor=actor, use_id=use.id)
        assert figure_of(use.id, YEAR) == ()


@pytest.mark.parametrize(
    ("unit", "method"),
    [("persons", ""), ("views", "counted"), ("persons", "views"), ("times", "counted")],
)
def test_a_feed_is_one_way_of_counting(
    acts: Acts, use: IndicatorUse, unit: str, method: str
) -> None:
    with acts("coordinator") as actor:
        with pytest.raises(DatabaseError, match="feed_one_method"):
            write(
                "INSERT INTO indicator_feed (id, plan_id, use_id, kind, unit, method)"
                " VALUES (gen_random_uuid(), %s, %s, '', %s, %s)",
                [use.plan_id, IndicatorUse.objects.exclude(id=use.id).first().id, unit, method],
            )
        with pytest.raises(Broken):
            feeding.feed(actor=actor, use_id=use.id, way=f"{unit}:{method}")
        assert Feed.objects.get(use=use).method == "counted"


def test_sources_that_do_not_add_up_are_refused(
    acts: Acts, world: dict[str, Member], running: PlanNode, use: IndicatorUse
) -> None:
    made = lectures(acts, world, running)
    with acts("coordinator") as actor:
        feeding.take_over(actor=actor, use_id=use.id, year=YEAR, shown=25)
        seen = Observation.objects.get(use=use)
        sql = ("INSERT INTO observation_source (id, activity_id, observation_id, number)"
               " VALUES (gen_random_uuid(), %s, %s, %s)")  # fmt: skip
        with pytest.raises(DatabaseError, match="add up"):
            write(sql, [made[3].id, seen.id, 1])
        stray = recorded(actor, world["coordinator"].institution)
        with pytest.raises(DatabaseError, match="add up"):
            write(sql, [stray.id, seen.id, 0])
        with pytest.raises(DatabaseError):
            write("DELETE FROM observation_source WHERE observation_id = %s", [seen.id])


def test_held_and_the_step_done_are_one_act(
    acts: Acts, world: dict[str, Member], running: PlanNode
) -> None:
    with acts("coordinator") as actor:
        step = Milestone.objects.get(node=running)
        row = recorded(actor, world["coordinator"].institution, lecture(ago(3)), held=False,
                       counts=(), measure=running.id)  # fmt: skip
        recording.hold(actor=actor, activity_id=row.id, version=1, since=ago(3), steps=[step.id])
        step.refresh_from_db()
        assert step.done_on == ago(3)
        assert Finished.objects.get(milestone=step).activity_id == row.id
        assert activity_page(actor, row.id, "lt").serves[0].steps == ["Step"]
        again = recorded(actor, world["coordinator"].institution, lecture(ago(2)), held=False,
                         counts=(), measure=running.id)  # fmt: skip
        with pytest.raises(Absent):
            recording.hold(actor=actor, activity_id=again.id, version=1, since=ago(2),
                           steps=[step.id])  # fmt: skip
        assert Activity.objects.get(id=again.id).status == "planned"


def test_a_worker_holds_but_finishes_no_step_of_the_towns_programme(
    acts: Acts, planned: Activity, running: PlanNode
) -> None:
    with acts("ngo") as actor:
        step = Milestone.objects.get(node=running)
        lines.add(actor=actor, activity_id=planned.id, part="measure",
                  values={"node_id": running.id, "share": 100})  # fmt: skip
        with pytest.raises(Refused):
            recording.hold(actor=actor, activity_id=planned.id, version=1, since=planned.since,
                           steps=[step.id])  # fmt: skip
        planned.refresh_from_db()
        assert planned.status == "planned"
        with pytest.raises(DatabaseError, match="held activity of its measure"):
            write("INSERT INTO activity_milestone (id, activity_id, milestone_id)"
                  " VALUES (gen_random_uuid(), %s, %s)", [planned.id, step.id])  # fmt: skip


def test_cost_for_each_person_only_where_the_measure_has_the_whole_of_it(
    acts: Acts, world: dict[str, Member], running: PlanNode
) -> None:
    with acts("coordinator") as actor:
        row = recorded(actor, world["coordinator"].institution, measure=running.id)
        lines.add(actor=actor, activity_id=row.id, part="cost",
                  values={"source": "SB", "amount": Decimal(50)})  # fmt: skip
        page = measure_page(actor, running.id)
        assert (page.cost, page.per_person.value) == (Decimal(50), Decimal("2.00"))
        half = recorded(actor, world["coordinator"].institution)
        lines.add(actor=actor, activity_id=half.id, part="cost",
                  values={"source": "SB", "amount": Decimal(30)})  # fmt: skip
        lines.add(actor=actor, activity_id=half.id, part="measure",
                  values={"node_id": running.id, "share": 50})  # fmt: skip
        page = measure_page(actor, running.id)
        assert (page.cost, page.per_person.value) == (Decimal(65), None)


def test_an_amendment_keeps_the_activities_of_a_measure(
    acts: Acts, world: dict[str, Member], town: UUID, running: PlanNode, use: IndicatorUse
) -> None:
    made = lectures(acts, world, running)
    with acts("coordinator") as actor:
        step = Milestone.objects.get(node=running)
        row = recorded(actor, world["coordinator"].institution, lecture(ago(3)), held=False,
                       counts=(), measure=running.id)  # fmt: skip
        before = measure_page(actor, running.id)
        last = ProgrammeVersion.objects.get(id=town)
        draft = drafting.new_version(actor=actor, programme_id=last.programme_id,
                                     since=ago(0), until=last.until)  # fmt: skip
        drafting.publish(actor=actor, version_id=draft.id)
        now = PlanNode.objects.get(plan=draft, lineage=running.lineage)
        after = measure_page(actor, now.id)
        assert (after.activities, after.sums, after.cost) == (
            before.activities, before.sums, before.cost)  # fmt: skip
        assert len(after.activities) > len(made)
        new_use = IndicatorUse.objects.get(node=now)
        assert after.indicators[0].figures[0].total == before.indicators[0].figures[0].total
        assert figure_of(new_use.id, YEAR) == figure_of(use.id, YEAR)
        assert figure_of(use.id, YEAR)
        seen = feeding.take_over(actor=actor, use_id=new_use.id, year=YEAR, shown=25)
        assert seen.value == Decimal(25)
        assert measure_page(actor, now.id).indicators[0].figures[0].taken
        twin = Milestone.objects.get(node=now)
        assert [choice for choice, _ in open_steps(actor, row)] == [str(twin.id)]
        recording.hold(actor=actor, activity_id=row.id, version=1, since=ago(3), steps=[twin.id])
        assert [f.activity_id for f in measure_page(actor, now.id).steps] == [row.id]
        progress.reopen(actor=actor, milestone_id=step.id)
        assert measure_page(actor, now.id).steps == ()
        feeding.starve(actor=actor, use_id=new_use.id)
        assert figure_of(new_use.id, YEAR) == ()
