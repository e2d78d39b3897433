"""Every address is gated: a session or a public page by declaration, and whoever asks for a thing
of a case gets it through permission in the first line."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from talka.ground.ui.screens import public, signed_in, with_role

FOR_ALL = {
    "ui_language", "ui_theme", "ui_names", "ui_lock", "ui_draft", "ui_help", "ui_styleguide",
    "invitation",
}  # fmt: skip
"""Our own pages for people without a session, read one by one: preferences kept in a cookie, the
end of a session, words parked unread for the owner of a session, help, samples of the demo, and
the link of an invitation, whose secret is its gate."""

LIBRARY = ("account_", "mfa_")
"""Pages of the sign-in library, gated by itself; the matrix of pages asks each of them."""

HELD_BY = {
    "case_id": "hold",
    "signal_id": "hold_signal",
    "screening_id": "hold_screening",
    "referral_id": "hold_referral",
}
"""Parameter → what must be called in the first statement (the first parameter present counts)."""


def addresses(inside: Any = None) -> Iterator[tuple[str, tuple[str, ...], Callable[..., Any]]]:
    for entry in (inside or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry)
        elif isinstance(entry, URLPattern):
            named = getattr(entry.pattern, "converters", {})
            yield entry.name or "", tuple(named), entry.callback


def ungated(found: Any) -> list[str]:
    return [
        name
        for name, _, view in found
        if not (getattr(view, "gated", False) or getattr(view, "public", False))
        and name not in FOR_ALL
        and not name.startswith(LIBRARY)
    ]


def first_calls(view: Callable[..., Any]) -> set[str]:
    """Functions called in the first statement of a view; those of its own module are opened."""
    function: Any = inspect.unwrap(view)
    body = ast.parse(inspect.getsource(function)).body[0]
    assert isinstance(body, ast.FunctionDef)
    words = [s for s in body.body if not _is_text(s)]
    called = {_name(n.func) for w in words[:1] for n in ast.walk(w) if isinstance(n, ast.Call)}
    own = inspect.getmodule(function)
    opened = set()
    for name in called:
        inner = getattr(own, name, None)
        if inspect.isfunction(inner) and inner.__module__ == function.__module__:
            opened |= first_calls(inner)
    return called | opened


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def not_held(found: Any) -> list[str]:
    """Addresses of a thing of a case that do not begin by holding it."""
    missing = []
    for name, named, view in found:
        wanted = next((HELD_BY[p] for p in HELD_BY if p in named), "")
        if wanted and wanted not in first_calls(view):
            missing.append(name)
    return missing


def test_every_address_is_gated() -> None:
    assert ungated(addresses()) == []
    assert {name for name, _, _ in addresses()} >= FOR_ALL, "the list names what is gone"


def test_every_thing_of_a_case_is_held_first() -> None:
    assert not_held(addresses()) == []
    assert len([n for n, named, _ in addresses() if set(named) & set(HELD_BY)]) > 60


def hold(*_: Any) -> None: ...


def open_door(request: HttpRequest, case_id: int) -> HttpResponse:
    """A view that reads before it asks."""
    case = request.GET
    hold(request, case_id)
    return HttpResponse(str(case))


def proper(request: HttpRequest, case_id: int) -> HttpResponse:
    """A view as it should be."""
    hold(request, case_id)
    return HttpResponse()


def test_an_ungated_view_would_be_found() -> None:
    """Control."""
    fake = [("fake", ("case_id",), open_door)]
    assert ungated(fake) == ["fake"]
    assert not_held(fake) == ["fake"]
    assert not_held([("fine", ("case_id",), proper)]) == []


@pytest.mark.parametrize("gate", [signed_in, public, with_role("police")])
def test_the_three_gates_say_so(gate: Any) -> None:
    assert ungated([("fake", (), gate(proper))]) == []
