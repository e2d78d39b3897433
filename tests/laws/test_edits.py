"""No accepted change is lost when two colleagues change the same thing at the same time."""

from __future__ import annotations

import json

import pytest

from tests import houses

TIMES = 50
"""Changes of each of the two."""


@pytest.fixture(scope="module")
def told():
    house = houses.copy("edits")
    done = house.run("-m", "tests.laws.edits", str(TIMES), timeout=600)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("thing", ["identity", "contact", "plan", "profile"])
def test_each_version_has_one_winner_and_every_winner_stays(told, thing):
    found = told[thing]
    assert found["accepted"] == found["winners_of_different_versions"] == 2 * TIMES
    assert found["steps"] == 2 * TIMES
    assert found["events"] >= 2 * TIMES
    assert found["stale"] > 0, "the two never met: nothing was shown"


def test_what_is_only_added_is_all_there(told):
    assert told["needs"] == {"rows": 2 * TIMES}


def test_a_careless_change_is_found_out(told):
    """Control: without the version, changes of one overwrite those of the other, and it shows."""
    found = told["control"]
    assert found["winners_of_different_versions"] < found["accepted"]
