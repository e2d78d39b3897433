"""The first administrator of a house: made by setup, through the door and as the owner."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import connections, transaction
from django.utils import timezone

from talka.people.accounts.models import Account, Assignment, Worker
from talka.people.institutions.models import Institution


def first_administrator(
    *, email: str, password: str, name: str = "Administrator", must_change: bool = False
) -> UUID:
    """The technical administrator; the same one when called again. Sees no content, ever.

    Needs the `migrate` connection of `bootstrap.build_tables`.
    """
    known = Account.objects.filter(email__iexact=email).first()
    if known:
        return known.id
    account_id = uuid4()
    with transaction.atomic(using="migrate"), connections["migrate"].cursor() as cursor:
        cursor.execute("SELECT set_config('talka.verb', 'house.found', true)")
        house = Institution(kind="other", name_lt="Talkos priežiūra", name_en="Talka operations")
        house.save(using="migrate", force_insert=True)
        Worker(id=account_id, name=name).save(using="migrate", force_insert=True)
        Assignment(
            worker_id=account_id,
            institution_id=house.id,
            role="technical_admin",
            since=timezone.localdate(),
        ).save(using="migrate", force_insert=True)
    account = Account(id=account_id, email=email, must_change_password=must_change)
    account.set_password(password)
    account.save(force_insert=True)
    return account_id
