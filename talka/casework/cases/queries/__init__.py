"""What can be asked about cases. Visible rows only, bounded queries, frozen answers."""

from talka.casework.cases.queries.access import (
    Glance,
    Mark,
    Onlooker,
    Opened,
    admitted_seats,
    conflicts,
    full_holders,
    glances,
    last_hand,
    onlookers,
    own_classes,
)
from talka.casework.cases.queries.file import (
    VAULT,
    identity_texts,
    profile_of,
)
from talka.casework.cases.queries.lists import PAGE, CaseLine, CasePage, newest
from talka.casework.cases.queries.told import TimelineItem, Told, gaps_of, timeline, told
from talka.casework.cases.queries.turns import TurnLine, open_turns, spoken

__all__ = [
    "PAGE",
    "VAULT",
    "CaseLine",
    "CasePage",
    "Glance",
    "Mark",
    "Onlooker",
    "Opened",
    "TimelineItem",
    "Told",
    "TurnLine",
    "admitted_seats",
    "conflicts",
    "full_holders",
    "gaps_of",
    "glances",
    "identity_texts",
    "last_hand",
    "newest",
    "onlookers",
    "open_turns",
    "own_classes",
    "profile_of",
    "spoken",
    "timeline",
    "told",
]
