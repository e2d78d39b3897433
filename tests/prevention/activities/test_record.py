"""An activity is written by who answers for it, is read by all, and never changes unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from talka.ground.kernel.errors import Broken, Refused, Stale
from talka.prevention.activities.actions import lines, recording
from talka.prevention.activities.models import Activity, Correction, Partner, Reach
from talka.prevention.activities.rules import Count
from tests.cast import Member
from tests.prevention.activities.conftest import PUPILS, Acts, ago, lecture, recorded, write

MAY = [("ngo", "ngo", "29"), ("ngo_supervisor", "ngo", "29"), ("police", "police", "29"),
       ("social", "social", "29"), ("coordinator", "ngo", "29"), ("coordinator", "police", "29"),
       ("prosecutor", "prosecutor", "29"), ("ministry", "ministry", None)]  # fmt: skip
MAY_NOT = [("ngo", "police", "29"), ("ngo", "ngo", "27"), ("ngo", "ngo", None),
           ("stranger", "stranger", "29"), ("coordinator", "ngo", "27"), ("evaluator", "ngo", "29"),
           ("coordinator", "ngo", None), ("ministry", "ngo", "29"),
           ("prosecutor", "police", "29"), ("technical", "ngo", "29")]  # fmt: skip
INSERT = """INSERT INTO activity (id, kind, title, since, until, municipality_id, eldership,
    setting, groups, languages, organiser_id, note, status, reason, recorded_by_id, recorded_at,
    version) VALUES (gen_random_uuid(), 'lecture', 'x', current_date - 9, current_date - 9, %s,
    '', 'school', '{}', '{}', %s, '', 'planned', '', %s, now(), 1)"""


@pytest.mark.parametrize(("who", "for_whom", "place"), MAY)
def test_who_may_record(
    acts: Acts, world: dict[str, Member], who: str, for_whom: str, place: str | None
) -> None:
    organiser = world[for_whom].institution
    with acts(who) as actor:
        row = recorded(actor, organiser, municipality=place)
        assert write(INSERT, [place, organiser, actor.id]) == 1
    for reader in ("stranger", "evaluator", "prosecutor"):
        with acts(reader):
            assert Activity.objects.get(id=row.id).title == row.title


@pytest.mark.parametrize(("who", "for_whom", "place"), MAY_NOT)
def test_who_may_not(
    acts: Acts, world: dict[str, Member], who: str, for_whom: str, place: str | None
) -> None:
    organiser = world[for_whom].institution
    with acts(who) as actor:
        with pytest.raises(Refused):
            recorded(actor, organiser, municipality=place)
        with pytest.raises(DatabaseError, match="row-level security"):
            write(INSERT, [place, organiser, actor.id])


def test_nobody_signs_for_another(acts: Acts, world: dict[str, Member]) -> None:
    with acts("ngo"), pytest.raises(DatabaseError, match="row-level security"):
        write(INSERT, ["29", world["ngo"].institution, world["police"].account])


def test_nothing_is_held_or_counted_before_its_day(acts: Acts, world: dict[str, Member]) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with acts("ngo") as actor:
        own = world["ngo"].institution
        with pytest.raises(Broken):
            recorded(actor, own, lecture(tomorrow), counts=())
        with pytest.raises(Broken):
            recorded(actor, own, lecture(tomorrow), held=False)
        row = recorded(actor, own, lecture(tomorrow), held=False, counts=())
        with pytest.raises(Broken):
            recording.hold(actor=actor, activity_id=row.id, version=1, since=tomorrow)
        with pytest.raises(DatabaseError, match="before its day"):
            write("UPDATE activity SET status = 'held', version = 2 WHERE id = %s", [row.id])
        with pytest.raises(Broken, match="before it was held"):
            lines.add(actor=actor, activity_id=row.id, part="reach", values=vars(PUPILS))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("kind", "party"), ("setting", "moon"), ("groups", ("martians",)), ("title", "  "),
     ("languages", ("xx",)), ("until", ago(9))],
)  # fmt: skip
def test_a_wrong_word_is_said_at_its_field(
    acts: Acts, world: dict[str, Member], field: str, wrong: object
) -> None:
    with acts("ngo") as actor, pytest.raises(Broken) as said:
        recorded(actor, world["ngo"].institution, replace(lecture(), **{field: wrong}))
    assert set(said.value.faults) == {field}


def test_planned_becomes_held_with_what_was_counted(acts: Acts, planned: Activity) -> None:
    with acts("coordinator") as actor:
        row = recording.hold(actor=actor, activity_id=planned.id, version=1, since=planned.since,
                             counts=(Count("pupils", "persons", "signed_list", 0),))  # fmt: skip
        assert (row.status, row.version) == ("held", 2)
        assert Reach.objects.get(activity=row).count == 0
        with pytest.raises(Refused):
            recording.hold(actor=actor, activity_id=planned.id, version=2, since=planned.since)
        with pytest.raises(Refused):
            recording.cancel(actor=actor, activity_id=planned.id, version=2, reason="x")
    with acts("police") as actor, pytest.raises(Refused):
        recording.hold(actor=actor, activity_id=planned.id, version=2, since=planned.since)


def test_cancelling_needs_a_reason_and_is_the_end(acts: Acts, planned: Activity) -> None:
    with acts("ngo") as actor:
        with pytest.raises(Broken):
            recording.cancel(actor=actor, activity_id=planned.id, version=1, reason=" ")
        with pytest.raises(DatabaseError, match="activity_cancelled_with_reason"):
            write("UPDATE activity SET status = 'cancelled', version = 2 WHERE id = %s",
                  [planned.id])  # fmt: skip
        recording.cancel(actor=actor, activity_id=planned.id, version=1, reason="Quarantine")
        with pytest.raises(Refused):
            recording.rewrite(actor=actor, activity_id=planned.id, version=2, said=lecture())
        with pytest.raises(DatabaseError, match="does not change"):
            write("UPDATE activity SET title = 'y', version = 3 WHERE id = %s", [planned.id])
        with pytest.raises(DatabaseError, match="does not change"):
            write(
                "INSERT INTO activity_partner (id, activity_id, name)"
                " VALUES (gen_random_uuid(), %s, 'x')",
                [planned.id],
            )


def test_what_was_held_is_corrected_with_a_reason_and_its_past_stays(
    acts: Acts, held: Activity
) -> None:
    with acts("ngo") as actor:
        given = {"actor": actor, "activity_id": held.id, "version": 1,
                 "said": lecture(title="Kita pamoka")}  # fmt: skip
        for reason in ("", "  "):
            with pytest.raises(Broken):
                recording.rewrite(**given, reason=reason)
        with pytest.raises(DatabaseError, match="with a reason"):
            write("UPDATE activity SET title = 'y', version = 2 WHERE id = %s", [held.id])
        row = recording.rewrite(**given, reason="Wrong title")
        assert (row.title, row.version) == ("Kita pamoka", 2)
        was = Correction.objects.get(activity=row).was
        assert was["activity"]["title"] == "Pamoka apie darbą užsienyje"
        assert [r["count"] for r in was["reach"]] == [25]
        with pytest.raises(DatabaseError):
            write("UPDATE activity_correction SET reason = 'x' WHERE activity_id = %s", [held.id])


def test_a_count_of_what_was_held_is_taken_out_with_a_reason(acts: Acts, held: Activity) -> None:
    with acts("ngo") as actor:
        one = Reach.objects.get(activity=held)
        with pytest.raises(DatabaseError, match="with a reason"):
            write("DELETE FROM activity_reach WHERE id = %s", [one.id])
        with pytest.raises(DatabaseError):
            write("UPDATE activity_reach SET count = 99 WHERE id = %s", [one.id])
        given = {"actor": actor, "activity_id": held.id, "part": "reach", "line_id": one.id}
        with pytest.raises(Broken):
            lines.strike(**given)
        lines.strike(**given, reason="Counted twice")
        lines.add(actor=actor, activity_id=held.id, part="reach",
                  values=vars(replace(PUPILS, count=12)))  # fmt: skip
        assert Reach.objects.get(activity=held).count == 12
        kept = Correction.objects.get(activity=held)
        assert (kept.reason, kept.was["reach"][0]["count"]) == ("Counted twice", 25)
    with acts("stranger"):
        assert write("DELETE FROM activity_reach WHERE activity_id = %s", [held.id]) == 0


def test_of_two_editors_the_second_sees_what_the_first_wrote(acts: Acts, planned: Activity) -> None:
    with acts("ngo") as actor:
        recording.rewrite(actor=actor, activity_id=planned.id, version=1,
                          said=lecture(ago(3), title="Mine"))  # fmt: skip
    with acts("coordinator") as actor:
        with pytest.raises(Stale) as stale:
            recording.rewrite(actor=actor, activity_id=planned.id, version=1,
                              said=lecture(ago(3), title="Theirs"))  # fmt: skip
        assert (stale.value.theirs["title"], stale.value.theirs["version"]) == ("Mine", 2)
        with pytest.raises(DatabaseError, match="one version"):
            write("UPDATE activity SET title = 'y' WHERE id = %s", [planned.id])


def test_the_same_again_takes_along_what_was_said_and_nothing_that_was_counted(
    acts: Acts, held: Activity
) -> None:
    soon = timezone.localdate() + timedelta(days=30)
    with acts("ngo") as actor:
        lines.add(actor=actor, activity_id=held.id, part="partner",
                  values={"institution_id": None, "name": "Biblioteka"})  # fmt: skip
        row = recording.same_again(actor=actor, activity_id=held.id, since=soon)
        assert (row.title, row.since, row.status) == (held.title, soon, "planned")
        assert Partner.objects.get(activity=row).name == "Biblioteka"
        assert not Reach.objects.filter(activity=row).exists()
