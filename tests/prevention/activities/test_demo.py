"""What the demo shows of activities is made through the actions and holds together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from django.utils import timezone

from talka.command import demo_activities, demo_programmes
from talka.command.demo_deeds import DEEDS, Deed
from talka.command.demo_people import CITIES
from talka.ground.kernel.errors import Broken
from talka.prevention.activities import content, rules
from talka.prevention.activities.models import Activity
from talka.prevention.activities.queries.feeding import measure_page
from tests.cast import Member
from tests.prevention.activities.conftest import Acts
from tests.prevention.crowd import TOWN, crowd


def faults(deed: Deed) -> set[str]:
    """What would not hold of an activity of the demo, without asking the database."""
    lists = content.load().items
    found = {
        "kind": deed.kind not in lists["kind"],
        "setting": deed.setting not in lists["setting"],
        "group": not {*deed.groups, *(c[0] for c in deed.counts)} <= set(lists["group"]),
        "language": not set(deed.languages) <= set(lists["language"]),
        "way": any(rules.way_fault(unit, method) for _g, unit, method, _n in deed.counts),
        "twice": len({c[:3] for c in deed.counts}) < len(deed.counts),
        "share": sum(share for _code, share in deed.serves) > 100,
        "early": bool(deed.counts) and not deed.held,
        "future": deed.held and deed.ago < deed.lasted,
    }
    return {name for name, is_so in found.items() if is_so}


def test_six_cities_do_something_of_every_sort() -> None:
    assert {d.title: faults(d) for d in DEEDS if faults(d)} == {}
    assert {d.city for d in DEEDS} == {"", *CITIES}
    assert len(DEEDS) >= 12
    assert {d.kind for d in DEEDS} >= {
        "lecture", "campaign", "round_table", "outreach", "joint_initiative", "material", "media",
        "ngo_support",
    }  # fmt: skip
    assert {c[1:3] for d in DEEDS for c in d.counts} >= {
        ("persons", "counted"), ("persons", "signed_list"), ("persons", "estimate"),
        ("contacts", "counted"), ("views", "views"),
    }  # fmt: skip
    assert sum(bool(d.cancelled) for d in DEEDS) == 1


def test_a_broken_deed_would_be_found() -> None:
    """Control."""
    one = DEEDS[0]
    pupils = ("pupils", "persons", "counted", 27)
    assert faults(replace(one, counts=(("pupils", "persons", "views", 3),))) == {"way"}
    assert faults(replace(one, counts=(pupils, pupils))) == {"twice"}
    assert faults(replace(one, serves=(("3.1.1", 60), ("3.1.2", 50)))) == {"share"}
    assert faults(replace(one, ago=-1)) == {"future"}
    assert faults(replace(one, held=False)) == {"early"}
    assert faults(replace(one, kind="lesson", groups=("youth",))) == {"kind", "group"}


def test_a_town_did_it_and_its_lessons_are_the_figure_of_an_indicator(
    world: dict[str, Member], acts: Acts
) -> None:
    with acts("coordinator") as actor:
        demo_programmes._own(actor, TOWN)
    said: list[str] = []
    demo_activities.seed_activities(crowd(world), [TOWN], said.append)
    assert said == ["activities of municipalities"]
    with acts("stranger") as actor:
        rows = Activity.objects.filter(municipality=TOWN)
        assert Counter(a.status for a in rows) == {"held": 6, "planned": 1}
        assert rows.filter(status="planned", since__gt=timezone.localdate()).count() == 1
        assert {a.organiser_id for a in rows} >= {
            world[n].institution for n in ("ngo", "police", "child_rights", "coordinator")
        }
        assert Activity.objects.filter(municipality=None, kind="campaign").exists()
        page = measure_page(actor, demo_activities.measure_of(TOWN, "3.1.1"))
        newest = page.indicators[0].figures[0]
        assert newest.taken
        assert newest.total == sum(n for _a, n in newest.sources) > 0
        mixed = measure_page(actor, demo_activities.measure_of(TOWN, "3.1.2")).sums
        assert {("contacts", "estimate"), ("persons", "counted"), ("views", "views")} == set(mixed)


def test_what_breaks_the_rules_is_refused_by_the_actions(
    world: dict[str, Member], acts: Acts
) -> None:
    """Control: nothing of the demo goes round them."""
    made = crowd(world)
    bare = replace(DEEDS[0], serves=(), others=(), costs=())
    with acts("ngo") as actor:
        with pytest.raises(Broken):
            demo_activities._done(actor, made, replace(bare, ago=-5))
        with pytest.raises(Broken):
            demo_activities._done(actor, made, replace(bare, held=False))
        demo_activities._done(actor, made, bare)
