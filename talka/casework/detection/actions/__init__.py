"""What can be done between a signal and a case. The only writers of this room."""

from talka.casework.detection.actions.assertions import assert_status, write_story
from talka.casework.detection.actions.opening import ask_known, open_from_signal
from talka.casework.detection.actions.screenings import answer, begin_screening, decide, screen
from talka.casework.detection.actions.signals import (
    drop_signal,
    mark_danger,
    pass_on,
    receive_signal,
)

__all__ = [
    "answer",
    "ask_known",
    "assert_status",
    "begin_screening",
    "decide",
    "drop_signal",
    "mark_danger",
    "open_from_signal",
    "pass_on",
    "receive_signal",
    "screen",
    "write_story",
]
