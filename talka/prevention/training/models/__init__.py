"""Training: courses and their versions, sessions, who was there, tests, certificates."""

from talka.prevention.training.models.courses import Course, CourseModule, CourseVersion, Question
from talka.prevention.training.models.outcomes import (
    Certificate,
    CertificateTry,
    Reminder,
    Answer,
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
    "Attendance",
    "Certificate",
    "CertificateTry",
    "Course",
    "CourseModule",
    "CourseVersion",
    "Enrolment",
    "Reminder",
    "SessionPart",
    "SessionTrainer",
    "Answer",
    "Question",
    "Taken",
    "TrainingSession",
]
