"""What a questionnaire is, what may be answered, and how much may be shown. Pure.

A questionnaire (a file of the pack):

    code, version, title {lt, en}, source, verified_by,
    sections: [{key, title, questions: [{key, kind, text, options, required, if, trend, …}]}]
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

KINDS = ("single", "multiple", "likert", "scale", "ranking", "number", "month", "matrix", "short",
         "long", "place", "consent", "information")  # fmt: skip
OF_OPTIONS = {"single", "multiple", "likert", "ranking", "place"}
COUNTED = {"single", "multiple", "likert", "scale", "place", "matrix", "number", "ranking"}
IN_WORDS = {"short", "long"}
NO_ANSWER = ("dk", "refused")
"""Does not know; does not wish to answer. Two codes, never one."""
LONGEST = {"short": 200, "long": 2000}
MOST_BYTES = 80_000
"""Of one person's answers, as they wait to be mixed."""

NOTHING_BELOW, MERGED_BELOW, SMALL_BELOW, DECIMALS_FROM, MIN_CELL = 10, 30, 50, 500, 5
"""Bases: nothing is shown below 10, only groups of answers below 30, a warning below 50, decimals
from 500 on; an answer of fewer than 5 people joins others."""

Text = Mapping[str, str]
Answer = str | int | list[str] | dict[str, str]


@dataclass(frozen=True)
class Option:
    """`alone`: cannot stand beside another (none of these). `group`: what it is merged into."""

    code: str
    text: Text
    alone: bool = False
    group: str = ""


@dataclass(frozen=True)
class Question:
    """`rows`: of a matrix. `when`: (key, codes): asked only after one of these answers. `mixed`:
    answers (of a matrix its rows) stand in another order for another person."""

    key: str
    kind: str
    text: Text
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    required: bool = False
    when: tuple[str, tuple[str, ...]] | None = None
    low: int = 0
    high: int = 10
    ends: tuple[Text, Text] | None = None
    trend: str = ""
    mixed: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(o.code for o in self.options)


@dataclass(frozen=True)
class Section:
    key: str
    title: Text
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Form:
    """A questionnaire as it is asked."""

    code: str
    version: int
    title: Text
    sections: tuple[Section, ...]
    source: str = ""
    verified_by: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(q for s in self.sections for q in s.questions)

    @property
    def mixed(self) -> bool:
        return any(q.mixed for q in self.questions)


class Unfit(Exception):
    """A document that is no questionnaire; `faults` are sentences for its author."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = list(faults)


class Wrong(Exception):
    """An answer that cannot be taken. `why`: missing, choice, alone, number, month, long, row."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def form_of(document: Mapping[str, Any]) -> Form:
    """Read a questionnaire of the pack. Unfit with every fault found."""
    sections = tuple(
        Section(str(s["key"]), s["title"], tuple(_question(q) for q in s["questions"]))
        for s in document["sections"]
    )
    found = Form(
        str(document["code"]), int(document["version"]), document["title"], sections,
        str(document.get("source") or ""), str(document.get("verified_by") or ""),
    )  # fmt: skip
    if faults := list(_faults(found)):
        raise Unfit(faults)
    return found


def _question(raw: Mapping[str, Any]) -> Question:
    when = raw.get("if")
    ends = raw.get("ends")
    return Question(
        key=str(raw["key"]), kind=str(raw["kind"]), text=raw["text"],
        options=tuple(_option(o) for o in raw.get("options", ())),
        rows=tuple(_option(o) for o in raw.get("rows", ())),
        required=bool(raw.get("required", False)),
        when=(str(when["key"]), tuple(map(str, when["is"]))) if when else None,
        low=int(raw.get("low", 0)), high=int(raw.get("high", 10)),
        ends=(ends[0], ends[1]) if ends else None, trend=str(raw.get("trend", "")),
        mixed=bool(raw.get("mixed", False)),
    )  # fmt: skip


def _option(raw: Mapping[str, Any]) -> Option:
    return Option(
        str(raw["code"]), raw["text"], bool(raw.get("alone")), str(raw.get("group") or "")
    )


