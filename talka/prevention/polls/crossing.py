"""What is answered within groups of people, without telling of a few. Pure.

The results of the poll stand beside a crossed table: who knows how many gave an answer in all, and
in every group but one, knows the last group too. So nothing is hidden in a table: everybody who
answered stands in some column, those too who did not say to which group they belong, and whatever
would tell of few people is joined. Every number shown is then one of a coarser table, and no
subtraction leads below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talka.prevention.polls.rules import MERGED_BELOW, MIN_CELL, NOTHING_BELOW

UNTOLD = ""
"""The column of those who did not say to which group they belong."""

Joined = tuple[str, ...]
"""Answers or groups that are shown together; one alone is shown as it is."""


@dataclass(frozen=True)
class Person:
    """What somebody answered, and the group they said they belong to."""

    chose: frozenset[str]
    group: str = UNTOLD


People = Mapping[Person, int]
"""How many people answered alike."""


@dataclass(frozen=True)
class Layout:
    """`rows`: answers; `columns`: groups. `merged`: answers are those of the question's groups of
    answers, because some column has few people."""

    rows: tuple[Joined, ...]
    columns: tuple[Joined, ...]
    merged: bool = False


def columns_of(
    groups: Mapping[str, int], order: Sequence[str], least: int
) -> list[Joined] | None:  # fmt: skip
    """Groups so joined that each has at least this many people; None: not two of them remain.

    `groups`: people in each. `order`: how columns stand.
    """
    found: list[Joined] = [(c,) for c in order if groups.get(c)]
    while len(found) > 1 and min(sizes := _sizes(found, groups)) < least:
        found = _closer(found, sizes.index(min(sizes)), sizes)
    return found if len(found) > 1 else None


def _sizes(columns: Sequence[Joined], groups: Mapping[str, int]) -> list[int]:
    return [sum(groups[g] for g in c) for c in columns]


def _closer(columns: Sequence[Joined], at: int, sizes: Sequence[int]) -> list[Joined]:
    """That column joined with the smallest other one."""
    other = min((n for n in range(len(columns)) if n != at), key=lambda n: (sizes[n], n))
    first, last = sorted((at, other))
    return [*columns[:first], columns[first] + columns[last], *columns[first + 1 : last],
            *columns[last + 1 :]]  # fmt: skip


def laid_out(
    people: People, answers: Sequence[str], order: Sequence[str], merging: Mapping[str, str]
) -> Layout | None:
    """How the table may be shown; None: not at all.

    Every column has at least ten people; below thirty its answers are merged, where the question
    says how, else columns are joined up to thirty. Every number in it is of nobody or of five
    people at least, and in no column did all give the same answer.
    """
    groups = Counter[str]()
    for person, n in people.items():
        groups[person.group] += n
    columns = columns_of(groups, order, NOTHING_BELOW)
    few = columns is not None and min(_sizes(columns, groups)) < MERGED_BELOW
    if few and not merging:
        columns = columns_of(groups, order, MERGED_BELOW)
    merged = few and bool(merging)
    if merged:
        people = merge(people, merging)
        answers = list(dict.fromkeys(merging.get(a, a) for a in answers))
    while columns is not None and len(columns) > 1:
        rows, sizes = _rows(people, answers, columns), _sizes(columns, groups)
        alike = [n for n, c in enumerate(columns) if rows and _alike(people, rows, c)]
        if rows and not alike:
            return Layout(tuple(rows), tuple(columns), merged)
        columns = _closer(columns, alike[0] if alike else sizes.index(min(sizes)), sizes)
    return None


def merge(people: People, merging: Mapping[str, str]) -> People:
    """Everybody with their answers merged into the question's groups of answers."""
    found = Counter[Person]()
    for person, n in people.items():
        found[Person(frozenset(merging.get(c, c) for c in person.chose), person.group)] += n
    return found


def number(people: People, row: Joined, column: Joined) -> int:
    """Of the people of the column, how many gave one of the answers."""
    return sum(
        n for p, n in people.items() if p.group in column and not p.chose.isdisjoint(row)
    )  # fmt: skip


def _rows(people: People, answers: Sequence[str], columns: Sequence[Joined]) -> list[Joined] | None:
    """Answers of which any column has one to four people, shown together, with the rarest others
    until no column has so few; None: only one row would remain."""
    everywhere: Joined = tuple(c for column in columns for c in column)
    rarest = sorted(answers, key=lambda a: number(people, (a,), everywhere))
    together = [a for a in rarest if _small(people, (a,), columns)]
    others = [a for a in rarest if a not in together and number(people, (a,), everywhere)]
    while together and _small(people, tuple(together), columns) and others:
        together.append(others.pop(0))
    if together and _small(people, tuple(together), columns):
        return None
    alone: list[Joined] = [(a,) for a in answers if a not in together]
    found = [*alone, tuple(a for a in answers if a in together)] if together else alone
    return found if sum(number(people, r, everywhere) > 0 for r in found) > 1 else None


def _small(people: People, row: Joined, columns: Sequence[Joined]) -> bool:
    return any(0 < number(people, row, c) < MIN_CELL for c in columns)


def _alike(people: People, rows: Sequence[Joined], column: Joined) -> bool:
    """Did everybody in the column give the same answer?"""
    base = sum(n for p, n in people.items() if p.group in column)
    return any(number(people, row, column) == base for row in rows)
