"""The source as trees, for the tests of shape."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import talka

ROOT = Path(talka.__file__).parent


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Python files of the program, without migrations."""
    return (p for p in sorted(root.rglob("*.py")) if "migrations" not in p.parts)


@lru_cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def imports(module: ast.Module) -> Iterator[str]:
    """Modules that a file imports, also inside its functions."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def bound(module: ast.Module) -> set[str]:
    """Names that imports bind in a file."""
    return {
        (name.asname or name.name).split(".")[0]
        for node in ast.walk(module)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
