"""Remind of the end of a certificate: once at each threshold, for ever."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from talka.ground.audit.trail import act
from talka.people.accounts.models import Account, Worker
from talka.prevention.training import rules
from talka.prevention.training.models import Certificate, Reminder

LETTER = "training.letter"
CLAIM = """
INSERT INTO talka.training_reminder (id, certificate_id, days, "on", sent_at)
VALUES (gen_random_uuid(), %s, %s, %s, NULL)
ON CONFLICT (certificate_id, days) DO NOTHING RETURNING id
"""


def _waiting(today: date) -> list[Certificate]:
    """Certificates of colleagues that end within 90 days, but not where a later one of the same
    course took over."""
    rows = Certificate.objects.filter(
        worker__isnull=False, worker__active=True, revoked_on__isnull=True,
        valid_until__range=(today, today + timedelta(days=rules.REMIND_AT[0])),
    ).select_related("course")  # fmt: skip
    renewed = {
        (worker, course): until
        for worker, course, until in Certificate.objects.filter(
            worker__in=[c.worker_id for c in rows], revoked_on__isnull=True
        ).order_by("issued_on", "valid_until").values_list(
            "worker", "course__course", "valid_until")
    }  # fmt: skip
    return [
        c for c in rows if c.worker_id and renewed[c.worker_id, c.course.course_id] == c.valid_until
    ]


def remind(today: date) -> int:
    """Defer the letters that are due; how many. Only the nearest threshold of a certificate, even
    after an outage. The row that remembers and the job are one transaction: of two workers at the
    same instant the second finds the row and defers nothing. Call inside the worker's transaction.
    """
    queue = app.with_connector(DjangoConnector(alias="default"))
    sent = 0
    for one in _waiting(today):
        days = rules.due_reminder(one.valid_until, today) if one.valid_until else None
        if days is None or one.reminders.filter(days__lte=days).exists():
            continue
        with act("training.remind"), connection.cursor() as cursor:
            cursor.execute(CLAIM, [one.id, days, today])
            claimed = cursor.fetchone()
            if claimed:
                queue.configure_task(LETTER).defer(reminder_id=str(claimed[0]))
                sent += 1
    return sent


def write_letter(reminder_id: UUID | str) -> bool:
    """Send the letter of a reminder unless it is sent. No course, no name, no place in it."""
    row = Reminder.objects.select_related("certificate__worker").filter(id=reminder_id).first()
    if row is None or row.sent_at is not None or row.certificate.worker is None:
        return False
    with act("training.letter"):
        if not Reminder.objects.filter(id=row.id, sent_at__isnull=True).update(
            sent_at=timezone.now()
        ):
            return False
    _send(row.certificate.worker, row.id)
    return True


def _send(worker: Worker, reminder_id: UUID) -> None:
    account = Account.objects.filter(id=worker.id, is_active=True).first()
    if account is None:
        return
    with override(worker.language):
        EmailMessage(
            _("Something of yours in Talka runs out soon"),
            _("Sign in to see what it is: %(url)s") % {"url": settings.PUBLIC_URL or "Talka"},
            to=[account.email],
            headers={"Message-ID": f"<{reminder_id}.{account.id}@talka>"},
        ).send()
