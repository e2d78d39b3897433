"""A case and who may see which part of it.

Data classes are tables, each with its own policy and its own key. A grant opens one class of one
case to one assignment.
"""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from talka.ground.crypto.rows import SealedRow, sealed_column
from talka.ground.places.models import Municipality
from talka.people.accounts.models import Assignment
from talka.people.institutions.models import Institution

DATA_CLASSES = ("case", "identity", "contact", "story", "health", "legal", "aid", "note")
"""Each a set of tables; the order is the order on the screen."""


class Case(models.Model):
    """Code, place and dated facts. `person` is a random pseudonym used for counting only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=16, unique=True)
    person = models.UUIDField(default=uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_tx = models.BigIntegerField(default=0, editable=False)
    protocol = models.TextField()
    protocol_version = models.PositiveIntegerField()
    child = models.BooleanField(default=False)
    sealed = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)
    closure_reason = models.TextField(default="", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "case_file"
        indexes = [
            models.Index(fields=["-opened_at"], name="case_newest"),
            models.Index(fields=["municipality", "opened_on"], name="case_place"),
            models.Index(fields=["id"], condition=models.Q(sealed=True), name="case_sealed"),
            models.Index(fields=["id"], condition=models.Q(child=True), name="case_of_child"),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_closed_with_reason",
                condition=models.Q(closed_on__isnull=True, closure_reason="")
                | (models.Q(closed_on__isnull=False) & ~models.Q(closure_reason="")),
            )
        ]


class Profile(models.Model):
    """Coded facts of the person (class *case*), the ones statistics count. "unknown" is a code."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="profile")
    id = models.UUIDField(default=uuid4, editable=False, unique=True)
    gender = models.TextField(default="unknown")
    age_group = models.TextField(default="unknown")
    citizenship = ArrayField(models.TextField(), default=list)
    exploitation = ArrayField(models.TextField(), default=list)
    languages = ArrayField(models.TextField(), default=list)
    source = models.TextField(default="other")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "case_profile"


class CaseKey(models.Model):
    """The data key of one class of one case, wrapped. Destroying it destroys what it sealed."""

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="keys")
    data_class = models.TextField()
    wrapped = models.BinaryField()

    class Meta:
        db_table = "case_key"
        constraints = [
            models.UniqueConstraint(fields=["case", "data_class"], name="one_key_a_class")
        ]


class Grant(models.Model):
    """Case × assignment × data class × basis × period. No assignment = offered to an institution,
    opens nothing until one of its people takes it up."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="grants")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+")
    data_class = models.TextField()
    may_write = models.BooleanField(default=False)
    admits_sealed = models.BooleanField(default=False)
    basis = models.TextField()
    basis_id = models.UUIDField(null=True)
    reason = models.TextField(default="", blank=True)
    granted_by = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_grant"
        indexes = [
            # Asked by the policies of every statement: answered without reading a row.
            models.Index(
                fields=["assignment", "data_class"],
                include=["case", "since", "until", "may_write", "admits_sealed", "basis"],
                condition=models.Q(ended_at__isnull=True),
                name="grant_live",
            ),
            models.Index(fields=["case"], name="grant_case"),
            models.Index(fields=["basis_id"], name="grant_basis"),
        ]
        constraints = [
            models.CheckConstraint(
                name="grant_basis_known",
                condition=models.Q(
                    basis__in=["own_work", "consent", "legal_ground", "break_glass"]
                ),
            )
        ]


class Identity(SealedRow):
    """The vault: who the person is. Class *identity*."""

    data_class = "identity"
    case = models.OneToOneField(Case, models.PROTECT, related_name="identity")
    name_sealed = sealed_column()
    born_sealed = sealed_column()
    personal_code_sealed = sealed_column()
    phone_sealed = sealed_column()
    address_sealed = sealed_column()
    other_sealed = sealed_column()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "case_identity"


class BlindToken(models.Model):
    """A keyed hash of a normalised identity part; read only by the database's own function."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    token = models.BinaryField()

    class Meta:
        db_table = "case_blind_token"
        indexes = [models.Index(fields=["token"], name="blind_token")]


class Step(models.Model):
    """A dated fact on the path: codes only. The timeline, the stage and the deadlines read it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    kind = models.TextField()
    outcome = models.TextField(default="", blank=True)
    data_class = models.TextField(default="case")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    ref = models.UUIDField(null=True)

    class Meta:
        db_table = "case_step"
        indexes = [models.Index(fields=["case", "at"], name="step_case")]


class Turn(models.Model):
    """Whose turn is it: an institution (or one of its people) owes the case an act, by when and
    says who (law or standard). Done when the act is done."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="turns")
    act = models.TextField()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+")
    ref = models.UUIDField(null=True)
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_kind = models.TextField(default="", blank=True)
    due_source = models.TextField(default="", blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "case_turn"
        indexes = [
            models.Index(
                fields=["institution", "due_at"],
                condition=models.Q(done_at__isnull=True),
                name="turn_open",
            ),
            models.Index(fields=["case"], name="turn_case"),
        ]


class Notice(models.Model):
    """The memory that a turn was told by e-mail; the worker writes it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    turn = models.OneToOneField(Turn, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "case_notice"
