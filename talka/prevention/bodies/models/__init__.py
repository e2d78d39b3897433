"""Tables: bodies with their meetings, and policy processes with what was proposed in them."""

from talka.prevention.bodies.models.assembly import (
    Attendance,
    Body,
    Decision,
    FollowUp,
    Meeting,
    Minutes,
    Seat,
)
from talka.prevention.bodies.models.participation import (
    Answer,
    Contribution,
    PolicyProcess,
    Proposal,
)
from talka.prevention.bodies.models.supervision import Supervision

__all__ = [
    "Answer",
    "Attendance",
    "Body",
    "Contribution",
    "Decision",
    "FollowUp",
    "Meeting",
    "Minutes",
    "PolicyProcess",
    "Proposal",
    "Seat",
    "Supervision",
]
