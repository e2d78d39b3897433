"""Tell people by e-mail that something waits for them: no code, no name, no place in it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from talka.casework.cases.models import Notice, Turn
from talka.casework.cases.rules import TEAM_ROLES
from talka.ground.audit.trail import act
from talka.ground.jobs.tasks import as_worker
from talka.people.accounts.models import Account, Assignment

TOLD = frozenset({"referral.answer"})
"""Acts whose turn is told by e-mail: they come from another institution."""


def tell(turn: Turn) -> None:
    """Queue the notice of a turn, in the transaction that makes the turn."""
    if turn.act in TOLD:
        notify.defer(turn_id=str(turn.id))


@app.task(name="cases.notify", retry=5)
def notify(turn_id: str) -> None:
    """Send once per turn: the notice row is the memory of it, so a job done twice tells once."""
    with as_worker():
        turn = Turn.objects.filter(id=turn_id, done_at__isnull=True).first()
        if turn is None or Notice.objects.filter(turn_id=turn_id).exists():
            return
        today = timezone.localdate()
        people = Assignment.objects.filter(
            institution_id=turn.institution_id, role__in=TEAM_ROLES, since__lte=today, until=None
        ).values_list("worker_id", "worker__language")
        with act("notice.send"):
            Notice(turn_id=turn.id, at=timezone.now()).save(force_insert=True)
        _send(dict(people), turn.id)


def _send(languages: dict[UUID, str], turn_id: UUID) -> None:
    accounts = Account.objects.filter(id__in=languages, is_active=True).values_list("id", "email")
    for account_id, email in accounts:
        with override(languages[account_id]):
            EmailMessage(
                _("Something waits for you in Talka"),
                _("Sign in to see what it is: %(url)s") % {"url": settings.PUBLIC_URL or "Talka"},
                to=[email],
                headers={"Message-ID": f"<{turn_id}.{account_id}@talka>"},
            ).send()
