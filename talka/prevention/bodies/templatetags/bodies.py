"""The words of the room, for its templates: `{{ code|said:"KIND" }}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from talka.ground.ui.templatetags.talka import tag
from talka.prevention.bodies import words
from talka.prevention.bodies.rules import Share

register = template.Library()


@register.filter
def said(code: Any, table: str) -> str:
    """The name of a code of one of the tables of `words`."""
    return str(getattr(words, table).get(code, code))


@register.filter
def tagged(code: Any, table: str) -> SafeString:
    """The same as a tag of its tone."""
    return tag(said(code, table), words.TONES.get(code, "neutral"))


@register.filter
def share(value: Share) -> str:
    """ "3 of 4 (75 %)"; on a base of zero in words that there is none."""
    if value.percent is None:
        return _("none to count")
    return _("%(part)s of %(of)s (%(percent)s %%)") % {
        "part": value.part, "of": value.of, "percent": value.percent,
    }  # fmt: skip
