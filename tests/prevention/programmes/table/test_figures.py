"""Numbers as officials write them; marks keep their meaning; nothing is guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talka.prevention.programmes.table.figures import figure

WRITTEN = {
    "1 613,1": "1613.1", "1\u00a0613,1": "1613.1", "1\u202f613,1": "1613.1", "1613,1": "1613.1",
    "1613.1": "1613.1", "1.613,1": "1613.1", "1,613.1": "1613.1", "1.613.000": "1613000",
    "49,4": "49.4", "0.613": "0.613", "-2,5": "-2.5",
}  # fmt: skip


@pytest.mark.parametrize(("text", "number"), WRITTEN.items())
def test_reads_what_officials_write(text: str, number: str) -> None:
    assert figure(text).number == Decimal(number)


@pytest.mark.parametrize("text", ["49,4*", "1 61,3", "1e5", "abc", "1,2,3", "=1+1", "١٢,٥x"])
def test_what_is_no_number_is_said(text: str) -> None:
    assert figure(text).mark == "bad"


def test_a_lone_dot_is_never_guessed() -> None:
    assert figure("1.613").mark == "unsure"
    assert figure("1.613", "thousands").number == Decimal(1613)
    assert figure("1.613", "decimal").number == Decimal("1.613")


def test_marks_are_four_things() -> None:
    marks = [figure(value).mark for value in ("–", "-", "x", "", None, "0", 0, "…")]
    assert marks == ["dash", "dash", "x", "empty", "empty", "zero", "zero", "absent"]


@given(st.decimals(-(10**9), 10**9, places=2))
def test_each_way_of_writing_gives_the_same_number(number: Decimal) -> None:
    grouped = f"{number:,.2f}"
    for thousands in (" ", "\u00a0", "\u202f", "."):
        text = grouped.replace(",", "§").replace(".", ",").replace("§", thousands)
        assert figure(text).number == number
    assert figure(f"{number:.2f}").number == number
    assert figure(float(number)).number == number
