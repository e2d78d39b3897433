"""The letter with the link of an invitation. Sent when what it tells of is saved."""

from __future__ import annotations

from functools import partial

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override


def send_invitation(*, address: str, link: str, language: str) -> None:
    """After commit; a mail server that fails is logged and the invitation can be sent again."""
    transaction.on_commit(partial(_send, address, link, language), robust=True)


def _send(address: str, link: str, language: str) -> None:
    with override(language):
        EmailMessage(
            _("You are invited to Talka"),
            _(
                "The administrator of your institution gave you an account in Talka.\n\n"
                "Open this page within seven days and choose a password:\n\n%(link)s\n\n"
                "Nobody will ever ask you for this link or for the password."
            )
            % {"link": link},
            to=[address],
        ).send()
