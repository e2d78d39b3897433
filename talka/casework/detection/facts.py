"""What statistics may see of detection: who said what, and where signals come from. No identity.

Read over the *report* connection, like `cases.facts`. Counting units: `recorded` gives each person
once; `RecordedFact.by` says which kinds of body recorded them, so a person known to the police, an
NGO and a social service counts once nationally and once per source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from talka.casework.detection.models import Signal, StatusAssertion


@dataclass(frozen=True)
class RecordedFact:
    """One person recorded in one year. `by`: (kind of body, what it said last), sorted, one entry
    a kind; `municipality` of the case of the latest assertion."""

    municipality: str
    by: tuple[tuple[str, str], ...]


def recorded(year: int, using: str = "report") -> Iterator[RecordedFact]:
    """Every person about whom a body asserted something in the year, once (1 query)."""
    rows = (
        StatusAssertion.objects.using(using)
        .filter(on__gte=date(year, 1, 1), on__lte=date(year, 12, 31))
        .order_by("case__person", "on", "at")
        .values_list("case__person", "case__municipality_id", "institution__kind", "status")
    )
    current: object = None
    place, said = "", dict[str, str]()
    for person, municipality, kind, status in rows:
        if person != current and said:
            yield RecordedFact(place, tuple(sorted(said.items())))
            said = {}
        current, place = person, municipality
        said[kind] = status
    if said:
        yield RecordedFact(place, tuple(sorted(said.items())))


@dataclass(frozen=True)
class SignalFact:
    """One signal received in a year. `outcome`: case, a reason code, or "" while it waits."""

    municipality: str
    source: str
    channel: str
    anonymous: bool
    child: bool
    outcome: str


def signals(year: int, using: str = "report") -> Iterator[SignalFact]:
    """Every signal received in the year (1 query)."""
    rows = (
        Signal.objects.using(using)
        .filter(received_on__gte=date(year, 1, 1), received_on__lte=date(year, 12, 31))
        .values_list(
            "municipality_id", "source", "channel", "anonymous", "child_suspected",
            "settled_as", "settled_reason",
        )
    )  # fmt: skip
    for place, source, channel, anonymous, child, settled, reason in rows:
        yield SignalFact(place or "", source, channel, anonymous, child, reason or settled)
