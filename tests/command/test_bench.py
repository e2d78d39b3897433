"""The measuring works from end to end, in a house too small for a figure to be claimed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from talka.command import bench


@pytest.fixture(scope="module")
def figures() -> dict:
    said = subprocess.run(
        [sys.executable, "-m", "talka.command.cli", "bench", "--scale", "tiny", "--json"],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    return dict(json.loads(said.stdout))


def test_every_page_is_measured_in_both_houses(figures: dict) -> None:
    for house in ("small", "large"):
        assert {"empty", "first page", "list", "search by code", "case"} <= set(figures[house])
        assert figures[house]["empty"]["to_empty"] == 1.0
        for line in figures[house].values():
            assert 0 < line["p50_ms"] <= line["p95_ms"]
            assert line["statements"] >= 1
    assert set(figures["growth"]) == set(figures["small"])


def test_work_goes_on_without_errors(figures: dict) -> None:
    assert figures["journeys"]["errors"] == 0
    assert figures["journeys"]["requests"] > 0
    assert figures["intake"]["people"] == bench.SCALES["tiny"].people
    assert figures["costs"]["sealing_of_a_note_ms"] > 0


def test_plans_are_measured_at_both_sizes(figures: dict) -> None:
    plans = figures["plans"]
    for name in ("country_6", "country_60", "import_60", "import_600"):
        assert 0 < plans[name]["p50_ms"] <= plans[name]["worst_ms"]
    assert plans["country_6"]["statements"] == plans["country_60"]["statements"] <= 12


def test_a_poll_is_measured_without_errors(figures: dict) -> None:
    polls = figures["polls"]
    assert polls["errors"] == 0
    assert polls["answers_per_second"] > 0
    assert polls["case_in_a_flood"] > 0
    assert polls["flood"].get("taken", 0) > 0
    assert not [kind for kind in polls["flood"] if kind.startswith("error")]


def test_every_analysis_is_asked_at_both_sizes(figures: dict) -> None:
    tenth, whole = (figures["plans"][name] for name in ("pivot_tenth", "pivot_all"))
    assert 0 < tenth["observations"] < whole["observations"]
    assert len(whole["questions"]) == 18
    for found in (tenth, whole):
        assert 0 < found["median_ms"] <= found["slowest_ms"] <= found["worst_ms"] + 0.1


def test_the_table_says_the_size_it_measured(figures: dict) -> None:
    told = bench._table(figures)
    assert "20 and 40 cases" in told
    assert all(f"| {name} |" in told for name in figures["large"])
