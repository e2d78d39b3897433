"""What the person was told, what they allowed, and where they were referred.

A consent is one row for each purpose × recipient × data class; a named legal ground is such a row
too. Grants to another institution stand on these rows, and the database refuses any other.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from talka.casework.cases.models import Case
from talka.casework.sharing.rules import GROUND_DAYS, LEGAL_GROUNDS, LONGEST_CONSENT_DAYS
from talka.ground.crypto.rows import SealedRow, sealed_column
from talka.people.accounts.models import Assignment
from talka.people.institutions.models import Institution


class InformationGiven(models.Model):
    """The person was told their rights, in a language they understand. Class *case*."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="information")
    on = models.DateField()
    language = models.TextField()
    how = models.TextField()
    interpreter = models.BooleanField(default=False)
    letter_version = models.CharField(max_length=20, default="", blank=True)
    by = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "case_information"
        indexes = [models.Index(fields=["case"], name="information_case")]


class Consent(SealedRow):
    """One institution may see one class for one purpose until a moment. Never changed, only
    withdrawn. `ground` is "consent" or a legal ground with its mandatory sealed reason."""

    data_class = "case"
    case = models.ForeignKey(Case, models.PROTECT, related_name="consents")
    purpose = models.TextField()
    recipient = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    shared_class = models.TextField()
    ground = models.TextField(default="consent")
    given_on = models.DateField()
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    evidence = models.TextField(default="", blank=True)
    given_by = models.TextField(default="", blank=True)
    note_sealed = sealed_column()
    reason_sealed = sealed_column()
    recorded_by = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(default="", blank=True)

    class Meta:
        db_table = "case_consent"
        indexes = [models.Index(fields=["case", "recipient"], name="consent_recipient")]
        constraints = [
            models.CheckConstraint(
                name="consent_has_its_ground",
                condition=Q(ground="consent", given_by__in=["person", "representative"])
                & ~Q(evidence="")
                & Q(until__lte=F("given_at") + timedelta(days=LONGEST_CONSENT_DAYS))
                | Q(ground__in=sorted(LEGAL_GROUNDS), reason_sealed__isnull=False)
                & Q(until__lte=F("given_at") + timedelta(days=GROUND_DAYS)),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_whole",
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason=""
                )
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_reason=""),
            ),
        ]


class Referral(models.Model):
    """Codes of a referral: what the receiving institution sees before it answers. The message is
    another table. `code` and `child` are copied from the case by the database."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    code = models.CharField(max_length=16, default="", editable=False)
    child = models.BooleanField(default=False, editable=False)
    from_institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    to_institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    purpose = models.TextField()
    needs = ArrayField(models.TextField(), default=list)
    urgency = models.TextField(default="normal")
    state = models.TextField(default="sent")
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_kind = models.TextField(default="", blank=True)
    due_source = models.TextField(default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+")
    refusal_reason = models.TextField(default="", blank=True)

    class Meta:
        db_table = "referral"
        indexes = [
            models.Index(fields=["to_institution", "-sent_at"], name="referral_inbox"),
            models.Index(fields=["case"], name="referral_case"),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_answered_once",
                condition=Q(
                    state="sent",
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                    refusal_reason="",
                )
                | Q(state__in=["accepted", "withdrawn"], refusal_reason="")
                & Q(answered_at__isnull=False, answered_by__isnull=False)
                | Q(state="refused", answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(refusal_reason=""),
            ),
            models.CheckConstraint(
                name="referral_to_another", condition=~Q(from_institution=F("to_institution"))
            ),
            models.UniqueConstraint(
                fields=["case", "to_institution"],
                condition=Q(state="sent"),
                name="one_waiting_referral",
            ),
        ]


class ReferralText(SealedRow):
    """The message that goes with a referral, or the words of a refusal.

    Its data key is its own, wrapped in the row: the receiver reads it before holding the case.
    """

    data_class = "case"
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="texts")
    kind = models.TextField()
    key_id = models.UUIDField()
    key_wrapped = models.BinaryField(null=True)
    text_sealed = sealed_column()

    class Meta:
        db_table = "referral_text"
        constraints = [
            models.CheckConstraint(
                name="referral_text_kind", condition=Q(kind__in=["message", "refusal"])
            ),
            models.UniqueConstraint(fields=["referral", "kind"], name="one_text_a_kind"),
        ]
