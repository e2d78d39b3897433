"""Which version of a programme speaks on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def speaks(today: date, prefix: str = "") -> Q:
    """Published and not replaced yet; one that is to replace another waits for its first day.

    `prefix`: the path to the version. A programme whose period is over speaks on, until another
    version begins; ask for `until` where only the running period counts.
    """

    def at(**said: object) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in said.items()})

    unreplaced = at(ended_on__isnull=True) | at(ended_on__gte=today)
    return at(published_at__isnull=False) & unreplaced & (at(since__lte=today) | at(n=1))
