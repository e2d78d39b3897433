"""Read a pack's files so that a mistake is named by file and place."""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml


class PackError(Exception):
    """A file of a pack cannot be used. The message names the file and the line or key."""


class _Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML without its two silent traps: a key given twice, and yes/no read as a truth value."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.MarkedYAMLError(
                    problem=f"key {key!r} is not text; put it in quotes",
                    problem_mark=key_node.start_mark,
                )
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"key {key!r} stands twice", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def document(path: Path) -> dict[str, Any]:
    """The mapping a YAML file holds. Raises PackError with the line."""
    try:
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict)
    except OSError as fault:
        raise PackError(f"{path.name}: cannot be read ({fault.strerror})") from fault
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 0
        raise PackError(f"{path.name}, line {line}: {fault.problem}") from fault
    if not isinstance(read, dict):
        raise PackError(f"{path.name}: should hold keys with values")
    return read


def rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a CSV file, each cell stripped. Raises PackError with the line."""
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise PackError(f"{path.name}, line 1: no column {', '.join(missing)}")
            return [_row(path, reader.line_num, row, columns) for row in reader]
    except OSError as fault:
        raise PackError(f"{path.name}: cannot be read ({fault.strerror})") from fault


def _row(
    path: Path, line: int, row: Mapping[str, str | None], columns: Sequence[str]
) -> dict[str, str]:
    cells = {column: (row[column] or "").strip() for column in columns}
    for column, cell in cells.items():
        if not cell:
            raise PackError(f"{path.name}, line {line}: {column} is empty")
    return cells


def listed(source: str, read: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """A list of mappings under a key."""
    found = read.get(key)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise PackError(f"{source}: {key} should be a list of items")
    return found


def word(source: str, item: Mapping[str, Any], key: str, empty: bool = False) -> str:
    """A text under a key; `empty` allows the empty text, never a missing key."""
    found = item.get(key)
    if not isinstance(found, str):
        told = "is missing" if found is None else f"is {found!r}, not text; put it in quotes"
        raise PackError(f"{source}: {key} {told}")
    if not found.strip() and not empty:
        raise PackError(f"{source}: {key} is empty")
    return found


def words(source: str, item: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of texts under a key."""
    found = item.get(key)
    if not isinstance(found, list) or not all(isinstance(w, str) for w in found):
        raise PackError(f"{source}: {key} should be a list of words")
    return tuple(found)


def once(source: str, codes: Iterable[str]) -> None:
    """Refuse a code that stands twice."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise PackError(f"{source}: code {code} stands twice")
        seen.add(code)


def known(source: str, given: Iterable[str], allowed: Iterable[str]) -> None:
    """Refuse a word that is no code of the list it points to."""
    strangers = sorted(set(given) - set(allowed))
    if strangers:
        raise PackError(f"{source}: unknown {', '.join(strangers)}")
