"""The words of the room, for its templates, and the code of a certificate as a picture."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from talka.ground.ui.templatetags.talka import tag
from talka.prevention.training import words
from talka.prevention.training.content import content

register = template.Library()


@register.filter
def phase(code: str) -> str:
    return str(words.PHASE[code])


@register.filter
def why(code: str) -> str:
    return str(words.WHY[code])


@register.filter
def state_tag(code: str) -> SafeString:
    """A state as a coloured word."""
    return tag(words.STATE[code], words.TONE[code])


@register.filter
def state(code: str) -> str:
    return str(words.STATE[code])


@register.filter
def competence(code: str) -> str:
    return content().name(code, get_language() or "lt")


@register.filter
def grouped(number: str) -> str:
    """A certificate number as it stands on paper, four signs at a time."""
    return " ".join(number[n : n + 4] for n in range(0, len(number), 4))


@register.filter
def decimal(value: float | None, places: int = 1) -> str:
    """A figure as the reader writes it; a dash where there is none."""
    if value is None:
        return "–"
    text = f"{value:.{places}f}".replace("-", "−")
    return text if get_language() == "en" else text.replace(".", ",")


@register.simple_tag
def qr(address: str) -> SafeString:
    """The address as a QR code: SVG of our own making, no style inside."""
    import segno

    text = segno.make(address, error="m").svg_inline(scale=3, border=2, omitsize=False)
    return SafeString(text)


@register.simple_tag
def hours(minutes: Any) -> str:
    """Hours of 60 minutes, to a tenth."""
    return decimal(float(minutes) / 60)
