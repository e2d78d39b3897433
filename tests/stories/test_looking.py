"""The detectors see what was planted; otherwise "nothing found" would say nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories import looking
from tests.stories.person import Screen

pytestmark = pytest.mark.stories
GOOD = "document.querySelector('main p.quiet')"


@pytest.fixture
def planted(chromium: Any, served: str) -> Any:
    """The sign-in page in Lithuanian on a phone, to put faults into."""
    context = Screen("lt", 390, "light").context(chromium, served)
    page = context.new_page()
    page.goto("/account/login/")
    yield page
    context.close()


def test_the_page_is_good_before_anything_is_planted(planted: Any) -> None:
    assert looking.barriers(planted) == []
    assert looking.sideways(planted) == []
    assert looking.foreign(planted) == []


@pytest.mark.parametrize(
    ("plant", "rule"),
    [
        ("document.querySelector('main').append(document.createElement('input'))", "label"),
        (f"{GOOD}.style.color = '#ddd'; {GOOD}.style.background = '#fff'", "color-contrast"),
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
        ("document.querySelector('main').append(document.createElement('h6'))", "empty-heading"),
    ],
)
def test_a_barrier_is_found(planted: Any, plant: str, rule: str) -> None:
    planted.evaluate(plant)
    assert any(found.startswith(rule) for found in looking.barriers(planted))


def test_a_sideways_scroll_is_found(planted: Any) -> None:
    planted.evaluate(f"{GOOD}.style.width = '600px'")
    assert "600px" in looking.sideways(planted)[0]


@pytest.mark.parametrize(
    "english",
    ["Whose turn it is", "Forced labour or services", "A sentence that the catalogue never had"],
)
def test_english_on_a_lithuanian_page_is_found(planted: Any, english: str) -> None:
    planted.evaluate(f"text => {{ {GOOD}.textContent = text }}", english)
    assert looking.foreign(planted) == [english]
    planted.evaluate(f"text => {{ {GOOD}.textContent = 'x'; {GOOD}.title = text }}", english)
    assert looking.foreign(planted) == [english]


def test_english_on_an_english_page_is_no_fault(chromium: Any, served: str) -> None:
    context = Screen("en", 390, "light").context(chromium, served)
    page = context.new_page()
    page.goto("/account/login/")
    assert looking.foreign(page) == []
    context.close()
