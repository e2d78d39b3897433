"""Training: courses and their versions, sessions, who was there, tests, certificates."""

from talka.prevention.training.models.courses import Course, CourseModule, CourseVersion, Question
from talka.prevention.training.models.outcomes import (
    Answer,
    Certificate,
    CertificateTry,
    Reminder,
    Taken,
)
from talka.prevention.training.models.sessions import (
    Attendance,
    Enrolment,
    SessionPart,
    SessionTrainer,
    TrainingSession,
)

__all__ = [
    "Answer",
    "Attendance",
    "Certificate",
    "CertificateTry",
    "Course",
    "CourseModule",
    "CourseVersion",
    "Enrolment",
    "Question",
    "Reminder",
    "SessionPart",
    "SessionTrainer",
    "Taken",
    "TrainingSession",
]
