"""What the answers of a screening add up to. Pure.

The result prompts and explains. It never decides: a person presumes, with a reason, also against
the score, and a result without any sign leaves that open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from talka.method.criteria.documents import (
    CombinationRule,
    CriteriaError,
    CriteriaSet,
    DimensionRule,
    Grade,
    Indicator,
    Profile,
    parse,
)
from talka.method.documents import Change, Words, both, compare

__all__ = [
    "ANSWERS",
    "Answer",
    "Change",
    "CombinationRule",
    "CriteriaError",
    "CriteriaSet",
    "DimensionResult",
    "DimensionRule",
    "Indicator",
    "Profile",
    "Result",
    "difference",
    "evaluate",
    "parse",
]

Answer = Literal["yes", "no", "unknown"]
ANSWERS: tuple[str, ...] = get_args(Answer)

PERSON_DECIDES = Words(
    "Balas nieko nenusprendžia: sprendžia žmogus ir užrašo pagrindą. Manyti, kad asmuo galėjo "
    "nukentėti, galima ir prieš balą.",
    "The score decides nothing: a person decides and writes down why. Presuming that somebody "
    "may be a victim is possible against the score as well.",
)


@dataclass(frozen=True)
class DimensionResult:
    """`rule_id` is the first rule that fired, None when not positive. `counted`: the indicators
    answered yes. `open`: indicators not yet answered, strongest first, if not positive."""

    dimension: int
    positive: bool
    rule_id: str | None
    counted: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """`rule_id`: the combination rule that fired; `conclusion`: its code."""

    criteria: CriteriaSet
    profile: str
    dimensions: tuple[DimensionResult, ...]
    rule_id: str
    conclusion: str

    @property
    def positive(self) -> frozenset[int]:
        return frozenset(d.dimension for d in self.dimensions if d.positive)

    @property
    def ask_next(self) -> tuple[str, ...]:
        """Unanswered questions of the dimensions not positive yet, strongest sign first."""
        return tuple(code for d in self.dimensions for code in d.open)

    def explain(self, lang: str) -> tuple[str, ...]:
        """Sentences: the conclusion, the rule that fired, each positive dimension, who decides."""
        fired = next(r for r in self.criteria.profile(self.profile).rules if r.id == self.rule_id)
        names = {rule.id: rule.names for rule in self.criteria.dimension_rules}
        told = [self.criteria.conclusion(self.conclusion).label(lang), _sentence(fired.names, lang)]
        for found in self.dimensions:
            if found.rule_id is not None:
                dimension = self.criteria.dimension(found.dimension).label(lang)
                told.append(f"{dimension}: {names[found.rule_id].label(lang)}.")
        return (*told, PERSON_DECIDES.label(lang))


def _sentence(words: Words, lang: str) -> str:
    text = words.label(lang)
    return f"{text[0].upper()}{text[1:]}."


def evaluate(criteria: CriteriaSet, profile: str, answers: Mapping[str, str]) -> Result:
    """The result of a profile's questions; a question without an answer counts as unknown.

    Answers to questions another profile asks are left out. Raises KeyError for an unknown
    profile, CriteriaError for an unknown question or answer.
    """
    chosen = criteria.profile(profile)
    known = {indicator.code for indicator in criteria.indicators}
    faults = [f"no question {code}" for code in answers if code not in known]
    faults += [f"{c}: no answer {a!r}" for c, a in answers.items() if a not in ANSWERS]
    if faults:
        raise CriteriaError(tuple(faults))
    asked = criteria.questions(profile)
    dimensions = tuple(
        _dimension(criteria, number, chosen.column, asked, answers)
        for number, _ in criteria.dimensions
    )
    positive = frozenset(d.dimension for d in dimensions if d.positive)
    fired = next(rule for rule in chosen.rules if rule.holds(positive))
    return Result(criteria, profile, dimensions, fired.id, fired.conclusion)


def _dimension(
    criteria: CriteriaSet,
    number: int,
    column: str,
    asked: Iterable[Indicator],
    answers: Mapping[str, str],
) -> DimensionResult:
    ours = [i for i in asked if i.dimension == number]
    counted = [i for i in ours if answers.get(i.code) == "yes"]
    grades = [i.grade(column) for i in counted]
    fired = next(
        (
            rule
            for rule in criteria.dimension_rules
            if rule.holds(grades.count("S"), grades.count("M"), grades.count("W"))
        ),
        None,
    )
    unanswered = [i for i in ours if answers.get(i.code) is None and fired is None]
    unanswered.sort(key=lambda i: _ORDER[i.grade(column)])
    return DimensionResult(
        dimension=number,
        positive=fired is not None,
        rule_id=fired.id if fired else None,
        counted=tuple(i.code for i in counted),
        open=tuple(i.code for i in unanswered),
    )


_ORDER: dict[Grade | None, int] = {"S": 0, "M": 1, "W": 2, None: 3}


def difference(a: CriteriaSet, b: CriteriaSet) -> list[Change]:
    """What changed from `a` to `b`. Empty when nothing did."""
    return compare(dict(_facts(a)), dict(_facts(b)))


def _facts(criteria: CriteriaSet) -> Iterator[tuple[str, str]]:
    yield "name", both(criteria.names)
    yield "source", both(criteria.source)
    yield "verified_by", criteria.verified_by or ""
    for number, names in criteria.dimensions:
        yield f"dimension/{number}", both(names)
    for rule in criteria.dimension_rules:
        counts = (rule.strong, rule.medium, rule.weak, rule.medium_or_weak)
        yield f"dimension_rule/{rule.id}", f"{counts} {both(rule.names)}"
    for code, names in criteria.conclusions:
        yield f"conclusion/{code}", both(names)
    for profile in criteria.profiles:
        at = f"profile/{profile.code}"
        yield at, f"{both(profile.names)} ({profile.column})"
        yield f"{at}/order", ", ".join(rule.id for rule in profile.rules)
        for combination in profile.rules:
            needs = f"{sorted(combination.every)} {sorted(combination.some)}"
            yield (
                f"{at}/rule/{combination.id}",
                f"{needs} → {combination.conclusion}: {both(combination.names)}",
            )
    yield "order", ", ".join(indicator.code for indicator in criteria.indicators)
    for indicator in criteria.indicators:
        yield f"indicator/{indicator.code}", both(indicator.names)
        yield f"indicator/{indicator.code}/dimension", str(indicator.dimension)
        for column, grade in indicator.grades:
            yield f"indicator/{indicator.code}/{column}", grade or "–"
