"""Fail closed and loud: the runtime connection answers nothing before `begin`.

Every statement on the `default` connection must stand inside a transaction whose first statement
told the database who is asking. The database would show no rows anyway; this says it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_begun: ContextVar[bool] = ContextVar("talka_begun", default=False)
_counted: ContextVar[list[str] | None] = ContextVar("talka_counted", default=None)


class NotBegun(RuntimeError):
    """A query outside a transaction that has begun."""


@contextmanager
def beginning() -> Iterator[None]:
    """Inside, the runtime connection may speak."""
    token = _begun.set(True)
    try:
        yield
    finally:
        _begun.reset(token)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the SQL of every statement on every connection inside (for budgets and bench)."""
    statements: list[str] = []
    token = _counted.set(statements)
    try:
        yield statements
    finally:
        _counted.reset(token)


def _wrapper(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    statements = _counted.get()
    if statements is not None:
        statements.append(str(sql))
    if context["connection"].alias == "default" and not _begun.get():
        raise NotBegun("ask the database only inside access.transaction(...)")
    return execute(sql, params, many, context)


def guard(connection: Any, **_: Any) -> None:
    if _wrapper not in connection.execute_wrappers:
        connection.execute_wrappers.append(_wrapper)
