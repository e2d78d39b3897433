"""One assessment, side by side with the review; the criterion that a form is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from talka.ground.access.actor import Actor
from talka.prevention.safety import policy, rules, words
from talka.prevention.safety.models import Answer, AnswerFile, Assessment, Review
from talka.prevention.safety.shapes import Criterion, read_rubric


@dataclass(frozen=True)
class Line:
    """A criterion: what the municipality says, what the ministry says, and what is lacking."""

    criterion: Criterion
    name: str
    answer: Answer | None
    review: Review | None
    lacks: str
    own_words: str
    """The wording of the level the municipality chose."""
    files: int = 0

    @property
    def lacking(self) -> str:
        return str(words.LACKS[self.lacks])

    @property
    def difference(self) -> int | None:
        if self.answer is None or self.answer.level is None or self.review is None:
            return None
        return self.review.level - self.answer.level


@dataclass(frozen=True)
class Part:
    name: str
    lines: tuple[Line, ...]
    own: float | None
    reviewed: float | None


@dataclass(frozen=True)
class AssessmentPage:
    assessment: Assessment
    place: str
    title: str
    verified: bool
    parts: tuple[Part, ...]
    own: float | None
    reviewed: float | None
    lacking: int
    unreviewed: int
    writes: bool
    reviews: bool


def assessment_page(actor: Actor, assessment_id: UUID, language: str) -> AssessmentPage:
    """The whole assessment (4 queries)."""
    found = policy.assessment(assessment_id)
    rubric = read_rubric(found.rubric.document)
    answers = {a.criterion: a for a in Answer.objects.filter(assessment=found)}
    reviews = {r.criterion: r for r in Review.objects.filter(assessment=found)}
    shown = AnswerFile.objects.filter(answer__assessment=found, file__withdrawn_at__isnull=True)
    files = Counter(shown.values_list("answer__criterion", flat=True))

    def line(c: Criterion) -> Line:
        said = answers.get(c.code)
        level = said.level if said else None
        lacks = rules.lacks(rubric, c, level, said.reasoning if said else "",
                            said.evidence if said else "")  # fmt: skip
        wording = c.levels[level].name(language) if level is not None else ""
        return Line(
            c, c.name(language), said, reviews.get(c.code), lacks, wording, files[c.code]
        )  # fmt: skip

    parts = tuple(
        _part(d.name(language), tuple(line(c) for c in d.criteria)) for d in rubric.directions
    )
    lines = [x for p in parts for x in p.lines]
    whole = _part("", tuple(lines))
    mine = found.municipality_id in policy.towns(actor)
    return AssessmentPage(
        found, found.municipality.name(language), rubric.name(language),
        bool(rubric.verified_by), parts, whole.own, whole.reviewed,
        sum(bool(x.lacks) for x in lines), sum(x.review is None for x in lines),
        mine and found.submitted_at is None,
        policy.is_ministry(actor) and found.submitted_at is not None
        and found.reviewed_at is None,
    )  # fmt: skip


def _part(name: str, lines: tuple[Line, ...]) -> Part:
    return Part(
        name, lines,
        rules.mean_level(x.answer.level if x.answer else None for x in lines),
        rules.mean_level(x.review.level if x.review else None for x in lines),
    )  # fmt: skip


def answer_of(assessment: Assessment, criterion: str) -> Answer | None:
    return Answer.objects.filter(assessment=assessment, criterion=criterion).first()


def review_of(assessment: Assessment, criterion: str) -> Review | None:
    return Review.objects.filter(assessment=assessment, criterion=criterion).first()


def years_of(municipality: str) -> list[Assessment]:
    """Assessments of a municipality that the person may see, latest first (1 query)."""
    return list(Assessment.objects.filter(municipality=municipality).order_by("-year"))


def own_open(actor: Actor) -> list[Assessment]:
    """Of one's own municipalities, not submitted yet (1 query)."""
    mine = Assessment.objects.filter(municipality__in=policy.towns(actor))
    return list(mine.filter(submitted_at__isnull=True).select_related("municipality"))
