"""What follows when somebody signs in, changes a password or a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, user_logged_in
from allauth.mfa.signals import authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest

from talka.ground.access.actor import end_sessions_of
from talka.people.accounts import door
from talka.people.accounts.models import Account


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def remember_debt(request: HttpRequest, user: Account, **_: Any) -> None:
    request.session["owes"] = door.owed(user.id)


@receiver([password_changed, password_reset], dispatch_uid="accounts.password")
def end_other_sessions(user: Account, **_: Any) -> None:
    """A new password ends every session: who changed it signs in anew, so does a thief."""
    Account.objects.filter(id=user.id).update(must_change_password=False)
    end_sessions_of(user.id)


@receiver(authenticator_removed, dispatch_uid="accounts.factor_removed")
def ask_the_door_again(request: HttpRequest, **_: Any) -> None:
    request.session["owes"] = "ask"
