"""The words and numbers of the room, for its templates: `{{ code|told:"BASIS" }}`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from talka.ground.ui.templatetags.talka import tag
from talka.prevention.safety import words

register = template.Library()


@register.filter
def told(code: Any, table: str) -> str:
    """The name of a code of one of the tables of `words`."""
    return str(getattr(words, table).get(code, code))


@register.filter
def standing(status: str) -> SafeString:
    return tag(words.STATUS[status], words.TONES[status])


@register.filter
def figure(number: float | Decimal | None) -> str:
    """One decimal as the reader writes it; a dash where there is no number."""
    return "–" if number is None else str(number_format(number, 1, use_l10n=True))


@register.filter
def cell(found: Any) -> str:
    """A number as it was told, or in words why there is none."""
    if found.state in ("value", "zero") and found.value is not None:
        said = f"{found.value.normalize():f}"
        return said if get_language() == "en" else said.replace(".", ",")
    return str(words.STATE[found.state])


@register.filter
def named(thing: Any) -> str:
    """The name of a document's part in the reader's language."""
    return str(thing.name((get_language() or "lt").split("-")[0]))


@register.filter
def signed(number: int | None) -> str:
    """+1, 0 or −1; a dash where nothing is compared."""
    if number is None:
        return "–"
    return f"+{number}" if number > 0 else str(number).replace("-", "−")
