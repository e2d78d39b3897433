"""What a closed poll says: shares with their base, intervals only where people were drawn by
chance, small numbers joined. Read on the counting connection, for the keeper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from talka.prevention.polls import rules, weights
from talka.prevention.polls.models import Margin, Poll, Response
from talka.prevention.polls.queries.asking import form_of


@dataclass(frozen=True)
class Line:
    """One answer, or several joined. `share`, `low`, `high` in percent; `low` None: no interval."""

    text: str
    count: int
    share: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Table:
    """One question (or one row of a matrix). `showing`: nothing, merged, small or full. `mean`: of
    a scale. `decimals`: of the percentages."""

    key: str
    text: str
    base: int
    showing: str
    lines: tuple[Line, ...] = ()
    mean: weights.Estimate | None = None
    decimals: int = 0


@dataclass(frozen=True)
class Results:
    """`weighted`: with which margins; `unmet`: the margin that could not be met."""

    answers: int
    tables: tuple[Table, ...]
    weighted: tuple[str, ...] = ()
    unmet: str = ""
    intervals: bool = False


Told = Sequence[tuple[Mapping[str, Any], float]]
"""Each person's answers and weight."""


def results(poll: Poll, margins: Iterable[Margin], language: str) -> Results:
    """Inside `counting`, for a closed poll (1 query)."""
    given = list(
        Response.objects.using("report").filter(poll_id=poll.id).values_list("answers", flat=True)
    )
    wanted: dict[str, dict[str, int]] = {}
    for margin in margins:
        wanted.setdefault(margin.question, {})[margin.option] = margin.people
    unmet = ""
    try:
        answered = [a for a in given if all(a.get(q) in wanted[q] for q in wanted)]
        kept = weights.trimmed(weights.raked(answered, wanted)) if answered else []
    except weights.NoWeights as cannot:
        answered, kept, wanted, unmet = given, [1.0] * len(given), {}, str(cannot)
    told = list(zip(answered, kept, strict=True))
    population = poll.population if poll.probability else None
    tables = [t for q in form_of(poll).questions
              for t in _tables(q, told, language, poll.probability, population)]  # fmt: skip
    return Results(len(given), tuple(tables), tuple(wanted), unmet, poll.probability)


def _tables(
    question: rules.Question, told: Told, language: str, chance: bool, population: int | None
) -> Iterable[Table]:
    if question.kind not in rules.COUNTED:
        return
    text = question.text[language]
    if question.kind == "matrix":
        for row in question.rows:
            mine = [([a[question.key][row.code]], w) for a, w in told
                    if row.code in (a.get(question.key) or {})]  # fmt: skip
            yield _table(
                question, f"{text} – {row.text[language]}", mine, language, chance, population
            )
        return
    mine = [(_listed(question, a[question.key]), w) for a, w in told if question.key in a]
    yield _table(question, text, mine, language, chance, population)


def _listed(question: rules.Question, answer: Any) -> list[str]:
    """The codes that count as chosen: of a ranking the first place."""
    if question.kind == "ranking":
        return list(answer[:1])
    return [str(a) for a in answer] if isinstance(answer, list) else [str(answer)]


def _table(
    question: rules.Question, text: str, mine: Sequence[tuple[list[str], float]], language: str,
    chance: bool, population: int | None,
) -> Table:  # fmt: skip
    base = len(mine)
    showing = rules.showing(base)
    groups = {o.code: o.group for o in question.options if o.group}
    if showing == "nothing" or (showing == "merged" and not groups):
        return Table(question.key, text, base, "nothing")
    if showing == "merged":
        mine = [([groups.get(c, c) for c in chosen], w) for chosen, w in mine]
    names = _names(question, language, set(groups.values()) if showing == "merged" else set())
    counts = Counter(c for chosen, _w in mine for c in dict.fromkeys(chosen))
    whole = {**dict.fromkeys(names, 0), **counts}
    lines = [
        _line(label, codes, mine, names, chance, population)
        for label, codes in rules.joined(whole).items()
    ]
    return Table(
        question.key, text, base, showing, tuple(lines), _mean(question, mine, showing),
        1 if base >= rules.DECIMALS_FROM else 0,
    )  # fmt: skip


def _names(question: rules.Question, language: str, groups: set[str]) -> dict[str, str]:
    from talka.prevention.polls import words

    if question.kind in {"scale", "number"}:
        found = {str(n): str(n) for n in range(question.low, min(question.high, 10) + 1)}
    elif groups:
        found = {g: str(words.GROUP.get(g, g)) for g in sorted(groups)}
    else:
        found = {o.code: o.text[language] for o in question.options}
    return {**found, **{c: str(words.NO_ANSWER[c]) for c in rules.NO_ANSWER}}


def _line(
    label: str, codes: Sequence[str], mine: Sequence[tuple[list[str], float]],
    names: Mapping[str, str], chance: bool, population: int | None,
) -> Line:  # fmt: skip
    from talka.prevention.polls import words

    chose = [bool(set(chosen) & set(codes)) for chosen, _w in mine]
    found = weights.share(chose, [w for _c, w in mine], population)
    text = str(words.JOINED) % {"answers": "; ".join(names.get(c, c) for c in codes)}
    return Line(
        text if label == "joined" else names.get(label, label), sum(chose), found.value * 100,
        found.low * 100 if chance else None, found.high * 100 if chance else None,
    )  # fmt: skip


def _mean(
    question: rules.Question, mine: Sequence[tuple[list[str], float]], showing: str
) -> weights.Estimate | None:
    numbers = [(int(c[0]), w) for c, w in mine if c and c[0].isdecimal()]
    if question.kind not in {"scale", "number"} or rules.showing(len(numbers)) != "full":
        return None
    return weights.mean([n for n, _w in numbers], [w for _n, w in numbers])