def _faults(form: Form) -> Iterable[str]:
    seen: dict[str, Question] = {}
    for q in form.questions:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", q.key) or q.key in seen:
            yield f"{q.key}: a key is small letters and stands once"
        if q.kind not in KINDS:
            yield f"{q.key}: {q.kind} is no kind of question"
        if q.kind in OF_OPTIONS and len(q.options) < 2:
            yield f"{q.key}: fewer than two answers to choose from"
        if q.kind == "matrix" and (len(q.options) < 2 or not q.rows):
            yield f"{q.key}: a matrix has rows and answers"
        if len(set(q.codes)) != len(q.codes) or set(q.codes) & set(NO_ANSWER):
            yield f"{q.key}: a code stands twice, or means no answer"
        if q.mixed and q.kind not in {"single", "multiple", "ranking", "matrix"}:
            yield f"{q.key}: answers of a {q.kind} have one order"
        if q.low >= q.high:
            yield f"{q.key}: the scale ends before it begins"
        if q.when:
            before = seen.get(q.when[0])
            if before is None or not set(q.when[1]) <= {*before.codes, *NO_ANSWER}:
                yield f"{q.key}: asked after an answer that nobody can have given before"
        yield from _untold(q)
        seen[q.key] = q
    if room(form) > MOST_BYTES:
        yield f"answers of {room(form)} bytes do not fit into {MOST_BYTES}: fewer long texts"
    for section in form.sections:
        yield from (f"{section.key}: no {x} title" for x in ("lt", "en") if x not in section.title)


def _untold(q: Question) -> Iterable[str]:
    told = [(q.key, q.text), *((f"{q.key}.{o.code}", o.text) for o in (*q.options, *q.rows))]
    for name, text in told:
        yield from (f"{name}: no {lang} text" for lang in ("lt", "en") if not text.get(lang))


TURNS, TURN = 24, "_turn"
"""Orders in which mixed answers stand. Which one somebody saw is kept with their answers, so that
its effect can be counted; they are so few that it tells of nobody."""


def turned(question: Question, turn: int) -> Question:
    """As the person of this turn sees it. What stands alone (none of these) stays last."""
    if not question.mixed:
        return question
    chance = random.Random(f"{turn}|{question.key}")
    rows = question.kind == "matrix"
    moving = [o for o in (question.rows if rows else question.options) if not o.alone]
    chance.shuffle(moving)
    if rows:
        return replace(question, rows=tuple(moving))
    return replace(question, options=(*moving, *(o for o in question.options if o.alone)))


