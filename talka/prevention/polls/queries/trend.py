"""What changed since an earlier poll: the questions that both asked in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from talka.prevention.polls import rules, weights
from talka.prevention.polls.models import Poll
from talka.prevention.polls.queries.asking import form_of
from talka.prevention.polls.queries.results import Sample, Told, asked_of, mean_of, sample


@dataclass(frozen=True)
class Moved:
    """One answer then and now, in percent; of a scale its mean (`answer` ""). `low`, `high`: of the
    difference at 95 %, and `p` before correction; None: not both were drawn by chance, or nothing
    to judge by. `sure`: more than chance, after Holm's correction where many are tested."""

    question: str
    answer: str
    before: float
    now: float
    low: float | None = None
    high: float | None = None
    p: float | None = None
    sure: bool = False

    @property
    def difference(self) -> float:
        return self.now - self.before


@dataclass(frozen=True)
class Trend:
    """`tests`: how many changes were tested in this view. `judged`: both were samples drawn by
    chance."""

    lines: tuple[Moved, ...]
    tests: int
    judged: bool


def comparable(poll: Poll) -> list[Poll]:
    """Closed polls of the same place that ended before this one began and share a question."""
    keys = set(_followed(poll))
    earlier = Poll.objects.filter(
        municipality_id=poll.municipality_id, closed_at__isnull=False, until__lt=poll.since
    ).order_by("-since")
    return [p for p in earlier.exclude(id=poll.id) if keys & set(_followed(p))]


def _followed(poll: Poll) -> dict[str, rules.Question]:
    """Questions that go on from year to year, by the key of their trend; those about the person
    tell who answered, not what changed."""
    return {
        q.trend: q for q in form_of(poll).questions
        if q.kind in rules.COUNTED and q.trend and not q.trend.startswith("about_")
    }  # fmt: skip


def trend(now: Poll, before: Poll, language: str) -> Trend:
    """Inside `counting`, for two closed polls. What few answered in either is left out."""
    samples = (sample(now, list(now.margins.all())), sample(before, list(before.margins.all())))
    judged = now.probability and before.probability
    found = [m for new, old in _pairs(now, before)
             for m in _moves(new, old, samples, language, judged)]  # fmt: skip
    tested = [m.p for m in found if m.p is not None]
    sure = iter(weights.significant(tested))
    lines = [m if m.p is None else replace(m, sure=next(sure)) for m in found]
    return Trend(tuple(lines), len(tested), judged)


def _pairs(now: Poll, before: Poll) -> Iterable[tuple[rules.Question, rules.Question]]:
    """The same question in both: same kind, same answers, same rows, same scale."""
    old = _followed(before)
    for key, question in _followed(now).items():
        if key in old and _shape(old[key]) == _shape(question):
            yield question, old[key]


def _shape(q: rules.Question) -> tuple[object, ...]:
    return q.kind, q.low, q.high, sorted(q.codes), [r.code for r in q.rows]


def _moves(
    new: rules.Question, old: rules.Question, samples: tuple[Sample, Sample], language: str,
    judged: bool,
) -> Iterable[Moved]:  # fmt: skip
    there = zip(*(asked_of(q, s, language) for q, s in zip((new, old), samples, strict=True)),
                strict=True)  # fmt: skip
    for (text, mine), (_text, theirs) in there:
        if min(len(mine), len(theirs)) < rules.MERGED_BELOW:
            continue
        if new.kind in {"scale", "number"}:
            yield from _mean(new, text, (mine, theirs), samples, judged)
        for option in new.options:
            if not all(option.code in _shown(new, side) for side in (mine, theirs)):
                continue
            after, then = (
                s.share(side, [option.code])
                for s, side in zip(samples, (mine, theirs), strict=True)
            )
            yield _moved(text, option.text[language], after, then, 100, judged)


def _shown(question: rules.Question, told: Sequence[Told]) -> set[str]:
    """Answers that the results of the poll show by themselves."""
    counts = Counter(c for t in told for c in set(t.answers))
    return set(rules.joined({**dict.fromkeys(question.codes, 0), **counts}))


def _mean(
    question: rules.Question, text: str, sides: tuple[list[Told], list[Told]],
    samples: tuple[Sample, Sample], judged: bool,
) -> Iterable[Moved]:  # fmt: skip
    after, then = (mean_of(question, side, s) for s, side in zip(samples, sides, strict=True))
    if after and then:
        yield _moved(text, "", after, then, 1, judged)


def _moved(
    text: str,
    answer: str,
    after: weights.Estimate,
    then: weights.Estimate,
    times: int,
    judged: bool,
) -> Moved:
    found = weights.change(after, then) if judged else None
    bounds = (times * found.low, times * found.high, found.p) if found else (None, None, None)
    return Moved(text, answer, times * then.value, times * after.value, *bounds)
