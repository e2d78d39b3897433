"""When the time of evidence is over: remind thirty days before, destroy the content after its day.

Both once, for ever: the row that remembers is claimed first, in the same transaction. The worker
has no key: what it destroys it could never read.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from talka.ground.audit.trail import act
from talka.ground.files import actions as files
from talka.ground.files.models import Attachment
from talka.people.accounts.models import Account, Worker
from talka.prevention.activities import rules
from talka.prevention.activities.models import Evidence, EvidenceEnding

LETTER = "activities.letter"
CLAIM = """
INSERT INTO talka.evidence_ending (id, evidence_id, what, "on", sent_at)
VALUES (gen_random_uuid(), %s, %s, %s, NULL)
ON CONFLICT (evidence_id, what) DO NOTHING RETURNING id
"""


def remind(today: date) -> int:
    """Defer the letters that are due; how many. Call inside the worker's transaction."""
    queue = app.with_connector(DjangoConnector(alias="default"))
    sent = 0
    for one in _standing("reminded").filter(retention_until__lte=today + rules.REMIND_BEFORE):
        if rules.overdue(one.retention_until, False, today):
            continue
        with act("activity.evidence_remind"):
            if claimed := _claim(one.id, "reminded", today):
                queue.configure_task(LETTER).defer(ending_id=str(claimed))
                sent += 1
    return sent


def destroy_ended(today: date) -> int:
    """Destroy what may not be kept any more; how much. Call inside the worker's transaction."""
    gone = 0
    for one in _standing("destroyed").filter(retention_until__lt=today):
        with act("activity.evidence_end"):
            if _claim(one.id, "destroyed", today):
                files.expire(attachment_id=one.file_id)
                gone += 1
    return gone


def _standing(what: str) -> QuerySet[Evidence]:
    """Evidence with an end whose content is there, and of which this was not done yet."""
    there = Attachment.objects.filter(id=OuterRef("file"), withdrawn_at__isnull=True)
    done = EvidenceEnding.objects.filter(evidence=OuterRef("id"), what=what)
    rows = Evidence.objects.filter(Exists(there), ~Exists(done), retention_until__isnull=False)
    return rows.only("id", "file", "retention_until").order_by("retention_until", "id")


def _claim(evidence_id: UUID, what: str, today: date) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [evidence_id, what, today])
        row = cursor.fetchone()
    return row[0] if row else None


def write_letter(ending_id: UUID | str) -> bool:
    """Send the letter of a reminder unless it is sent, to whoever put the file there. No activity,
    no name, no place in it."""
    row = EvidenceEnding.objects.filter(
        id=ending_id, what="reminded", sent_at__isnull=True
    ).annotate(by=F("evidence__file__by")).first()  # fmt: skip
    if row is None:
        return False
    with act("activity.evidence_letter"):
        fresh = EvidenceEnding.objects.filter(id=row.id, sent_at__isnull=True)
        if not fresh.update(sent_at=timezone.now()):
            return False
    _send(row.by, row.id)
    return True


def _send(account_id: UUID, ending_id: UUID) -> None:
    account = Account.objects.filter(id=account_id, is_active=True).first()
    worker = Worker.objects.filter(id=account_id, active=True).first()
    if account is None or worker is None:
        return
    with override(worker.language):
        EmailMessage(
            _("A file of yours in Talka is destroyed soon"),
            _("Sign in to see which one it is: %(url)s") % {"url": settings.PUBLIC_URL or "Talka"},
            to=[account.email],
            headers={"Message-ID": f"<{ending_id}.{account.id}@talka>"},
        ).send()
