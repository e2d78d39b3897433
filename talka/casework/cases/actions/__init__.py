"""What can be done to a case. The only writers of this room; every one is one transaction."""

from talka.casework.cases.actions.closing import close_case
from talka.casework.cases.actions.floors import lift_conflict, mark_conflict, seal_case
from talka.casework.cases.actions.grants import (
    end_access,
    end_grants,
    offer,
    share_with_colleague,
    take_up,
)
from talka.casework.cases.actions.opening import open_case
from talka.casework.cases.actions.path import end_turns, give_turn, note_step
from talka.casework.cases.actions.person import (
    ask_about,
    ask_who_knows,
    change_profile,
    write_identity,
)

__all__ = [
    "ask_about",
    "ask_who_knows",
    "change_profile",
    "close_case",
    "end_access",
    "end_grants",
    "end_turns",
    "give_turn",
    "lift_conflict",
    "mark_conflict",
    "note_step",
    "offer",
    "open_case",
    "seal_case",
    "share_with_colleague",
    "take_up",
    "write_identity",
]
