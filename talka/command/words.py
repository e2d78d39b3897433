"""What a table's words mean in our codes: column, word, code (several joined with +)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from talka.ground.kernel.errors import Broken
from talka.ground.kernel.pack import load_pack, packs_folder

LISTS = {
    "First responder type": "signal_source",
    "Exploitation type": "exploitation",
    "Age at exploitation": "age_group",
    "Gender": "gender",
    "Nationality": "country",
}
"""Column of the table → code list of the pack."""

SEVERAL = ("Exploitation type", "Nationality")
"""Columns whose words may mean several codes at once."""

DIMENSION_COLUMNS = {
    "exploitation": "Exploitation type",
    "age": "Age at exploitation",
    "gender": "Gender",
    "citizenship": "Nationality",
    "source": "First responder type",
}

HEADER = ["column", "word", "code"]


@dataclass(frozen=True)
class Words:
    """(column, word) → codes, sorted; and back."""

    codes: dict[tuple[str, str], tuple[str, ...]]

    def __getitem__(self, place: tuple[str, str]) -> tuple[str, ...]:
        return self.codes[place]

    def missing(self, seen: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted({place for place in seen if place not in self.codes})

    def back(self, column: str) -> dict[str, str]:
        """codes joined with + → the table's word. Broken when two words share their codes."""
        found: dict[str, str] = {}
        for (of, word), codes in self.codes.items():
            if of != column:
                continue
            joined = "+".join(codes)
            if joined in found:
                raise Broken(f"{column}: “{found[joined]}” and “{word}” are both {joined}")
            found[joined] = word
        return found


def shipped() -> Path:
    """Words of the tables of the United Kingdom's National Referral Mechanism."""
    return packs_folder() / "words" / "nrm-en.csv"


def read(path: Path | None) -> Words:
    """Read a words file over the shipped one; faults name line and column, all at once."""
    codes = _codes(shipped())
    if path is not None:
        codes |= _codes(path)
    return Words(codes)


def giving_back(path: Path, column: str) -> dict[str, str]:
    """codes → word: those of the file, and the shipped ones of codes that it does not name (as
    `read` takes them in)."""
    return {**Words(_codes(shipped())).back(column), **Words(_codes(path)).back(column)}


def _codes(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    faults: list[str] = []
    codes: dict[tuple[str, str], tuple[str, ...]] = {}
    seen: dict[tuple[str, str], int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            rows = list(csv.reader(source, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as unreadable:
        raise Broken(f"{path.name}: {unreadable}")
    if not rows or [c.strip() for c in rows[0][:3]] != HEADER:
        raise Broken(f"{path.name}, line 1: the columns are {','.join(HEADER)}")
    for line, row in enumerate(rows[1:], start=2):
        column, word, joined = [*(c.strip() for c in row), "", "", ""][:3]
        if not any(cell.strip() for cell in row) or (column in LISTS and joined == ""):
            continue
        parts = tuple(sorted(p.strip() for p in joined.split("+")))
        fault = _fault(column, parts)
        if not fault and codes.setdefault((column, word), parts) != parts:
            fault = f"word: {word!r} means something else in line {seen[column, word]}"
        if fault:
            faults.append(f"line {line}, {fault}")
        seen.setdefault((column, word), line)
    if faults:
        raise Broken(f"{path.name}: " + "; ".join(faults))
    return codes


def _fault(column: str, parts: tuple[str, ...]) -> str:
    """What is wrong with the codes of one word, or ""."""
    if column not in LISTS:
        return f"column: {column!r} is none of {', '.join(LISTS)}"
    unknown = [p for p in parts if not load_pack().has(LISTS[column], p)]
    if unknown:
        return f"code: {', '.join(unknown)} not in {LISTS[column]}"
    if len(parts) > 1 and column not in SEVERAL:
        return f"code: {column} takes one code, not {'+'.join(parts)}"
    return ""


def write_missing(path: Path, missing: Iterable[tuple[str, str]]) -> None:
    """A file ready to be filled in: the words without codes, and what codes there are."""
    with path.open("w", encoding="utf-8", newline="") as target:
        out = csv.writer(target)
        out.writerow([*HEADER, "codes to choose from"])
        for column, word in missing:
            codes = [c.code for c in load_pack().codes(LISTS[column])]
            out.writerow([column, word, "", " ".join(codes)])
