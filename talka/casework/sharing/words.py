"""The names of this room's own codes, in the reader's language. What a person hears read aloud
when they are asked for consent says "you"."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def reading() -> str:
    """The language of the page: "en", or "lt" for every other."""
    return "en" if (get_language() or "lt").startswith("en") else "lt"


def name_column() -> str:
    return f"name_{reading()}"


SEEN: dict[str, Promise] = {
    "case": _("that you have a case here, its number and its dates; not your name"),
    "identity": _("your name, date of birth, personal code, telephone and address"),
    "contact": _("how you can be reached safely"),
    "story": _("what happened to you, as you told it"),
    "health": _("about your health"),
    "legal": _("about your legal matters"),
    "aid": _("what help you need and receive"),
    "note": _("the working notes that are shared"),
}
"""Data class → what the institution will see, to be read to the person."""

WAYS: dict[str, Promise] = {
    "oral": _("Told in words"),
    "written": _("Given in writing"),
    "both": _("Told and given in writing"),
}
GIVERS: dict[str, Promise] = {
    "person": _("The person"),
    "representative": _("A representative"),
}
URGENCIES: dict[str, Promise] = {
    "danger": _("Danger now"),
    "high": _("Urgent"),
    "normal": _("Ordinary"),
}
WITHDRAWALS: dict[str, Promise] = {
    "person_asked": _("The person asked for it"),
    "no_longer_needed": _("No longer needed"),
    "not_safe": _("No longer safe for the person"),
    "mistake": _("Written down by mistake"),
}
STATES: dict[str, Promise] = {
    "sent": _("Waits for an answer"),
    "accepted": _("Accepted"),
    "refused": _("Refused"),
    "withdrawn": _("Taken back"),
}
