"""200 errors put into copies of the table are found at their place; the clean copy is silent."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from talka.prevention.programmes.table import read
from tests.prevention.programmes.table.books import ANSWERS, copy_of_example, loaded, saved

FIRST = 6
"""The first row under the head of our own tables."""

Found = tuple[str, str]
Sheet = Any


def _columns() -> dict[str, int]:
    sheet = loaded(copy_of_example(True)).worksheets[0]
    return {str(cell.value): cell.column for cell in sheet[1]}


COLUMNS = _columns()
TOTALS = [c for k, c in COLUMNS.items() if "|total|" in k]


def _of(field: str) -> int:
    return COLUMNS[f"talka:{field}"]


def _measures(sheet: Sheet) -> list[int]:
    rows = range(FIRST, sheet.max_row + 1)
    return [r for r in rows if str(sheet.cell(r, 1).value).count(".") == 2]


def _stated(sheet: Sheet, rows: list[int], column: int) -> list[int]:
    return [r for r in rows if isinstance(sheet.cell(r, column).value, int | float)]


def _at(sheet: Sheet, row: int, column: int) -> str:
    return f"{sheet.title}!{sheet.cell(row, column).coordinate}"


def wrong_total(sheet: Sheet, dice: random.Random) -> Found:
    column = dice.choice(TOTALS)
    rows = list(range(FIRST, sheet.max_row + 1))
    row = dice.choice([r for r in _stated(sheet, rows, column) if _parts(sheet, r, column)])
    sheet.cell(row, column).value += dice.choice([0.1, 1, 10, 900])
    return "total_parts", _at(sheet, row, column)


def _parts(sheet: Sheet, row: int, total: int) -> bool:
    return all(sheet.cell(row, total + n).value != "…" for n in (1, 3))


def wrong_part(sheet: Sheet, dice: random.Random) -> Found:
    column = dice.choice(TOTALS)
    rows = [r for r in _stated(sheet, _measures(sheet), column) if _parts(sheet, r, column)]
    row = dice.choice(rows)
    sheet.cell(row, column + 1).value += dice.choice([0.2, 3, 50])
    return "total_parts", _at(sheet, row, column)


def wrong_sum(sheet: Sheet, dice: random.Random) -> Found:
    """A sum above with its own parts moved along: only the children disagree."""
    column = dice.choice(TOTALS)
    rows = [r for r in range(FIRST, sheet.max_row + 1) if r not in _measures(sheet)]
    row = dice.choice(_stated(sheet, rows, column))
    for moved in (column, column + 1):
        sheet.cell(row, moved).value += 5
    return "children_sum", _at(sheet, row, column)


def wages_above(sheet: Sheet, dice: random.Random) -> Found:
    column = dice.choice(TOTALS)
    row = dice.choice(_stated(sheet, _measures(sheet), column + 1))
    sheet.cell(row, column + 2).value = float(sheet.cell(row, column + 1).value) + 1
    return "wages_over", _at(sheet, row, column + 2)


def no_lead(sheet: Sheet, dice: random.Random) -> Found:
    row = dice.choice(_measures(sheet))
    sheet.cell(row, _of("executors")).value = None
    return "no_lead", _at(sheet, row, 1)


def two_leads(sheet: Sheet, dice: random.Random) -> Found:
    row = dice.choice(_measures(sheet))
    sheet.cell(row, _of("executors")).value = "Viena; Kita (atsakinga)"
    return "two_leads", _at(sheet, row, 1)


def bad_number(sheet: Sheet, dice: random.Random) -> Found:
    column = dice.choice(TOTALS) + dice.randrange(4)
    row = dice.choice(_measures(sheet))
    sheet.cell(row, column).value = dice.choice(["abc", "4,5*", "1 2,3", "apie 5", "3,,1"])
    return "bad_number", _at(sheet, row, column)


def below_zero(sheet: Sheet, dice: random.Random) -> Found:
    row = dice.choice(_measures(sheet))
    sheet.cell(row, dice.choice(TOTALS)).value = -3.5
    return "negative", _at(sheet, row, 1)


def twice(sheet: Sheet, dice: random.Random) -> Found:
    first, second = sorted(dice.sample(_measures(sheet), 2))
    sheet.cell(second, 1).value = sheet.cell(first, 1).value
    return "duplicate_code", _at(sheet, second, 1)


def orphan(sheet: Sheet, dice: random.Random) -> Found:
    """A measure under a task that does not exist, typed as a new row."""
    row = dice.choice(_measures(sheet))
    sheet.cell(row, 1).value = f"{dice.randrange(20, 90)}.1.1"
    sheet.cell(row, _of("row")).value = None
    return "orphan", _at(sheet, row, 1)


def no_title(sheet: Sheet, dice: random.Random) -> Found:
    row = dice.randrange(FIRST, sheet.max_row + 1)
    sheet.cell(row, 2).value = None
    return "no_title", _at(sheet, row, 1)


def late(sheet: Sheet, dice: random.Random) -> Found:
    row = dice.choice(_measures(sheet))
    sheet.cell(row, _of("due")).value = dice.choice(["2027-01-01", "2023-12-31", "2031-05-05"])
    return "due_outside", _at(sheet, row, 1)


def bad_day(sheet: Sheet, dice: random.Random) -> Found:
    row = dice.choice(_measures(sheet))
    sheet.cell(row, _of("due")).value = dice.choice(["kada nors", "2026-02-31", "rudenį"])
    return "bad_day", _at(sheet, row, _of("due"))


def no_link(sheet: Sheet, dice: random.Random) -> Found:
    row = dice.choice(_measures(sheet))
    sheet.cell(row, _of("link")).value = sheet.cell(row, _of("reason")).value = None
    return "no_link", _at(sheet, row, 1)


def year_outside(sheet: Sheet, dice: random.Random) -> Found:
    """A whole year's head names another year; every row of it is told about."""
    year = dice.choice(["2019", "2031"])
    for column in range(TOTALS[0], TOTALS[0] + 4):
        for row in (1, 3):
            cell = sheet.cell(row, column)
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("2024", year)
    return "year_outside", _at(sheet, FIRST, 1)


SEEDS: tuple[Callable[[Sheet, random.Random], Found], ...] = (
    wrong_total, wrong_part, wrong_sum, wages_above, no_lead, two_leads, bad_number, below_zero,
    twice, orphan, no_title, late, bad_day, no_link, year_outside,
)  # fmt: skip


@pytest.mark.parametrize("keyed", [True, False], ids=["own", "stranger"])
def test_the_clean_copy_is_silent(keyed: bool) -> None:
    reading = read(copy_of_example(keyed), "planas.xlsx", {} if keyed else ANSWERS)
    assert reading.questions == ()
    assert reading.messages == ()


def test_two_hundred_seeded_errors_are_all_found() -> None:
    dice = random.Random(2026)
    clean = {keyed: copy_of_example(keyed) for keyed in (True, False)}
    missed = []
    for number in range(200):
        seed, keyed = SEEDS[number % len(SEEDS)], dice.random() < 0.5
        book = loaded(clean[keyed])
        expected = seed(book.worksheets[0], dice)
        reading = read(saved(book), "planas.xlsx", {} if keyed else ANSWERS)
        told = {(m.rule, m.at) for m in reading.messages if m.severity == "error"}
        if expected not in told:
            missed.append((number, keyed, expected, told))
    assert missed == []
