"""Draw up the strata of a poll, and note how the field work went."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.prevention.polls import policy, sizes
from talka.prevention.polls.models import Poll, Stratum

NOTED = ("refused", "not_reached", "other", "not_eligible")


def add_stratum(
    *, actor: Actor, poll_id: UUID, code: str, name: str, people: int, planned: int
) -> Stratum:
    """A part of the population that is drawn from by itself. In a draft of a poll with codes."""
    poll = policy.draft(actor, poll_id)
    if poll.mode != "code":
        raise Refused(_("Only a poll with codes has strata: an open link draws nobody."))
    faults = {}
    if planned > people:
        faults["planned"] = _("More answers than people.")
    if poll.strata.filter(code=code).exists():
        faults["code"] = _("This code stands already.")
    if faults:
        raise Broken(faults)
    with act("poll.stratify"):
        return Stratum.objects.create(
            poll=poll, code=code, name=name, people=people, planned=planned
        )


def strike_stratum(*, actor: Actor, poll_id: UUID, stratum_id: UUID) -> None:
    poll = policy.draft(actor, poll_id)
    with act("poll.stratify"), connection.cursor() as cursor:
        # not through Django, which would first read the table of codes: no page may
        cursor.execute(
            "DELETE FROM talka.poll_stratum WHERE id = %s AND poll_id = %s", [stratum_id, poll.id]
        )
        if not cursor.rowcount:
            raise Absent


def divide(
    *, actor: Actor, poll_id: UUID, answers: int | None, points: float | None,
    shares: Mapping[str, float] | None,
) -> int:  # fmt: skip
    """Say of every stratum how many answers are wanted, of so many in all or of as many as tell a
    share to ± `points`. `shares`: what is expected in each (Neyman); None: in proportion. Returns
    how many in all. A draft only."""
    poll = policy.draft(actor, poll_id)
    people = {s.code: s.people for s in poll.strata.all()}
    if len(people) < 2:
        raise Refused(_("There is nothing to divide: a poll has two strata or none."))
    if answers is None and not points:
        raise Broken({"answers": _("Say how many answers, or how exact they shall be.")})
    wanted = answers or sizes.needed((points or 0) / 100, sum(people.values()))
    if not sizes.FEWEST * len(people) <= wanted <= sum(people.values()):
        raise Broken({"answers": _("At least two from each stratum, and no more than people.")})
    divided = (
        sizes.proportional(people, wanted) if shares is None
        else sizes.neyman(people, shares, wanted)
    )  # fmt: skip
    with act("poll.stratify"):
        for code, planned in divided.items():
            Stratum.objects.filter(poll=poll, code=code).update(
                planned=planned, version=F("version") + 1
            )
    return wanted


def _unused(poll: Poll, stratum: Stratum) -> int:
    """Codes printed for a stratum that nobody used: an answer needs no other word."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stratum, codes FROM talka.poll_codes_left(%s)", [poll.id])
        left = dict(cursor.fetchall())
    return int(left.get(stratum.id, 0))


def note_field_work(
    *, actor: Actor, poll_id: UUID, stratum_id: UUID, version: int, **numbers: int
) -> None:
    """How many of the codes printed for a stratum came to nothing, and why: no more than nobody
    answered with. Stale with the numbers of the other."""
    poll = policy.mine(actor, poll_id)
    found = Stratum.objects.filter(poll=poll, id=stratum_id).first()
    if found is None:
        raise Absent
    if found.version != version:
        theirs = {name: getattr(found, name) for name in NOTED}
        raise Stale({**theirs, "version": found.version})
    if sum(numbers[name] for name in NOTED) > _unused(poll, found):
        raise Broken({"refused": _("More than the codes that nobody answered with.")})
    with act("poll.field_work"):
        Stratum.objects.filter(id=found.id, version=version).update(
            version=F("version") + 1, **{name: numbers[name] for name in NOTED}
        )
