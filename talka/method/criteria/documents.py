"""What a criteria set is: graded indicators, and rules as data that prompt and explain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from talka.method.documents import Faults, Words

Grade = Literal["S", "M", "W"]
GRADES: tuple[Grade, ...] = ("S", "M", "W")


class CriteriaError(Exception):
    """A document that cannot be a criteria set, or answers it does not know."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Indicator:
    """A question. `grades` by column (adult, child); None = not in that list."""

    code: str
    dimension: int
    names: Words
    grades: tuple[tuple[str, Grade | None], ...]

    def grade(self, column: str) -> Grade | None:
        return dict(self.grades)[column]

    def label(self, lang: str) -> str:
        return self.names.label(lang)


@dataclass(frozen=True)
class DimensionRule:
    """How many signs of each grade make a dimension positive; all four at once."""

    id: str
    names: Words
    strong: int = 0
    medium: int = 0
    weak: int = 0
    medium_or_weak: int = 0

    def holds(self, strong: int, medium: int, weak: int) -> bool:
        return (
            strong >= self.strong
            and medium >= self.medium
            and weak >= self.weak
            and medium + weak >= self.medium_or_weak
        )


@dataclass(frozen=True)
class CombinationRule:
    """Fires when every dimension of `every`, and one of `some` if any are named, is positive."""

    id: str
    names: Words
    every: frozenset[int]
    some: frozenset[int]
    conclusion: str

    def holds(self, positive: frozenset[int]) -> bool:
        return self.every <= positive and (not self.some or bool(self.some & positive))


@dataclass(frozen=True)
class Profile:
    """For whom: the column of grades and the combination rules, tried in order."""

    code: str
    names: Words
    column: str
    rules: tuple[CombinationRule, ...]


@dataclass(frozen=True)
class CriteriaSet:
    code: str
    version: int
    names: Words
    source: Words
    verified_by: str | None
    dimensions: tuple[tuple[int, Words], ...]
    dimension_rules: tuple[DimensionRule, ...]
    conclusions: tuple[tuple[str, Words], ...]
    profiles: tuple[Profile, ...]
    indicators: tuple[Indicator, ...]

    def profile(self, code: str) -> Profile:
        """Raises KeyError."""
        return {p.code: p for p in self.profiles}[code]

    def questions(self, profile: str) -> tuple[Indicator, ...]:
        """The indicators of a profile, in the order of the document."""
        column = self.profile(profile).column
        return tuple(i for i in self.indicators if i.grade(column))

    def dimension(self, number: int) -> Words:
        return dict(self.dimensions)[number]

    def conclusion(self, code: str) -> Words:
        return dict(self.conclusions)[code]


def parse(document: Mapping[str, Any]) -> CriteriaSet:
    """A criteria set from the document of a pack. Raises CriteriaError listing all faults."""
    faults = Faults()
    criteria = _criteria(faults, document)
    _check(faults, criteria)
    if faults.found:
        raise CriteriaError(tuple(dict.fromkeys(faults.found)))
    return criteria


def _criteria(faults: Faults, given: Mapping[str, Any]) -> CriteriaSet:
    at = "criteria"
    verified = given.get("verified_by")
    dimensions = []
    for item in faults.items(at, given, "dimensions"):
        number = faults.number("dimension", item, "number")
        dimensions.append((number, faults.names(f"dimension {number}", item)))
    conclusions = []
    for item in faults.items(at, given, "conclusions"):
        code = faults.text("conclusion", item, "code")
        conclusions.append((code, faults.names(f"conclusion {code}", item)))
    profiles = tuple(_profile(faults, item) for item in faults.items(at, given, "profiles"))
    columns = tuple(dict.fromkeys(p.column for p in profiles))
    return CriteriaSet(
        code=faults.text(at, given, "code"),
        version=faults.number(at, given, "version"),
        names=faults.names(at, given),
        source=faults.names(at, given, "source_"),
        verified_by=str(verified) if verified else None,
        dimensions=tuple(dimensions),
        dimension_rules=tuple(
            _dimension_rule(faults, item) for item in faults.items(at, given, "dimension_rules")
        ),
        conclusions=tuple(conclusions),
        profiles=profiles,
        indicators=tuple(
            _indicator(faults, item, columns) for item in faults.items(at, given, "indicators")
        ),
    )


def _indicator(faults: Faults, given: Mapping[str, Any], columns: tuple[str, ...]) -> Indicator:
    code = faults.text("indicator", given, "code")
    at = f"indicator {code}"
    grades: list[tuple[str, Grade | None]] = []
    for column in columns:
        found = next((g for g in GRADES if g == given.get(column)), None)
        if column not in given or (found is None and given[column] is not None):
            faults.add(f"{at}: {column} should be S, M, W or null")
        grades.append((column, found))
    if columns and not any(grade for _, grade in grades):
        faults.add(f"{at}: no profile asks it")
    dimension = faults.number(at, given, "dimension")
    return Indicator(code, dimension, faults.names(at, given), tuple(grades))


def _dimension_rule(faults: Faults, given: Mapping[str, Any]) -> DimensionRule:
    code = faults.text("dimension rule", given, "id")
    at = f"dimension rule {code}"
    keys = ("strong", "medium", "weak", "medium_or_weak")
    counts = {key: faults.number(at, given, key) for key in keys if key in given}
    if not any(counts.values()):
        faults.add(f"{at}: would hold without any sign")
    return DimensionRule(code, faults.names(at, given), **counts)


def _profile(faults: Faults, given: Mapping[str, Any]) -> Profile:
    code = faults.text("profile", given, "code")
    at = f"profile {code}"
    rules = tuple(_combination(faults, at, item) for item in faults.items(at, given, "rules"))
    if not rules or rules[-1].every or rules[-1].some:
        faults.add(f"{at}: the last rule should have no condition, so that one always fires")
    if any(not rule.every and not rule.some for rule in rules[:-1]):
        faults.add(f"{at}: a rule without condition hides the rules after it")
    return Profile(code, faults.names(at, given), faults.text(at, given, "grade"), rules)


def _combination(faults: Faults, profile: str, given: Mapping[str, Any]) -> CombinationRule:
    code = faults.text(f"{profile}, rule", given, "id")
    at = f"{profile}, rule {code}"
    every, some = faults.numbers(at, given, "all"), faults.numbers(at, given, "any")
    conclusion = faults.text(at, given, "conclusion")
    return CombinationRule(code, faults.names(at, given), every, some, conclusion)


def _check(faults: Faults, criteria: CriteriaSet) -> None:
    numbers = [number for number, _ in criteria.dimensions]
    faults.once("dimensions", [str(number) for number in numbers])
    faults.once("indicators", [indicator.code for indicator in criteria.indicators])
    faults.once("profiles", [profile.code for profile in criteria.profiles])
    rules = [rule.id for profile in criteria.profiles for rule in profile.rules]
    faults.once("rules", [*rules, *(rule.id for rule in criteria.dimension_rules)])
    if not criteria.indicators or not criteria.profiles or not criteria.dimension_rules:
        faults.add("criteria: needs indicators, profiles and dimension rules")
    for indicator in criteria.indicators:
        if indicator.dimension not in numbers:
            faults.add(f"indicator {indicator.code}: no dimension {indicator.dimension}")
    concluded = {code for code, _ in criteria.conclusions}
    for profile in criteria.profiles:
        for rule in profile.rules:
            for number in sorted((rule.every | rule.some) - set(numbers)):
                faults.add(f"rule {rule.id}: no dimension {number}")
            if rule.conclusion not in concluded:
                faults.add(f"rule {rule.id}: no conclusion {rule.conclusion}")
