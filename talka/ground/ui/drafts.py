"""No typed word is ever lost: what stands in an unsent form, kept sealed for its writer.

    drafts.save(actor, form_key, {"text": ["…"]})
    kept = drafts.load(actor, form_key)      # Kept(values, saved_at, parked) or None
    drafts.forget(actor, form_key)

`form_key` is the address of the form. `park` does the same for somebody whose session ended: the
door knows whose session it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connections
from django.utils import timezone
from django.utils.text import Truncator

from talka.ground.access.actor import Actor
from talka.ground.crypto.provider import provider
from talka.ground.crypto.sealing import DataKey, Place, Unopenable, seal, unseal
from talka.ground.ui.models import Draft, PostOnce

Values = dict[str, list[str]]

NEVER_KEPT = frozenset(
    {"csrfmiddlewaretoken", "idempotency_key", "draft_key", "version", "next", "login", "code"}
)
LARGEST = 400_000
"""Characters of one draft; beyond it nothing is kept and `save` returns None."""
BEGINNING = 70
"""Characters of a draft shown in the list of kept texts."""


@dataclass(frozen=True)
class Kept:
    values: Values
    saved_at: datetime
    parked: bool


@dataclass(frozen=True)
class Waiting:
    """One form with unsent words. `begins`: the first of them, for its writer to know it by."""

    form_key: str
    saved_at: datetime
    begins: str = ""


def worth_keeping(data: Mapping[str, Any] | Any) -> Values:
    """The typed fields of a post: no secrets, no keys of the page, nothing empty."""
    lists: Iterable[tuple[str, Any]] = data.lists() if hasattr(data, "lists") else data.items()
    return {
        name: [str(v) for v in values]
        for name, values in lists
        if name not in NEVER_KEPT and "password" not in name and any(values)
    }


def save(actor: Actor, form_key: str, data: Mapping[str, Any]) -> datetime | None:
    """Keep (or replace) the words of one form. None when there is nothing, or far too much."""
    values = worth_keeping(data)
    if not values:
        return None
    known = Draft.objects.filter(account=actor.id, form_key=form_key, parked=False)
    draft = known.order_by("-updated_at").first() or Draft(account=actor.id, form_key=form_key)
    if not _fill(draft, values):
        return None
    draft.save()
    return draft.updated_at


def _fill(draft: Draft, values: Values) -> bool:
    """Seal the values under a fresh key."""
    text = json.dumps(values, ensure_ascii=False)
    if len(text) > LARGEST:
        return False
    key = DataKey.fresh()
    draft.updated_at = timezone.now()
    draft.key_id = key.id
    draft.key_wrapped = provider().wrap(key, draft.id, Draft.data_class)
    draft.body_sealed = seal(key, _place(draft.id), text)
    return True


def _place(row: UUID) -> Place:
    return Place("draft", "body", row, row)


def load(actor: Actor, form_key: str) -> Kept | None:
    """The newest words of the form, or None."""
    draft = (
        Draft.objects.filter(account=actor.id, form_key=form_key).order_by("-updated_at").first()
    )
    return _opened(draft) if draft else None


def _opened(draft: Draft) -> Kept | None:
    """None when the words can no longer be opened."""
    try:
        key = provider().unwrap(bytes(draft.key_wrapped), draft.key_id, draft.id, Draft.data_class)
        values = json.loads(unseal(key, _place(draft.id), bytes(draft.body_sealed)))
    except Unopenable:
        return None
    return Kept(values, draft.updated_at, draft.parked)


def forget(actor: Actor, form_key: str) -> None:
    Draft.objects.filter(account=actor.id, form_key=form_key).delete()


def waiting(actor: Actor) -> list[Waiting]:
    """Every form of the person with unsent words, newest first."""
    newest: dict[str, Draft] = {}
    for draft in Draft.objects.filter(account=actor.id).order_by("-updated_at"):
        newest.setdefault(draft.form_key, draft)
    return [Waiting(key, d.updated_at, _begins(_opened(d))) for key, d in newest.items()]


def _begins(kept: Kept | None) -> str:
    """The longest thing typed, cut to a line: a chosen option would tell nobody the form."""
    typed = [v for values in kept.values.values() for v in values] if kept else []
    return Truncator(max(typed, key=len, default="")).chars(BEGINNING)


def park(token: str, form_key: str, data: Mapping[str, Any]) -> bool:
    """Keep words for the account behind a session secret, ended or not. True when kept."""
    values = worth_keeping(data)
    with connections["door"].cursor() as cursor:
        cursor.execute(
            "SELECT account FROM priv.session WHERE token_hash = sha256(convert_to(%s, 'UTF8'))",
            [token],
        )
        row = cursor.fetchone()
        if row is None or row[0] is None or not values:
            return False
        draft = Draft(id=uuid4(), account=row[0], form_key=form_key, parked=True)
        if not _fill(draft, values):
            return False
        cursor.execute(
            "INSERT INTO talka.draft (id, account, form_key, updated_at, parked, key_id,"
            " key_wrapped, body_sealed) VALUES (%s, %s, %s, %s, true, %s, %s, %s)",
            [
                draft.id,
                draft.account,
                form_key,
                draft.updated_at,
                draft.key_id,
                bytes(draft.key_wrapped),
                bytes(draft.body_sealed or b""),
            ],
        )
    return True


def sweep() -> tuple[int, int]:
    """For the worker: drop drafts older than 30 days and posts older than two (the policy keeps
    what an intake remembers, or its table would enter twice). Counts of both."""
    now = timezone.now()
    drafts, _ = Draft.objects.filter(updated_at__lt=now - timedelta(days=30)).delete()
    posts, _ = PostOnce.objects.filter(at__lt=now - timedelta(days=2)).delete()
    return drafts, posts
