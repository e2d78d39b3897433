"""What the public page of a poll needs: the poll, its questions, whether a code is good."""

from __future__ import annotations

import re
from functools import lru_cache
from uuid import UUID

from django.db import connections
from django.utils import timezone

from talka.ground.crypto.provider import provider
from talka.ground.kernel.errors import Absent
from talka.prevention.polls import rules
from talka.prevention.polls.models import Poll, Questionnaire

OPEN_COLUMNS = ("id", "slug", "municipality_id", "questionnaire_id", "mode", "title_lt", "title_en",
                "since", "until", "min_age", "fielded_at", "closed_at")  # fmt: skip


def digest(poll: UUID, code: str) -> bytes:
    """Keyed: who has the database alone cannot try codes against it."""
    return provider().blind("poll_code", f"{poll}|{code}")


def asked_poll(slug: str) -> Poll:
    """A poll that was fielded, over the public connection. Absent otherwise."""
    if not re.fullmatch(r"[0-9a-f]{8}", slug):
        raise Absent
    found = Poll.objects.using("public").only(*OPEN_COLUMNS).filter(slug=slug).first()
    if found is None:
        raise Absent
    return found


def is_open(poll: Poll) -> bool:
    today = timezone.localdate()
    return poll.closed_at is None and poll.since <= today <= poll.until


def form_of(poll: Poll, using: str = "") -> rules.Form:
    """The questions of a poll; a published version never changes, so it is read once."""
    return _form(poll.questionnaire_id, using or poll._state.db or "default")


@lru_cache(maxsize=64)
def _form(questionnaire_id: UUID, using: str) -> rules.Form:
    return rules.form_of(Questionnaire.objects.using(using).get(id=questionnaire_id).document)


def stratum_of(poll: Poll, code: str) -> str | None:
    """The stratum of a code that is still good for this poll ("": it has none), else None."""
    with connections["public"].cursor() as cursor:
        cursor.execute("SELECT talka.poll_code_stratum(%s, %s)", [poll.slug, digest(poll.id, code)])
        found = cursor.fetchone()[0]
    return None if found is None else str(found)


def stands(poll: Poll, code: str) -> bool:
    """Is this code still good for this poll?"""
    return stratum_of(poll, code) is not None
