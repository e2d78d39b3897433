"""People who work with Talka: the key to the door, the person, and what they are here for."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.db.models.lookups import GreaterThan

from talka.ground.places.models import Municipality
from talka.people.institutions.models import Institution


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """The key to the door: e-mail and password. Reached only through the *door* connection."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    is_staff = False
    is_superuser = False

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        db_table = "account"
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_an_email")]

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Invitation(models.Model):
    """An open invitation: only the hash of its link is kept. Door table."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE)
    token_hash = models.BinaryField(unique=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "invitation"


class Worker(models.Model):
    """A colleague as the others see them. `id` is the id of the account."""

    id = models.UUIDField(primary_key=True, editable=False)
    name = models.TextField()
    phone = models.TextField(default="", blank=True)
    language = models.CharField(max_length=5, default="lt")
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "worker"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A seat: person × institution × role × area × period. No municipality = the country."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="assignments")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="assignments")
    role = models.TextField()
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "assignment"
        indexes = [models.Index(fields=["worker"], name="assignment_worker")]
        constraints = [
            models.CheckConstraint(
                name="assignment_ends_after_it_starts",
                condition=models.Q(until__isnull=True)
                | GreaterThan(models.F("until"), models.F("since"))
                | models.Q(until=models.F("since")),
            )
        ]


class ConflictMark(models.Model):
    """This person may not touch this scope (a case), whatever their role. `reason` is a code."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    scope = models.UUIDField()
    reason = models.TextField()
    marked_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Worker, models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "conflict_mark"
        indexes = [models.Index(fields=["worker"], name="conflict_worker")]
