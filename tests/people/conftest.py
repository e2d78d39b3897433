"""Sign-in acts through the door's own connection, so what it does is put back by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import Client

from talka.people.accounts.models import Account
from tests.cast import PASSWORD, Member


@dataclass(frozen=True)
class Letter:
    to: list[str]
    subject: str
    body: str

    @property
    def link(self) -> str:
        """The path of the link in the letter."""
        address = next(w for w in self.body.split() if w.startswith("http"))
        return "/" + address.split("/", 3)[3]


@pytest.fixture
def letters() -> Callable[[], list[Letter]]:
    """What was sent. Letters wait for the commit; the test's transaction never commits, so the
    waiting ones are sent here."""
    mail.outbox.clear()

    def sent() -> list[Letter]:
        waiting, connection.run_on_commit = connection.run_on_commit, []
        for _, send, _ in waiting:
            send()
        return [Letter(m.to, m.subject, str(m.body)) for m in mail.outbox]

    return sent


@pytest.fixture
def door(cast: dict[str, Member]) -> Iterator[None]:
    """What the test commits at the door (another connection has to see it) is put back: accounts,
    factors, invitations, limits, and the sessions it ended."""
    before = {a["id"]: a for a in Account.objects.values()}
    cache.clear()
    yield
    cache.clear()
    Authenticator.objects.all().delete()
    Account.objects.exclude(id__in=before).delete()
    for row in before.values():
        Account.objects.filter(id=row["id"]).update(**row)
    with connections["door"].cursor() as cursor:
        for member in cast.values():
            cursor.execute(
                "UPDATE priv.session SET ended = NULL"
                " WHERE token_hash = sha256(convert_to(%s, 'UTF8'))",
                [member.token],
            )


@pytest.fixture
def signs_in(cast: dict[str, Member], door: None) -> Callable[..., Client]:
    """A client that typed the password of a member."""

    def enter(name: str, language: str = "en", client: Client | None = None) -> Client:
        client = client or Client(headers={"accept-language": language})
        client.cookies["talka_language"] = language
        answer = sign_in(client, cast[name].email)
        assert answer.status_code == 302, answer.content.decode()
        return client

    return enter


def write(sql: str, params: Any) -> None:
    """Straight at the tables, past the actions, as the runtime role, under a named verb."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', 'test', true)")
        cursor.execute(sql, params)


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/account/login/", {"login": email, "password": password, **more})


@pytest.fixture
def account_of(world: dict[str, Member]) -> Callable[[str], Account]:
    return lambda name: Account.objects.get(id=world[name].account)
