"""Numbers as officials write them, and the marks that stand where no number stands. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

SPACES = "\u0020\u00a0\u202f\u2009"
DASHES = frozenset("-–—−")
ABSENT = frozenset({"…", "...", "n. d.", "n.d.", "nėra duomenų"})

_SPACED = re.compile(rf"^-?\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?:[.,]\d+)?$")
_PLAIN = re.compile(r"^-?\d+(?:[.,]\d+)?$")
_DOTTED = re.compile(r"^-?\d{1,3}(?:\.\d{3})+,\d+$")
_COMMAED = re.compile(r"^-?\d{1,3}(?:,\d{3})+\.\d+$")
_MANY = re.compile(r"^-?\d{1,3}(?:\.\d{3}){2,}$")
_UNSURE = re.compile(r"^-?[1-9]\d{0,2}\.\d{3}$")


@dataclass(frozen=True)
class Figure:
    """What a cell says. mark: number, zero, dash, x, empty, absent, unsure, bad."""

    mark: str
    number: Decimal | None = None


def figure(value: Any, dot: str = "") -> Figure:
    """Read one cell. `dot`: what a lone dot before three digits means, "thousands" or "decimal".

    "1.613" is 1613 to one office and 1.613 to another: without `dot` it is unsure.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return Figure("empty")
    if isinstance(value, bool):
        return Figure("bad")
    if isinstance(value, int | float | Decimal):
        return _number(repr(value) if isinstance(value, float) else str(value))
    text = str(value).strip(SPACES + "\t\r\n")
    if text in DASHES:
        return Figure("dash")
    if text.casefold() in {"x", "х"}:  # the second is Cyrillic, on the same key
        return Figure("x")
    if text.casefold() in ABSENT:
        return Figure("absent")
    return _written(text, dot)


def _written(text: str, dot: str) -> Figure:
    text = text.replace("−", "-")
    if _UNSURE.match(text):
        if dot == "thousands":
            return _number(text.replace(".", ""))
        return _number(text) if dot == "decimal" else Figure("unsure")
    if _SPACED.match(text):
        return _number(re.sub(f"[{SPACES}]", "", text).replace(",", "."))
    if _MANY.match(text):
        return _number(text.replace(".", ""))
    if _DOTTED.match(text):
        return _number(text.replace(".", "").replace(",", "."))
    if _COMMAED.match(text):
        return _number(text.replace(",", ""))
    return _number(text.replace(",", ".")) if _PLAIN.match(text) else Figure("bad")


def _number(text: str) -> Figure:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Figure("bad")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 13:
        return Figure("bad")
    number = round(number, 6)
    if not number:
        return Figure("zero", Decimal(0))
    whole = number == number.to_integral_value()
    return Figure("number", number.quantize(Decimal(1)) if whole else number.normalize())
