"""Safety: published rubrics and frameworks, assessments, figures, groups, recommendations."""

from talka.prevention.safety.models.judged import (
    Answer,
    Assessment,
    Figure,
    FrameworkVersion,
    Group,
    Review,
    RubricVersion,
)
from talka.prevention.safety.models.needs import (
    Addressee,
    Analysis,
    Confirmation,
    Finding,
    Need,
    Recommendation,
    Response,
    Step,
)
from talka.prevention.safety.models.showing import AnswerFile, AnswerKey

__all__ = [
    "Addressee",
    "Analysis",
    "Answer",
    "AnswerFile",
    "AnswerKey",
    "Assessment",
    "Confirmation",
    "Figure",
    "Finding",
    "FrameworkVersion",
    "Group",
    "Need",
    "Recommendation",
    "Response",
    "Review",
    "RubricVersion",
    "Step",
]
