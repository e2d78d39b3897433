"""What must hold of bodies and of taking part in policy: plain values in, answers out.

A share is None when there is nothing it could be a share of: never zero, never a hundred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

KINDS = ("commission", "task_force", "working_group", "council")
SECTORS = ("ngo", "police", "prosecution", "social", "child_rights", "municipality", "ministry",
           "other")  # fmt: skip
PRESENCE = ("present", "represented", "absent")
STATES = ("overdue", "open", "done_late", "done_in_time")
PROCESS_KINDS = ("act", "plan", "budget", "standard")
STAGES = ("drafting", "consultation", "decided", "stopped")
CONTRIBUTIONS = ("invited", "consulted", "written", "co_drafted", "voted")
BY_KEEPER = ("invited", "consulted")
"""What the keeper of a process writes about others; the rest an institution says of itself."""
VERDICTS = ("adopted", "partly", "refused", "no_answer")
ANSWER_WITHIN = 20
"""Working days after the day of submission. Lithuanian Law on Public Administration: to be
checked by the ministry."""


@dataclass(frozen=True)
class Share:
    """`part` of `of`. `percent` is None on a base of zero."""

    part: int
    of: int

    @property
    def percent(self) -> int | None:
        """Whole percent, half up."""
        return (200 * self.part + self.of) // (2 * self.of) if self.of else None


def in_force(since: date, until: date | None, day: date) -> bool:
    """Both the first and the last day count."""
    return since <= day and (until is None or day <= until)


@dataclass(frozen=True)
class Quorum:
    """Voting seats of the day, how many of them were filled, and whether that is enough."""

    there: int
    seats: int
    reached: bool


def quorum(states: Sequence[str | None], percent: int) -> Quorum | None:
    """More than `percent` of the voting seats of the day are present or represented.

    `states`: one per voting seat of the day; None: not written down. No answer (None) where there
    is no voting seat, or where what is not written down could still change the answer.
    """
    there = sum(s in ("present", "represented") for s in states)
    unknown = sum(s is None for s in states)
    reached = 100 * there > percent * len(states)
    if not states or (not reached and 100 * (there + unknown) > percent * len(states)):
        return None
    return Quorum(there, len(states), reached)


def decision_state(due: date, done_on: date | None, today: date) -> str:
    """One of STATES. The day it is due is still in time."""
    if done_on is not None:
        return "done_in_time" if done_on <= due else "done_late"
    return "overdue" if due < today else "open"


def done_in_time(states: Iterable[str]) -> Share:
    """Of the decisions whose time is over or that are done: an open one is not judged yet."""
    counted = Counter(states)
    judged = counted["done_in_time"] + counted["done_late"] + counted["overdue"]
    return Share(counted["done_in_time"], judged)


def by_sector(rows: Iterable[tuple[str, str]]) -> dict[str, Share]:
    """(sector, state) of written attendance → filled of written, by sector in the order named."""
    counted: dict[str, Counter[bool]] = {}
    for sector, state in rows:
        counted.setdefault(sector, Counter())[state != "absent"] += 1
    return {s: Share(counted[s][True], counted[s].total()) for s in SECTORS if s in counted}


def ngo_seats(sectors: Iterable[str]) -> Share:
    held = list(sectors)
    return Share(held.count("ngo"), len(held))


def a_year(days: Iterable[date]) -> list[tuple[int, int]]:
    """Meetings held in every year from the first to the last, years without one included."""
    counted = Counter(d.year for d in days)
    if not counted:
        return []
    return [(year, counted[year]) for year in range(max(counted), min(counted) - 1, -1)]


def working_days(is_working: Callable[[date], bool], after: date, until: date) -> int:
    """Working days after one day up to and including another; 0 when it is not later."""
    days = range(max((until - after).days, 0))
    return sum(is_working(after + timedelta(days=n + 1)) for n in days)


def takes_proposals(
    published_on: date | None, stage: str, closes_on: date | None, today: date
) -> bool:
    """A process is published, not decided, and its last day for proposals has not passed."""
    going_on = stage in ("drafting", "consultation")
    return published_on is not None and going_on and (closes_on is None or today <= closes_on)


@dataclass(frozen=True)
class Heard:
    """A submitted proposal that no later one replaced. `due`: the last day for the answer."""

    submitted: date
    due: date
    verdict: str | None = None
    answered: date | None = None


def standing(proposal: Heard, today: date) -> str:
    """waiting, overdue, answered or late. "No answer will be given" is no answer."""
    if proposal.verdict is None:
        return "overdue" if proposal.due < today else "waiting"
    if proposal.verdict == "no_answer" or proposal.answered is None:
        return "overdue"
    return "answered" if proposal.answered <= proposal.due else "late"


@dataclass(frozen=True)
class Hearing:
    """Indicators of being heard."""

    in_time: Share
    adopted: Share
    partly: Share
    refused: Share
    waiting: int
    overdue: int


def hearing(proposals: Sequence[Heard], today: date) -> Hearing:
    """In time: of those that were answered or whose time is over. Verdicts: of the answered."""
    stands = Counter(standing(p, today) for p in proposals)
    judged = stands["answered"] + stands["late"] + stands["overdue"]
    said = Counter(p.verdict for p in proposals if p.verdict not in (None, "no_answer"))
    of = said.total()
    adopted, partly, refused = (Share(said[v], of) for v in ("adopted", "partly", "refused"))
    return Hearing(
        Share(stands["answered"], judged), adopted, partly, refused, stands["waiting"],
        stands["overdue"],
    )  # fmt: skip


SHORTEST, LONGEST = 15, 600
"""Minutes of a supervision."""


def supervision_fault(
    held_on: date, since: date, until: date | None, today: date, minutes: int, seats: set[str],
    known: set[str],
) -> tuple[str, str] | None:  # fmt: skip
    """(field, code) of what does not hold of a supervision of a team that works since a day."""
    if held_on > today:
        return "held_on", "future"
    if not in_force(since, until, held_on):
        return "held_on", "no_team"
    if not SHORTEST <= minutes <= LONGEST:
        return "minutes", "length"
    return None if seats and seats <= known else ("seats", "nobody")
