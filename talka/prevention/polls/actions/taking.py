"""Take somebody's answers, and mix them: two acts that must not be set side by side."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from talka.ground.crypto.provider import provider
from talka.ground.crypto.sealing import DataKey, decrypt, encrypt
from talka.prevention.polls import rules, wording
from talka.prevention.polls.models import Poll, Response, Waiting, Words
from talka.prevention.polls.queries.asking import digest, form_of, stratum_of

SEALED_AS = 8192
"""All answers to a questionnaire are filled up to one length, a multiple of these bytes, before
they are sealed: who wrote much is not told by it."""

AROUND = 300
"""Bytes of the week, the stratum and their names."""


def take(*, poll: Poll, code: str, answers: Mapping[str, rules.Answer]) -> str:
    """taken, code (unknown or used already) or closed; the database decides. On the public
    connection: nobody is signed in."""
    stratum = stratum_of(poll, code) if code else ""
    sealed = sealed_answers(poll.id, form_of(poll, "public"), stratum or "", answers)
    with connections["public"].cursor() as cursor:
        cursor.execute(
            "SELECT talka.poll_take(%s, %s, %s)",
            [poll.slug, digest(poll.id, code) if code else b"", sealed],
        )
        return str(cursor.fetchone()[0])


def sealed_answers(
    poll: UUID, form: rules.Form, stratum: str, answers: Mapping[str, rules.Answer]
) -> bytes:
    """As they wait to be mixed."""
    room = rules.room(form) + AROUND
    week = rules.week_of(timezone.localdate()).isoformat()
    body = json.dumps(
        {"week": week, "stratum": stratum, "answers": answers}, ensure_ascii=False
    ).encode()
    length = -(-room // SEALED_AS) * SEALED_AS
    return encrypt(_key(poll), _bound(poll), body.ljust(length))


def _key(poll: UUID) -> DataKey:
    return provider().named(f"poll:{poll}")


def _bound(poll: UUID) -> bytes:
    return b"poll-answers|" + poll.bytes


def mix(*, poll_id: UUID, using: str = "default") -> int:
    """Write waiting answers as responses, in random order under random ids, all in one
    transaction; at least five others stay behind while the poll is asked. Returns how many.

    Run by the worker. A crash leaves all as it was; two workers take turns (SKIP LOCKED).
    """
    chance = secrets.SystemRandom()
    with transaction.atomic(using=using):
        poll = Poll.objects.using(using).defer("made_by").get(id=poll_id)
        waiting = list(
            Waiting.objects.using(using).filter(poll_id=poll_id).select_for_update(skip_locked=True)
        )
        chosen = chance.sample(waiting, rules.to_mix(len(waiting), poll.closed_at is not None))
        opened = [json.loads(decrypt(_key(poll_id), _bound(poll_id), bytes(w.sealed)))
                  for w in chosen]  # fmt: skip
        _write(poll, opened, chance, using)
        Waiting.objects.using(using).filter(id__in=[w.id for w in chosen]).delete()
    return len(chosen)


def _write(poll: Poll, opened: list[dict[str, Any]], chance: Any, using: str) -> None:
    """Own words stand apart from the other answers, in an order of their own."""
    in_words = {q.key for q in form_of(poll).questions if q.kind in rules.IN_WORDS}
    responses, texts = [], []
    for one in opened:
        answers = one["answers"]
        responses.append(Response(
            poll=poll, week=date.fromisoformat(one["week"]), stratum=one["stratum"],
            answers={k: v for k, v in answers.items() if k not in in_words},
        ))  # fmt: skip
        texts += [
            Words(poll=poll, question=k, text=str(v), flagged=wording.names_somebody(str(v)))
            for k, v in answers.items()
            if k in in_words
        ]
    chance.shuffle(responses)
    chance.shuffle(texts)
    Response.objects.using(using).bulk_create(responses)
    Words.objects.using(using).bulk_create(texts)
