"""What comes with the pack: history that invents nothing, and one faultless example."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from talka.ground.kernel.pack import PackError
from talka.prevention.programmes.content import example, programmes
from talka.prevention.programmes.tree import faults


def test_history_runs_from_2002_to_2026() -> None:
    history = [p for p in programmes() if not p.example]
    assert [p.versions[0].since.year for p in history] == [2002, 2005, 2009, 2016, 2020, 2024]
    acts = [v.act.number for p in history for v in p.versions if v.act]
    assert acts == ["62", "558", "1039", "1V-577", "1V-474"]


def test_no_plan_has_a_fault_and_nothing_is_verified() -> None:
    for programme in programmes():
        for plan in programme.versions:
            assert faults(plan) == ()
            assert plan.act is None or plan.act.verified_by is None


def test_the_known_row_of_2016_is_stated_and_the_unknown_is_missing() -> None:
    plan = next(p for p in programmes() if p.code == "public-security-2015").versions[0]
    goal = {(a.year, a.kind): a for a in plan.nodes[0].amounts}
    totals = [goal[year, "total"].amount for year in (2016, 2017, 2018)]
    assert totals == [Decimal("1613.1"), Decimal("1219.1"), Decimal("1029.1")]
    assert {a.state for a in plan.nodes[1].amounts} == {"missing"}
    assert goal[2016, "wages"].state == "missing"


def test_the_example_is_complete_and_says_what_it_is() -> None:
    plan = example()
    assert plan.title.startswith("PAVYZDYS")
    assert plan.municipality is None
    assert [n.kind for n in plan.nodes].count("measure") == 10
    assert {a.state for n in plan.nodes for a in n.amounts} == {
        "value", "zero", "missing", "not_applicable",
    }  # fmt: skip


def test_a_file_that_claims_to_be_verified_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("code: a\nverified_by: somebody\n", encoding="utf-8")
    with pytest.raises(PackError, match="verified_by"):
        programmes(tmp_path)
