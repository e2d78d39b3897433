"""What the screens of a case show: values put together from the room's queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.casework.cases import parts, queries, rules, words
from talka.casework.cases.permission import Held
from talka.ground.ui.pieces import Event, Step, Task


@dataclass(frozen=True)
class CasePage:
    """The case page: progress, what waits, parts, story."""

    steps: list[Step]
    turns: list[queries.TurnLine]
    tasks: list[Task]
    events: list[Event]


def case_page(held: Held) -> CasePage:
    """Everything of the case page (4 queries)."""
    language, now = held.actor.language, timezone.now()
    story = queries.timeline(held.case.id, language)
    turns = queries.open_turns(held.actor, now, held.case.id)
    return CasePage(progress(story), turns, tasks(held, story), [event(s) for s in story])


def progress(story: list[queries.TimelineItem]) -> list[Step]:
    """The path with what is done, the first that is not, and the rest."""
    days = {s.kind: s.on for s in reversed(story)}
    kinds = [kind for kind, _step in rules.PATH]
    now = next((k for k in kinds if k not in days), "")
    return [
        Step(
            words.STAGES[k],
            "done" if k in days else "now" if k == now else "next",
            days.get(k),
        )
        for k in kinds
    ]


def tasks(held: Held, story: list[queries.TimelineItem]) -> list[Task]:
    """The parts of the file, each with whether it was begun and whether it is open to me."""
    begun = {s.kind for s in story}
    found = []
    for part in parts.all_parts():
        decision = held.may(part.verb)
        if not decision:
            found.append(Task(part.label, "barred", "", _("Not opened to you")))
            continue
        state = "done" if part.kinds & begun else "open"
        found.append(Task(part.label, state, reverse(part.url_name, args=[held.case.id])))
    return found


def event(item: queries.TimelineItem) -> Event:
    """A dated fact as a line of the story."""
    title: Any = words.STEPS.get(item.kind, item.kind)
    return Event(item.on, title, by=f"{item.by}, {item.institution}")
