"""The answers of a closed poll within groups of those who answered. Read on the counting
connection, for the keeper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from talka.prevention.polls import crossing, rules, weights, words
from talka.prevention.polls.crossing import Joined
from talka.prevention.polls.models import Margin, Poll
from talka.prevention.polls.queries.asking import form_of
from talka.prevention.polls.queries.results import Chosen, Sample, Told, names_of, sample, ways


@dataclass(frozen=True)
class Column:
    """A group, or several joined; `small`: fewer than fifty people."""

    text: str
    base: int
    small: bool


@dataclass(frozen=True)
class Row:
    """An answer, or several joined; of a scale its mean (`text` ""). Shares in percent."""

    text: str
    cells: tuple[weights.Estimate, ...]


@dataclass(frozen=True)
class Table:
    """One question (or one row of a matrix) by group; without rows too few answered."""

    text: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    merged: bool = False
    decimals: int = 0


@dataclass(frozen=True)
class Crossed:
    """`by`: the question about the person. `intervals`: they were drawn by chance."""

    by: str
    tables: tuple[Table, ...]
    intervals: bool
    weighted: bool

    def told(self, cell: weights.Estimate) -> tuple[float | None, float | None, float | None]:
        """Value and interval; without an interval where none may be shown."""
        return (cell.value, cell.low, cell.high) if self.intervals else (cell.value, None, None)


def about(poll: Poll) -> list[rules.Question]:
    """The questions about the person: groups of those who answered."""
    return [
        q for q in form_of(poll).questions
        if q.kind in {"single", "place"} and q.trend.startswith("about_")
    ]  # fmt: skip


def crossed(
    poll: Poll, margins: Iterable[Margin], by: rules.Question, language: str
) -> Crossed:  # fmt: skip
    """Inside `counting`, of a closed poll: every question that is not about the person, within the
    groups of one that is."""
    drawn = sample(poll, margins)
    mine = {q.key for q in about(poll)}
    tables = [
        _table(q, text, chosen, by, drawn, language)
        for q in form_of(poll).questions if q.kind in rules.COUNTED and q.key not in mine
        for text, chosen in ways(q, language)
    ]  # fmt: skip
    return Crossed(by.text[language], tuple(tables), drawn.chance, bool(drawn.weighted))


@dataclass(frozen=True)
class _Within:
    """What everybody chose in one question (nothing: left out), and the group of each."""

    drawn: Sample
    told: tuple[Told, ...]
    groups: tuple[str, ...]
    answered: tuple[bool, ...]

    def of(self, column: Joined) -> list[bool]:
        both = zip(self.groups, self.answered, strict=True)
        return [answered and group in column for group, answered in both]

    def people(self) -> crossing.People:
        every = zip(self.told, self.groups, self.answered, strict=True)
        return Counter(
            crossing.Person(frozenset(t.answers), g) for t, g, answered in every if answered
        )

    def merged(self, merging: Mapping[str, str]) -> _Within:
        told = (t.choosing([merging.get(c, c) for c in t.answers]) for t in self.told)
        return replace(self, told=tuple(told))


def _within(chosen: Chosen, by: rules.Question, drawn: Sample) -> _Within:
    found = [chosen(t.answers) for t in drawn.told]
    groups = [t.answers.get(by.key) for t in drawn.told]
    return _Within(
        drawn, tuple(t.choosing(c or []) for t, c in zip(drawn.told, found, strict=True)),
        tuple(str(g) if g in by.codes else crossing.UNTOLD for g in groups),
        tuple(c is not None for c in found),
    )  # fmt: skip


def _table(
    question: rules.Question, text: str, chosen: Chosen, by: rules.Question, drawn: Sample,
    language: str,
) -> Table:  # fmt: skip
    within = _within(chosen, by, drawn)
    order = [*by.codes, crossing.UNTOLD]
    if question.kind in {"scale", "number"}:
        return _means(text, within, by, order, language)
    merging = {o.code: o.group for o in question.options if o.group}
    codes = list(names_of(question, language, set()))
    layout = crossing.laid_out(within.people(), codes, order, merging)
    if layout is None:
        return Table(text)
    names = names_of(question, language, set(merging.values()) if layout.merged else set())
    if layout.merged:
        within = within.merged(merging)
    masks = [within.of(c) for c in layout.columns]
    rows = [
        Row(_named(row, names), tuple(_percent(drawn.share(within.told, row, of)) for of in masks))
        for row in layout.rows
    ]
    columns = _columns(layout.columns, masks, by, language)
    return Table(text, columns, tuple(rows), layout.merged, _decimals(columns))


def _means(
    text: str, within: _Within, by: rules.Question, order: Sequence[str], language: str
) -> Table:
    """Of a scale the mean of each group of fifty people or more who gave a number."""
    number = [bool(t.answers) and t.answers[0].isdecimal() for t in within.told]
    groups = Counter(g for g, told in zip(within.groups, number, strict=True) if told)
    columns = crossing.columns_of(groups, order, rules.SMALL_BELOW)
    if columns is None:
        return Table(text)
    masks = [[g in c and told for g, told in zip(within.groups, number, strict=True)]
             for c in columns]  # fmt: skip
    values = [int(t.answers[0]) if told else 0 for t, told in zip(within.told, number, strict=True)]
    w, strata = [t.weight for t in within.told], within.drawn.strata(within.told)
    row = Row("", tuple(weights.mean(values, w, strata, of) for of in masks))
    return Table(text, _columns(columns, masks, by, language), (row,), decimals=1)


def _percent(share: weights.Estimate) -> weights.Estimate:
    return weights.Estimate(
        100 * share.value, 100 * share.error, 100 * share.low, 100 * share.high, share.n,
        share.n_eff,
    )  # fmt: skip


def _columns(
    columns: Iterable[Joined], masks: Sequence[Sequence[bool]], by: rules.Question, language: str
) -> tuple[Column, ...]:
    names = {**{o.code: o.text[language] for o in by.options}, crossing.UNTOLD: str(words.UNTOLD)}
    bases = [sum(of) for of in masks]
    return tuple(
        Column(_named(c, names, words.TOGETHER), base, base < rules.SMALL_BELOW)
        for c, base in zip(columns, bases, strict=True)
    )


def _named(codes: Joined, names: Mapping[str, Any], joined: Any = words.JOINED) -> str:
    told = "; ".join(str(names.get(c, c)) for c in codes)
    return told if len(codes) == 1 else str(joined) % {"answers": told}


def _decimals(columns: Iterable[Column]) -> int:
    return 1 if min(c.base for c in columns) >= rules.DECIMALS_FROM else 0
