"""What can be done in aid. The only writers of this room, by noun."""

from talka.casework.aid.actions.closure import close, record_follow_up, reopen_case
from talka.casework.aid.actions.notes import add_file, withdraw_file, write_note
from talka.casework.aid.actions.plan import (
    add_goal,
    assess_needs,
    change_goal,
    end_goal,
    make_plan,
    review_plan,
)
from talka.casework.aid.actions.risk import assess_risk, confirm_contact, write_contact_rules
from talka.casework.aid.actions.services import record_service, withdraw_service

__all__ = [
    "add_file",
    "add_goal",
    "assess_needs",
    "assess_risk",
    "change_goal",
    "close",
    "confirm_contact",
    "end_goal",
    "make_plan",
    "record_follow_up",
    "record_service",
    "reopen_case",
    "review_plan",
    "withdraw_file",
    "withdraw_service",
    "write_contact_rules",
    "write_note",
]
