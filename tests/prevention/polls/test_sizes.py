"""How many answers, and how divided: the formulas by hand, the best division by trying all."""

from __future__ import annotations

import itertools
import math
from uuid import uuid4

import pytest
from django.db.utils import DatabaseError
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.ground.access.actor import begun
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.prevention.polls import sizes
from talka.prevention.polls.actions import drawing, keeping
from talka.prevention.polls.models import Stratum


@pytest.mark.parametrize(
    ("half", "population", "effect", "wanted"),
    [(0.05, None, 1.0, 385), (0.03, None, 1.0, 1068), (0.05, 1000, 1.0, 278),
     (0.05, None, 1.5, 577),
     (0.05, 20, 1.0, 20), (0.01, 100, 2.0, 100)],
)  # fmt: skip
def test_answers_needed(half, population, effect, wanted):
    """385, 1,068 and 278 are those of every table of sample sizes."""
    assert sizes.needed(half, population, effect) == wanted


def test_codes_to_hand_out():
    assert sizes.to_hand_out(385, 30) == 1284
    assert sizes.to_hand_out(30, 100) == 30
    assert sizes.to_hand_out(1, 1) == 100


STRATA = st.dictionaries(st.sampled_from("abcde"), st.integers(1, 400), min_size=1)


@given(STRATA, st.integers(0, 300))
@settings(max_examples=200, deadline=None)
def test_a_division_adds_up_and_stays_below_people(people, more):
    least = sum(min(sizes.FEWEST, n) for n in people.values())
    answers = min(least + more, sum(people.values()))
    for found in (sizes.proportional(people, answers),
                  sizes.neyman(people, dict.fromkeys(people, 0.3), answers)):  # fmt: skip
        assert sum(found.values()) == answers
        assert all(min(2, people[h]) <= n <= people[h] for h, n in found.items())


def variance(people, shares, found):
    """Of the share of the whole, times the number of people squared."""
    return math.fsum(n * n * shares[h] * (1 - shares[h]) / found[h] for h, n in people.items())


def test_no_other_division_is_more_exact():
    """Every division of thirty answers among four strata is tried. Control: the proportional one
    is less exact."""
    people = {"a": 500, "b": 300, "c": 150, "d": 50}
    shares = {"a": 0.1, "b": 0.5, "c": 0.4, "d": 0.02}
    found = sizes.neyman(people, shares, 30)
    every = (
        dict(zip("abcd", (*three, 30 - sum(three)), strict=True))
        for three in itertools.product(range(2, 25), repeat=3) if 30 - sum(three) >= 2
    )  # fmt: skip
    best = min(variance(people, shares, one) for one in every)
    assert variance(people, shares, found) == pytest.approx(best, rel=1e-12)
    assert variance(people, shares, sizes.proportional(people, 30)) > best * 1.02


def test_the_keeper_divides_a_draft(asked, keeper, cast):
    poll = asked(fielded=False)
    with pytest.raises(Refused):
        keeper(drawing.divide, poll_id=poll.id, answers=50, points=None, shares=None)
    for code, people in (("town", 900), ("village", 100)):
        keeper(drawing.add_stratum, poll_id=poll.id, code=code, name=code, people=people, planned=0)
    client = Client(headers={"accept-language": "en"})
    client.cookies["talka"] = cast["coordinator"].token
    client.cookies["talka_language"] = "en"
    at = f"/polls/{poll.id}/"
    assert f"{at}strata/divide/" in client.get(at).content.decode()

    def post(**values):
        return client.post(f"{at}strata/divide/", {"idempotency_key": str(uuid4()), **values})

    assert post(answers="", points="", rate="30", how="proportional").status_code == 422
    assert post(answers="5000", rate="30", how="proportional").status_code == 422
    assert post(points="5", rate="30", how="proportional").status_code == 303
    assert "278 answers wanted: hand out 927 codes." in client.get(at).content.decode()
    assert planned(cast, poll) == {"town": 250, "village": 28}
    assert post(answers="100", rate="30", how="optimal", p_town="1",
                p_village="50").status_code == 303  # fmt: skip
    assert planned(cast, poll)["village"] > 30
    for answers in (3, 1001):
        with pytest.raises(Broken):
            keeper(drawing.divide, poll_id=poll.id, answers=answers, points=None, shares=None)
    with begun(cast["ngo"].token) as actor, pytest.raises((Absent, Refused)):
        drawing.divide(actor=actor, poll_id=poll.id, answers=50, points=None, shares=None)
    keeper(keeping.field_poll, poll_id=poll.id)
    with pytest.raises(Refused):
        keeper(drawing.divide, poll_id=poll.id, answers=50, points=None, shares=None)
    with pytest.raises(DatabaseError), begun(cast["coordinator"].token), act("poll.stratify"):
        Stratum.objects.filter(poll=poll).update(planned=7)


def planned(cast, poll):
    with begun(cast["coordinator"].token):
        return dict(Stratum.objects.filter(poll=poll).values_list("code", "planned"))
