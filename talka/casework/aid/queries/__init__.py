"""What can be asked about aid: visible rows, opened with the asker's keys, as frozen pages."""

from talka.casework.aid.queries.assessments import contact_page, needs_history, risks
from talka.casework.aid.queries.closures import closures
from talka.casework.aid.queries.institutions import answerable, on_the_case
from talka.casework.aid.queries.notes import (
    files_page,
    known_file,
    notes_page,
    one_file,
    one_note,
)
from talka.casework.aid.queries.plans import goal_page, open_goal_choices, plan_page, plan_version
from talka.casework.aid.queries.services import one_service, services_page

__all__ = [
    "answerable",
    "closures",
    "contact_page",
    "files_page",
    "goal_page",
    "known_file",
    "needs_history",
    "notes_page",
    "on_the_case",
    "one_file",
    "one_note",
    "one_service",
    "open_goal_choices",
    "plan_page",
    "plan_version",
    "risks",
    "services_page",
]
