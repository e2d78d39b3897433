"""Every page behind sign-in shows in the menu where one is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from talka.ground.ui import nav

ASIDE = ("ui_", "account_", "mfa_", "invitation", "empty")
"""What belongs to no room: preferences, help and kept texts, one's own account, the empty page."""


def addresses(inside: Any = None, before: str = "/") -> Iterator[tuple[str, str, Any]]:
    """(name, address as it is written, view)."""
    for entry in (inside or get_resolver()).url_patterns:
        at = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, at)
        elif isinstance(entry, URLPattern):
            yield entry.name or "", at, entry.callback


def signed_in() -> list[tuple[str, str]]:
    return [
        (name, at) for name, at, view in addresses()
        if not getattr(view, "public", False) and not name.startswith(ASIDE)
    ]  # fmt: skip


def current(at: str) -> list[str]:
    """Codes of the entries that are marked: none, one, or a wing with one within."""
    roles = {r for i in nav._items.values() for r in i.roles or ()}
    found = nav.entries(roles, at)
    return [e.code for w in found for e in (w.within or (w,)) if e.current]


def unmarked() -> list[str]:
    return [name for name, at in signed_in() if len(current(at)) != 1]


def test_every_page_marks_one_entry() -> None:
    assert len(signed_in()) > 200
    assert unmarked() == []


@pytest.mark.parametrize(
    ("at", "code"),
    [("/", "home"), ("/measures/1/activities/", "programmes"), ("/case/1/plan/", "cases"),
     ("/policy/proposals/1/", "policy"), ("/indicators/1/feed/", "activities"),
     ("/signals/new/", "signal_new")],
)  # fmt: skip
def test_where_a_page_belongs(at: str, code: str) -> None:
    assert current(at) == [code]


def test_a_page_that_belongs_nowhere_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control."""
    bare = {code: replace(item, under=()) for code, item in nav._items.items()}
    monkeypatch.setattr(nav, "_items", bare)
    assert {"measure", "case", "screening", "referral", "indicator_feed"} <= set(unmarked())
    assert current("/nowhere/") == []
