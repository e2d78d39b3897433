"""Draft a poll, ask it, print codes, close it."""

from __future__ import annotations

import secrets
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.access.actor import Actor
from talka.ground.audit.trail import act
from talka.ground.kernel.errors import Broken, Refused
from talka.prevention.polls import codes, policy
from talka.prevention.polls.models import Margin, Poll, Stratum
from talka.prevention.polls.queries.asking import digest
from talka.prevention.polls.tasks import mix_closed

MOST_CODES = 2000
"""At one printing; a larger poll prints several times."""


def draft_poll(
    *,
    actor: Actor,
    municipality: str | None,
    questionnaire_id: UUID,
    mode: str,
    title_lt: str,
    title_en: str,
    since: date,
    until: date,
    min_age: int,
    probability: bool,
    population: int | None,
) -> Poll:
    """A poll of a municipality, or of the country (None). Nobody outside sees it yet."""
    policy.require(actor, municipality)
    faults = {}
    if until < since:
        faults["until"] = _("The period ends before it begins.")
    if until < timezone.localdate():
        faults.setdefault("until", _("This day is past."))
    if probability and mode != "code":
        faults["probability"] = _("An open link is no sample drawn by chance.")
    if faults:
        raise Broken(faults)
    with act("poll.draft"):
        return Poll.objects.create(
            slug=secrets.token_hex(4), municipality_id=municipality or None,
            questionnaire_id=questionnaire_id, mode=mode, title_lt=title_lt, title_en=title_en,
            since=since, until=until, min_age=min_age, probability=probability,
            population=population, made_by_id=actor.id,
        )  # fmt: skip


def set_margin(*, actor: Actor, poll_id: UUID, question: str, people: dict[str, int]) -> None:
    """The whole margin of a question anew: option → people of the population. A draft only."""
    poll = policy.draft(actor, poll_id)
    known = {q.key: q for q in policy.form(poll).questions}
    if question not in known or known[question].kind != "single":
        raise Broken({"question": _("Choose a question about the person.")})
    if not people or set(people) - set(known[question].codes) or min(people.values()) <= 0:
        raise Broken({"people": _("Every answer needs a number above 0.")})
    with act("poll.weigh"):
        Margin.objects.filter(poll=poll, question=question).delete()
        Margin.objects.bulk_create(
            Margin(poll=poll, question=question, option=o, people=n) for o, n in people.items()
        )


def field_poll(*, actor: Actor, poll_id: UUID) -> None:
    """From now on it is asked and stands still."""
    poll = policy.draft(actor, poll_id)
    with act("poll.field"):
        Poll.objects.filter(id=poll.id).update(fielded_at=timezone.now(), version=F("version") + 1)


def print_codes(
    *, actor: Actor, poll_id: UUID, count: int, stratum_id: UUID | None = None
) -> list[str]:
    """New one-time codes, as printed. They are kept nowhere: only a keyed digest is. In a poll with
    strata all of them belong to one."""
    poll = policy.mine(actor, poll_id)
    if poll.mode != "code" or poll.closed_at is not None:
        raise Refused(_("This poll takes no codes."))
    if not 1 <= count <= MOST_CODES:
        raise Broken({"count": _("From 1 to %(most)s codes at a time.") % {"most": MOST_CODES}})
    strata = {s.id for s in poll.strata.all()}
    if strata and stratum_id not in strata:
        raise Broken({"stratum_id": _("Choose the stratum these codes are for.")})
    made = [codes.fresh() for _n in range(count)]
    with act("poll.print"), connection.cursor() as cursor:
        # sorted by digest: the order in the table is not the order on the paper
        cursor.executemany(
            "INSERT INTO talka.poll_code (digest, poll_id, stratum_id) VALUES (%s, %s, %s)",
            [(d, poll.id, stratum_id) for d in sorted(digest(poll.id, code) for code in made)],
        )
        if stratum_id:
            Stratum.objects.filter(id=stratum_id).update(codes_printed=F("codes_printed") + count)
        Poll.objects.filter(id=poll.id).update(
            codes_printed=F("codes_printed") + count, version=F("version") + 1
        )
    return made


def close_poll(*, actor: Actor, poll_id: UUID) -> None:
    """No answer is taken any more. What waits is mixed by the worker, then it can be counted."""
    poll = policy.mine(actor, poll_id)
    if poll.fielded_at is None or poll.closed_at is not None:
        raise Refused(_("Only a poll that is being asked can be closed."))
    with act("poll.close"):
        Poll.objects.filter(id=poll.id).update(closed_at=timezone.now(), version=F("version") + 1)
        mix_closed.defer(poll_id=str(poll.id))


def strike_poll(*, actor: Actor, poll_id: UUID) -> None:
    """Throw a draft away."""
    poll = policy.draft(actor, poll_id)
    with act("poll.strike"), connection.cursor() as cursor:
        Margin.objects.filter(poll=poll).delete()
        # not through Django, which would first read the tables of answers: no page may
        cursor.execute("DELETE FROM talka.poll_stratum WHERE poll_id = %s", [poll.id])
        cursor.execute("DELETE FROM talka.poll WHERE id = %s", [poll.id])