def asked(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Is the question put to somebody who answered so far like this?"""
    if question.when is None:
        return True
    key, codes = question.when
    given = answers.get(key)
    return bool(set(given if isinstance(given, list) else [given]) & set(codes))


def taken(question: Question, given: Mapping[str, Sequence[str]]) -> Answer | None:
    """The answer in what a form sent (field → values); None: left out. Wrong when it cannot be.

    Fields: `q_<key>`, and `q_<key>_<row>` of a matrix or `q_<key>_<option>` of a ranking.
    """
    name = f"q_{question.key}"
    values = [v.strip() for v in given.get(name, ()) if v.strip()]
    if question.kind == "information":
        return None
    if question.kind == "matrix":
        return _rows(question, given)
    if question.kind == "ranking":
        return _ranks(question, given)
    if not values:
        if question.required:
            raise Wrong("missing")
        return None
    if question.kind == "multiple":
        return _several(question, values)
    if len(set(values)) > 1:
        raise Wrong("alone")
    return _one(question, values[0])


def _one(question: Question, value: str) -> Answer:
    if question.kind in IN_WORDS:
        if len(value) > LONGEST[question.kind]:
            raise Wrong("long")
        return value
    if value in NO_ANSWER and question.kind != "consent":
        return value
    if question.kind == "consent":
        if value != "yes":
            raise Wrong("choice")
        return value
    if question.kind == "month":
        if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", value):
            raise Wrong("month")
        return value
    if question.kind in {"scale", "number"}:
        return _number(question, value)
    if value not in question.codes:
        raise Wrong("choice")
    return value


def _number(question: Question, value: str) -> int:
    if not re.fullmatch(r"\d{1,6}", value) or not question.low <= int(value) <= question.high:
        raise Wrong("number")
    return int(value)


def _several(question: Question, values: Sequence[str]) -> list[str]:
    chosen = list(dict.fromkeys(values))
    if not set(chosen) <= {*question.codes, *NO_ANSWER}:
        raise Wrong("choice")
    alone = {o.code for o in question.options if o.alone} | set(NO_ANSWER)
    if len(chosen) > 1 and alone & set(chosen):
        raise Wrong("alone")
    return [c for c in (*question.codes, *NO_ANSWER) if c in chosen]


def _rows(question: Question, given: Mapping[str, Sequence[str]]) -> dict[str, str] | None:
    found = {}
    for row in question.rows:
        value = next(iter(given.get(f"q_{question.key}_{row.code}", ())), "").strip()
        if value and value not in {*question.codes, *NO_ANSWER}:
            raise Wrong("choice")
        if value:
            found[row.code] = value
    if question.required and len(found) < len(question.rows):
        raise Wrong("row")
    return found or None


def _ranks(question: Question, given: Mapping[str, Sequence[str]]) -> list[str] | None:
    places: dict[int, str] = {}
    for option in question.options:
        value = next(iter(given.get(f"q_{question.key}_{option.code}", ())), "").strip()
        if not value:
            continue
        if not value.isdecimal() or not 1 <= int(value) <= len(question.options):
            raise Wrong("number")
        if int(value) in places:
            raise Wrong("alone")
        places[int(value)] = option.code
    none = [v for v in given.get(f"q_{question.key}", ()) if v.strip()]
    if none:
        if not set(none) <= set(NO_ANSWER):
            raise Wrong("choice")
        if places or len(set(none)) > 1:
            raise Wrong("alone")
        return none[:1]
    if question.required and not places:
        raise Wrong("missing")
    return [places[n] for n in sorted(places)] or None


def room(form: Form) -> int:
    """Bytes that the longest answers to a questionnaire take, so that all can be made as long."""
    return 20 + sum(len(q.key) + 8 + _longest(q) for q in form.questions)


def _longest(q: Question) -> int:
    codes = [len(c.encode()) + 4 for c in (*q.codes, *NO_ANSWER)]
    if q.kind in IN_WORDS:
        return 4 * LONGEST[q.kind]  # a sign takes at most four bytes, escaped or not
    if q.kind == "matrix":
        return sum(len(row.code.encode()) + 6 + max(codes) for row in q.rows)
    return sum(codes) if q.kind in {"multiple", "ranking"} else max(12, *codes)


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


Cell = tuple[str, str]
"""A question, and the row of a matrix ("" elsewhere)."""


def cells(answers: Mapping[str, Answer]) -> dict[Cell, Any]:
    """What somebody read from a sheet, answer by answer."""
    found: dict[Cell, Any] = {}
    for key, given in answers.items():
        rows = given.items() if isinstance(given, dict) else [("", given)]
        found.update({(key, row): value for row, value in rows})
    return found


def differing(first: Mapping[str, Answer], second: Mapping[str, Answer]) -> set[Cell]:
    """Where two people read the same sheet differently; what one of them left out differs too."""
    a, b = cells(first), cells(second)
    return {cell for cell in {**a, **b} if a.get(cell) != b.get(cell)}


def agreed(
    first: Mapping[str, Answer], second: Mapping[str, Answer], third: Mapping[str, Answer]
) -> dict[str, Answer]:
    """The sheet as it counts: what both read, and of the questions they differ in what the third
    says."""
    open_questions = {key for key, _row in differing(first, second)}
    kept = {k: v for k, v in first.items() if k not in open_questions}
    return {**kept, **{k: v for k, v in third.items() if k in open_questions}}


POOL = 5
"""Answers that always stay behind to be mixed with later ones, until the poll is closed."""


def to_mix(waiting: int, closed: bool) -> int:
    """How many of the waiting answers may be written now. At least five at a time, and five others
    stay, so that nobody who knows when somebody answered can tell which answer is theirs."""
    if closed:
        return waiting
    return waiting - POOL if waiting >= 2 * POOL else 0


def showing(base: int) -> str:
    """nothing, merged (groups of answers only), small (with a warning), or full."""
    for below, word in ((NOTHING_BELOW, "nothing"), (MERGED_BELOW, "merged"),
                        (SMALL_BELOW, "small")):  # fmt: skip
        if base < below:
            return word
    return "full"


def joined(counts: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Answers of fewer than five people are shown together, with the next smallest until they are
    five: name shown → the codes in it. Answers of nobody stand by themselves: zero tells of
    nobody."""
    small = sorted((c for c in counts if 0 < counts[c] < MIN_CELL), key=lambda c: (counts[c], c))
    large = sorted((c for c in counts if counts[c] >= MIN_CELL), key=lambda c: (counts[c], c))
    together = list(small)
    while together and sum(counts[c] for c in together) < MIN_CELL and large:
        together.append(large.pop(0))
    if len(together) == 1 and large:
        together.append(large.pop(0))
    found: dict[str, tuple[str, ...]] = {c: (c,) for c in counts if c not in together}
    return {**found, "joined": tuple(together)} if together else found
