"""What a closed poll says: shares with their base, intervals only where people were drawn by
chance, small numbers joined. Read on the counting connection, for the keeper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
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
    """`weighted`: by strata, to margins, or both; `unmet`: what could not be met. `heaviest`: the
    largest weight over the smallest; `effect`: the design effect of the weights (Kish)."""

    answers: int
    tables: tuple[Table, ...]
    weighted: tuple[str, ...] = ()
    unmet: str = ""
    intervals: bool = False
    heaviest: float = 1.0
    effect: float = 1.0


@dataclass(frozen=True)
class Told:
    """One person's answers (or what they chose in one question), weight and stratum."""

    answers: Any
    weight: float
    stratum: str = ""

    def choosing(self, chosen: list[str]) -> Told:
        return Told(chosen, self.weight, self.stratum)


@dataclass(frozen=True)
class Sample:
    """`answers`: of how many people; `told`: of those who could be weighted. `people`: of the
    strata, empty where there are none."""

    answers: int
    told: tuple[Told, ...]
    chance: bool
    population: int | None
    people: Mapping[str, int]
    weighted: tuple[str, ...] = ()
    unmet: str = ""

    def strata(self, told: Sequence[Told]) -> weights.Strata | None:
        return weights.Strata([t.stratum for t in told], self.people) if self.people else None

    def share(
        self, told: Sequence[Told], codes: Iterable[str], of: Sequence[bool] | None = None
    ) -> weights.Estimate:
        """Of those whose choice is among the codes; `of`: within these persons."""
        wanted = set(codes)
        chose = [bool(set(t.answers) & wanted) for t in told]
        return weights.share(
            chose, [t.weight for t in told], self.population, self.strata(told), of
        )  # fmt: skip


def sample(poll: Poll, margins: Iterable[Margin]) -> Sample:
    """Inside `counting`, of a closed poll (2 queries). Weighted by strata, then to the margins;
    what cannot be met is said and left out."""
    rows = Response.objects.using("report").filter(poll_id=poll.id)
    told = tuple(Told(a, 1.0, h) for a, h in rows.values_list("answers", "stratum"))
    people = {s.code: s.people for s in poll.strata.all()}
    answers, steps, unmet = len(told), [], []
    for name, weigh in (("strata", partial(_by_strata, people=people)),
                        ("margins", partial(_to_margins, wanted=_wanted(margins)))):  # fmt: skip
        try:
            found = weigh(told) if told else None
        except weights.NoWeights as cannot:
            unmet.append(str(cannot))
            continue
        if found is not None:
            told = found
            steps.append(name)
    return Sample(
        answers, told, poll.probability, poll.population if poll.probability else None,
        people if "strata" in steps else {}, tuple(steps), "; ".join(unmet),
    )  # fmt: skip


def _by_strata(told: tuple[Told, ...], people: Mapping[str, int]) -> tuple[Told, ...] | None:
    """Every stratum with the weight of its people; None: there are no strata."""
    if not people:
        return None
    found = weights.of_design(weights.Strata([t.stratum for t in told], people))
    return tuple(replace(t, weight=w) for t, w in zip(told, found, strict=True))


