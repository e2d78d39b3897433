"""What the documents of this floor share: bilingual texts and a reader that finds every fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    lt: str
    en: str

    def label(self, lang: str) -> str:
        return self.lt if lang.split("-")[0] == "lt" else self.en


@dataclass
class Faults:
    """Collects every fault of a document while it is read; a faulty part reads as empty."""

    found: list[str] = field(default_factory=list)

    def add(self, fault: str) -> None:
        self.found.append(fault)

    def text(self, at: str, given: Mapping[str, Any], key: str) -> str:
        value = given.get(key)
        if not isinstance(value, str) or not value.strip():
            self.add(f"{at}: {key} is missing")
            return ""
        return value

    def names(self, at: str, given: Mapping[str, Any], prefix: str = "") -> Words:
        return Words(self.text(at, given, f"{prefix}lt"), self.text(at, given, f"{prefix}en"))

    def codes(self, at: str, given: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = given.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            self.add(f"{at}: {key} should be a list of codes")
            return ()
        return tuple(value)

    def items(self, at: str, given: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        value = given.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.add(f"{at}: {key} should be a list of items")
            return []
        return value

    def once(self, at: str, codes: list[str]) -> None:
        twice = sorted({c for c in codes if c and codes.count(c) > 1})
        self.found.extend(f"{at}: {code} stands twice" for code in twice)

    def number(self, at: str, given: Mapping[str, Any], key: str) -> int:
        value = given.get(key)
        if type(value) is not int or value < 0:
            self.add(f"{at}: {key} should be a whole number")
            return 0
        return value

    def numbers(self, at: str, given: Mapping[str, Any], key: str) -> frozenset[int]:
        value = given.get(key, [])
        if not isinstance(value, list) or not all(type(v) is int for v in value):
            self.add(f"{at}: {key} should be a list of numbers")
            return frozenset()
        return frozenset(value)


@dataclass(frozen=True)
class Change:
    """One difference between two versions. `path` names the place, `old` and `new` the texts."""

    path: str
    kind: Literal["added", "removed", "changed"]
    old: str = ""
    new: str = ""


def compare(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """The differences between two documents flattened to place → text, in their order."""
    changes = [
        Change(path, "changed" if path in new else "removed", text, new.get(path, ""))
        for path, text in old.items()
        if new.get(path) != text
    ]
    return changes + [Change(path, "added", "", t) for path, t in new.items() if path not in old]


def both(words: Words) -> str:
    return f"{words.lt} | {words.en}"
