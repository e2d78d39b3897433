"""Dates as people know them: a day, a month, a year, a season.

Stored as in ISO 8601-2 / EDTF level 1: 2026-03-14, 2026-03, 2026, 2026-21 (spring 21, summer 22,
autumn 23, winter 24). Seasons are meteorological; the winter of a year begins in its December.
Pure: text in, value out.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}
"""Season code → first month."""

# fmt: off
LT_MONTHS = (
    "sausio", "vasario", "kovo", "balandžio", "gegužės", "birželio",
    "liepos", "rugpjūčio", "rugsėjo", "spalio", "lapkričio", "gruodžio",
)
LT_MONTHS_NAMED = (
    "sausis", "vasaris", "kovas", "balandis", "gegužė", "birželis",
    "liepa", "rugpjūtis", "rugsėjis", "spalis", "lapkritis", "gruodis",
)
EN_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)
# fmt: on
LT_SEASONS = {21: "pavasaris", 22: "vasara", 23: "ruduo", 24: "žiema"}
EN_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}

_WORDS: dict[str, int] = {
    **{
        name: n
        for names in (LT_MONTHS, LT_MONTHS_NAMED, EN_MONTHS)
        for n, name in enumerate(names, 1)
    },
    **{name[:3]: n for n, name in enumerate(EN_MONTHS, 1)},
    **{name: code for code, name in LT_SEASONS.items()},
    **{name: code for code, name in EN_SEASONS.items()},
    "pavasarį": 21,
    "pavasario": 21,
    "vasarą": 22,
    "vasaros": 22,
    "rudenį": 23,
    "rudens": 23,
    "žiemą": 24,
    "žiemos": 24,
    "fall": 23,
}
_FILLERS = {"m", "d", "mėn", "of", "the", "in"}
_FORMS = (
    re.compile(r"(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})[-./ ](?P<m>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})[-./ ](?P<m>\d{1,2})[-./ ](?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[. ](?P<m>\d{1,2})[. ](?P<y>\d{4})"),
)


class NotADate(ValueError):
    """The text names no day, month, season or year that exists."""


@dataclass(frozen=True, order=True)
class ApproximateDate:
    """`month` 1–12, a season 21–24, or 0; `day` 0 unless known. `str()` is the stored form."""

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if not 1900 <= self.year <= 2100:
            raise NotADate("year")
        if self.month not in SEASONS and not 0 <= self.month <= 12:
            raise NotADate("month")
        if self.day and (
            not 1 <= self.month <= 12 or self.day > monthrange(self.year, self.month)[1]
        ):
            raise NotADate("day")

    def __str__(self) -> str:
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        return "-".join(parts[: 1 + bool(self.month) + bool(self.day)])

    @property
    def earliest(self) -> date:
        return date(self.year, SEASONS.get(self.month, self.month or 1), self.day or 1)

    @property
    def latest(self) -> date:
        if self.day:
            return self.earliest
        year, month = self.year, self.month or 12
        if month in SEASONS:
            month = SEASONS[month] + 2
            year, month = year + (month > 12), (month - 1) % 12 + 1
        return date(year, month, monthrange(year, month)[1])

    def label(self, language: str) -> str:
        """In words: "2026 m. pavasaris", "spring 2026". Read back by `parse`."""
        if language.split("-")[0] == "lt":
            if self.month in SEASONS:
                return f"{self.year} m. {LT_SEASONS[self.month]}"
            if not self.month:
                return f"{self.year} m."
            month = LT_MONTHS[self.month - 1]
            tail = f"{month} {self.day} d." if self.day else f"{month} mėn."
            return f"{self.year} m. {tail}"
        if self.month in SEASONS:
            return f"{EN_SEASONS[self.month]} {self.year}"
        if not self.month:
            return str(self.year)
        month = EN_MONTHS[self.month - 1].capitalize()
        return f"{self.day} {month} {self.year}" if self.day else f"{month} {self.year}"


def parse(text: str) -> ApproximateDate:
    """Read what a person typed, in Lithuanian or English. Raises NotADate."""
    text = " ".join(text.split()).lower().rstrip(".")
    for form in _FORMS:
        if found := form.fullmatch(text):
            parts = {k: int(v) for k, v in found.groupdict().items()}
            if parts.get("m") == 0 or parts.get("d") == 0:
                raise NotADate(text)
            return ApproximateDate(parts["y"], parts.get("m", 0), parts.get("d", 0))
    return _from_words(text)


def _from_words(text: str) -> ApproximateDate:
    words = [w for w in re.split(r"[ .,]+", text) if w and w not in _FILLERS]
    years = [int(w) for w in words if re.fullmatch(r"\d{4}", w)]
    days = [int(w) for w in words if re.fullmatch(r"\d{1,2}", w)]
    named = [_WORDS[w] for w in words if w in _WORDS]
    known = len(years) + len(days) + len(named)
    if len(years) != 1 or len(days) > 1 or len(named) > 1 or known != len(words):
        raise NotADate(text)
    if days and (not named or days[0] == 0):
        raise NotADate(text)
    return ApproximateDate(years[0], named[0] if named else 0, days[0] if days else 0)