def _wanted(margins: Iterable[Margin]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for margin in margins:
        found.setdefault(margin.question, {})[margin.option] = margin.people
    return found


def _to_margins(
    told: tuple[Told, ...], wanted: Mapping[str, Mapping[str, int]]
) -> tuple[Told, ...] | None:
    """Those who answered every question of the margins, weighted to them; None: no margins."""
    kept = [t for t in told if all(t.answers.get(q) in wanted[q] for q in wanted)]
    if not wanted or not kept:
        return None
    found = weights.raked([t.answers for t in kept], wanted, [t.weight for t in kept])
    return tuple(replace(t, weight=w) for t, w in zip(kept, weights.trimmed(found), strict=True))


def results(poll: Poll, margins: Iterable[Margin], language: str) -> Results:
    """Inside `counting`, for a closed poll."""
    drawn = sample(poll, margins)
    tables = [t for q in form_of(poll).questions for t in _tables(q, drawn, language)]
    w = [t.weight for t in drawn.told]
    return Results(
        drawn.answers, tuple(tables), drawn.weighted, drawn.unmet, drawn.chance,
        max(w) / min(w) if w else 1.0, len(w) / weights.effective(w) if w else 1.0,
    )  # fmt: skip


def _tables(question: rules.Question, drawn: Sample, language: str) -> Iterable[Table]:
    if question.kind not in rules.COUNTED:
        return
    for text, mine in asked_of(question, drawn, language):
        yield _table(question, text, mine, drawn, language)


def asked_of(
    question: rules.Question, drawn: Sample, language: str
) -> Iterable[tuple[str, list[Told]]]:
    """(text, what those who answered chose) of the question, or of each row of a matrix."""
    for text, chosen in ways(question, language):
        yield text, [t.choosing(c) for t in drawn.told if (c := chosen(t.answers)) is not None]


Chosen = Callable[[Mapping[str, Any]], list[str] | None]
"""What somebody chose in their answers; None: they left the question out."""


def ways(question: rules.Question, language: str) -> Iterable[tuple[str, Chosen]]:
    """(text, how to read the answers) of the question, or of each row of a matrix."""
    text, key = question.text[language], question.key
    if question.kind != "matrix":
        yield text, lambda a: _listed(question, a[key]) if key in a else None
        return
    for row in question.rows:
        yield f"{text} – {row.text[language]}", partial(_of_row, key, row.code)


def _of_row(key: str, row: str, answers: Mapping[str, Any]) -> list[str] | None:
    given = (answers.get(key) or {}).get(row)
    return None if given is None else [given]


def _listed(question: rules.Question, answer: Any) -> list[str]:
    """The codes that count as chosen: of a ranking the first place."""
    if question.kind == "ranking":
        return list(answer[:1])
    return [str(a) for a in answer] if isinstance(answer, list) else [str(answer)]


def _table(
    question: rules.Question, text: str, mine: list[Told], drawn: Sample, language: str
) -> Table:
    base = len(mine)
    showing = rules.showing(base)
    groups = {o.code: o.group for o in question.options if o.group}
    if showing == "nothing" or (showing == "merged" and not groups):
        return Table(question.key, text, base, "nothing")
    if showing == "merged":
        mine = [t.choosing([groups.get(c, c) for c in t.answers]) for t in mine]
    names = names_of(question, language, set(groups.values()) if showing == "merged" else set())
    counts = Counter(c for t in mine for c in dict.fromkeys(t.answers))
    whole = {**dict.fromkeys(names, 0), **counts}
    lines = [
        _line(label, codes, mine, names, drawn) for label, codes in rules.joined(whole).items()
    ]
    return Table(
        question.key, text, base, showing, tuple(lines), mean_of(question, mine, drawn),
        1 if base >= rules.DECIMALS_FROM else 0,
    )  # fmt: skip


def names_of(question: rules.Question, language: str, groups: set[str]) -> dict[str, str]:
    from talka.prevention.polls import words

    if question.kind in {"scale", "number"}:
        found = {str(n): str(n) for n in range(question.low, min(question.high, 10) + 1)}
    elif groups:
        found = {g: str(words.GROUP.get(g, g)) for g in sorted(groups)}
    else:
        found = {o.code: o.text[language] for o in question.options}
    return {**found, **{c: str(words.NO_ANSWER[c]) for c in rules.NO_ANSWER}}


def _line(
    label: str, codes: Sequence[str], mine: Sequence[Told], names: Mapping[str, str], drawn: Sample
) -> Line:
    from talka.prevention.polls import words

    found = drawn.share(mine, codes)
    text = str(words.JOINED) % {"answers": "; ".join(names.get(c, c) for c in codes)}
    return Line(
        text if label == "joined" else names.get(label, label),
        sum(bool(set(t.answers) & set(codes)) for t in mine), found.value * 100,
        found.low * 100 if drawn.chance else None, found.high * 100 if drawn.chance else None,
    )  # fmt: skip


def mean_of(
    question: rules.Question, mine: Sequence[Told], drawn: Sample
) -> weights.Estimate | None:
    """Of a scale that enough people answered with a number."""
    told = [t for t in mine if t.answers and t.answers[0].isdecimal()]
    if question.kind not in {"scale", "number"} or rules.showing(len(told)) != "full":
        return None
    return weights.mean(
        [int(t.answers[0]) for t in told], [t.weight for t in told], drawn.strata(told)
    )
