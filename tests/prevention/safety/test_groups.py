"""Groups and analyses: whose they are, what is refused, what is counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError

from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.prevention.safety import policy
from talka.prevention.safety.actions import groups, needs
from talka.prevention.safety.models import Finding, Group, Need
from talka.prevention.safety.queries import groups as asked
from talka.prevention.safety.queries import needs as needed
from tests.cast import Member
from tests.prevention.safety.conftest import TOWN, Acts, recommend, this_year, write

GROUP: dict[str, Any] = {
    "area": "Dainų seniūnija", "started_on": date(2019, 5, 1), "ended_on": None,
    "size_band": "to_30", "status": "active", "contact_role": "elder", "police_role": "contact",
    "supporters": ["police"], "needs": ["training", "signs"],
}  # fmt: skip


def test_the_register_is_the_municipalitys_and_read_by_all(acts: Acts) -> None:
    with acts("coordinator") as actor:
        made = groups.register(actor=actor, municipality=TOWN, **GROUP)
        with pytest.raises(Broken):
            groups.register(actor=actor, municipality=TOWN, **GROUP)
        with pytest.raises(Refused):
            groups.register(actor=actor, municipality="27", **GROUP)
    for who in ("ministry", "ngo"):
        with acts(who) as actor:
            assert Group.objects.filter(id=made.id).exists()
            with pytest.raises(Refused):
                groups.change(actor=actor, group_id=made.id, version=1, **GROUP)
            assert write("UPDATE neighbourhood_group SET area = 'x' WHERE id = %s", [made.id]) == 0
    with acts("coordinator"):
        with pytest.raises(DatabaseError):
            write("DELETE FROM neighbourhood_group")
        changed = "UPDATE neighbourhood_group SET area = 'x' WHERE id = %s"
        assert write(changed, [made.id]) == 1  # control


def test_groups_are_counted_on_the_last_day_of_the_year(acts: Acts) -> None:
    year = this_year()
    with acts("coordinator") as actor:
        one = groups.register(actor=actor, municipality=TOWN, **GROUP)
        new = {**GROUP, "area": "Centras", "started_on": date(year - 1, 1, 1)}
        groups.register(actor=actor, municipality=TOWN, **new)
        over = {**GROUP, "status": "ended", "ended_on": date(year - 1, 6, 1)}
        groups.change(actor=actor, group_id=one.id, version=1, **over)
        page = asked.register(actor, TOWN, "en")
        assert dict(page.counts)[year] == dict(page.counts)[year - 1] == 1
        assert dict(page.counts)[year - 2] == 1
        assert dict(page.needs) == {"Training": 1, "Signs and stickers": 1}
        with pytest.raises(Stale) as stale:
            groups.change(actor=actor, group_id=one.id, version=1, **GROUP)
        assert stale.value.theirs["status"] == "ended"


@pytest.mark.parametrize(
    "wrong",
    [{"size_band": "huge"}, {"needs": ["money", "x"]}, {"area": "  "}, {"status": "ended"},
     {"ended_on": date(2020, 1, 1)}, {"started_on": date(2190, 1, 1)},
     {"status": "ended", "ended_on": date(2010, 1, 1)}],
)  # fmt: skip
def test_a_wrong_group_is_refused(acts: Acts, wrong: dict[str, Any]) -> None:
    with acts("coordinator") as actor, pytest.raises(Broken):
        groups.register(actor=actor, municipality=TOWN, **{**GROUP, **wrong})


HEAD = {"title": "Poreikiai", "scope": "Saugios kaimynystės grupės", "method": "Apklausa"}


def test_from_an_analysis_to_a_recommendation(acts: Acts, world: dict[str, Member]) -> None:
    with acts("coordinator") as actor:
        made = needs.begin(actor=actor, year=this_year(), **HEAD)
        assert made.municipality_id == TOWN
        with pytest.raises(Broken):
            needs.publish(actor=actor, analysis_id=made.id)
        with pytest.raises(DatabaseError, match="without a finding"):
            write("UPDATE needs_analysis SET published_at = now() WHERE id = %s", [made.id])
        found = needs.find(actor=actor, analysis_id=made.id, text="Trūksta žinių", strength="weak")
        wanted = needs.need(actor=actor, finding_id=found.id, text="Mokymai", severity=3,
                            affected=None, support="")  # fmt: skip
    with acts("ministry") as actor:
        assert not Finding.objects.filter(id=found.id).exists()
        with pytest.raises(Absent):
            policy.analysis(made.id)
    with acts("coordinator") as actor:
        needs.publish(actor=actor, analysis_id=made.id)
        with pytest.raises(Refused):
            needs.find(actor=actor, analysis_id=made.id, text="x", strength="weak")
        for attack in ("UPDATE needs_finding SET text = 'x' WHERE analysis_id = %s",
                       "UPDATE needs_analysis SET title = 'x' WHERE id = %s",
                       "DELETE FROM needs_need WHERE analysis_id = %s"):  # fmt: skip
            with pytest.raises(DatabaseError):
                write(attack, [made.id])
    with acts("evaluator") as actor:
        recommend(actor, world["coordinator"], need_id=wanted.id, basis="needs")
        page = needed.analysis_page(actor, made.id, "lt")
        [[advice]] = [[a for w in f.needs for a in w.advices] for f in page.findings]
        assert advice.status == "draft"
        assert Need.objects.get(id=wanted.id).affected is None


def test_two_editors_of_a_finding(acts: Acts) -> None:
    with acts("ministry") as actor:
        made = needs.begin(actor=actor, year=this_year(), **HEAD)
        assert made.municipality_id is None
        row = needs.find(actor=actor, analysis_id=made.id, text="x", strength="weak")
        needs.edit_finding(actor=actor, finding_id=row.id, version=1, text="y", strength="strong")
        with pytest.raises(Stale) as stale:
            needs.edit_finding(actor=actor, finding_id=row.id, version=1, text="z",
                               strength="weak")  # fmt: skip
        assert stale.value.theirs["text"] == "y"
