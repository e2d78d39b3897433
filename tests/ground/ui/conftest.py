from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client, override_settings

from talka.ground.access.actor import Actor
from talka.ground.ui.drafts import Values, load
from tests.ground.ui import sample_urls


def words_of(actor: Actor, form_key: str) -> Values:
    """What is kept for a form; fails when nothing is."""
    kept = load(actor, form_key)
    assert kept is not None
    return kept.values


@pytest.fixture
def room() -> Iterator[list[dict[str, Any]]]:
    """The sample room is open; yields what its form wrote."""
    sample_urls.written.clear()
    with override_settings(ROOT_URLCONF="tests.ground.ui.sample_urls"):
        yield sample_urls.written


@pytest.fixture
def note() -> Callable[..., dict[str, Any]]:
    """A whole note as the form would send it."""

    def make(text: str = "as seen", **more: Any) -> dict[str, Any]:
        sent = {"text": text, "level": "low", "version": "0", "idempotency_key": str(uuid4())}
        return {**sent, **more}

    return make


@pytest.fixture
def ngo(browser_of: Callable[[str], Client], room: list[dict[str, Any]]) -> Client:
    """The NGO worker in the sample room."""
    return browser_of("ngo")
