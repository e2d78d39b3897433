"""Executors and terms between a cell of text and plain values. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from talka.prevention.programmes.shapes import Executor
from talka.prevention.programmes.table.grid import tidy

_SAID = {"lead": "atsakinga", "co": "dalyvauja", "partner": "partneris", "funder": "finansuoja"}
_READ = {word: role for role, word in _SAID.items()} | {
    "atsakingas": "lead",
    "atsakingi": "lead",
    "partnerė": "partner",
    "partneriai": "partner",
    "lead": "lead",
    "partner": "partner",
    "funder": "funder",
}
_ENDING = re.compile(r"^(.*\S)\s*\(([^()]+)\)$")
_QUARTER = re.compile(r"^(20\d\d) ?m?\.? ?(IV|I{1,3}) ?ketv", re.IGNORECASE)
_WRITTEN = re.compile(r"^(?:iki )?(20\d\d) ?m?\.? ?([a-zžėųū]+) (\d{1,2}) ?d\.?$", re.IGNORECASE)
_DOTTED = re.compile(r"^(?:iki )?(20\d\d)[.\- ]+(\d{1,2})[.\- ]+(\d{1,2})\.?$", re.IGNORECASE)
_MONTHS = ("sausio", "vasario", "kovo", "balandžio", "gegužės", "birželio", "liepos", "rugpjūčio",
           "rugsėjo", "spalio", "lapkričio", "gruodžio")  # fmt: skip
_EPOCH = date(1899, 12, 30)
"""Day zero of workbooks."""
_QUARTERS = {"I": 3, "II": 6, "III": 9, "IV": 12}


def executors(text: str, known: Mapping[str, str] | None = None) -> tuple[Executor, ...]:
    """One institution after another; the first without a word about its part leads.

    A cell with a semicolon is split there only, so that a name may hold a comma.
    """
    parts = text.split(";") if ";" in text else re.split(r"[,\n]", text)
    found: list[Executor] = []
    for name in filter(None, map(tidy, parts)):
        role = "" if not found else "co" if any(e.role == "lead" for e in found) else ""
        if (ending := _ENDING.match(name)) and ending[2].casefold() in _READ:
            name, role = ending[1], _READ[ending[2].casefold()]
        number = (known or {}).get(name, "")
        found.append(Executor(name, _uuid(number), role or "lead"))
    return tuple(found)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def executors_text(given: tuple[Executor, ...]) -> str:
    """What `executors` reads back unchanged."""
    said: list[str] = []
    led = False
    for one in given:
        name = tidy(one.name.replace(";", ","))
        plain = one.role == ("co" if led else "lead")
        ending = _ENDING.match(name)
        if ending and ending[2].casefold() in _READ:
            plain = False
        said.append(name if plain else f"{name} ({_SAID.get(one.role, one.role)})")
        led = led or one.role == "lead"
    text = "; ".join(said)
    return f"{text};" if len(said) == 1 and "," in text else text


def due(value: Any) -> date | None:
    """A day, also in words ("2024 m. gruodžio 31 d."), or the last day of a quarter ("2024 m. IV
    ketv."); None when it is neither."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and 20_000 < value < 90_000:
        return _EPOCH + timedelta(days=int(value))  # a day whose cell lost its format
    text = tidy(str(value or ""))
    if quarter := _QUARTER.match(text):
        year, month = int(quarter[1]), _QUARTERS[quarter[2].upper()]
        return date(year, month, monthrange(year, month)[1])
    return _day(text)


def _day(text: str) -> date | None:
    """The year first, as Lithuanians write days; any other order is not guessed at."""
    written = _WRITTEN.match(text)
    if written and written[2].casefold() in _MONTHS:
        parts = int(written[1]), _MONTHS.index(written[2].casefold()) + 1, int(written[3])
    elif dotted := _DOTTED.match(text):
        parts = int(dotted[1]), int(dotted[2]), int(dotted[3])
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None
