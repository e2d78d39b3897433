"""Words, percentages and bars of polls."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from talka.ground.ui.templatetags.talka import tag
from talka.prevention.polls import words
from talka.prevention.polls.views.public import language

register = template.Library()
TONE = {"draft": "neutral", "coming": "accent", "open": "now", "over": "neutral", "closed": "done"}


@register.simple_tag
def poll_state(state: str) -> SafeString:
    return tag(words.STATE[state], TONE[state])


@register.filter
def poll_mode(mode: str) -> Any:
    return words.MODE[mode]


@register.filter
def poll_title(form: Any) -> str:
    return str(form.title[language()])


@register.filter
def percent(value: float | None, decimals: int) -> str:
    return "" if value is None else number_format(round(value, decimals), decimals)


@register.filter
def signed(value: float, decimals: int) -> str:
    """With its sign; a difference of nothing has none."""
    told = percent(abs(value), decimals)
    return told if not round(value, decimals) else ("+" if value > 0 else "−") + told


@register.filter
def poll_rate(name: str) -> Any:
    return words.RATE[name]


@register.filter
def poll_turn(turn: int) -> Any:
    return words.TURN[turn]


@register.filter
def poll_sheet(state: str) -> Any:
    return words.SHEET[state]


@register.simple_tag
def bar(share: float) -> SafeString:
    """A bar of the share; the number stands beside it, so it is hidden from who cannot see it."""
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" width="160" height="16" aria-hidden="true"'
        ' preserveAspectRatio="none"><rect class="rest" width="100" height="10"/>'
        '<rect class="part" width="{}" height="10"/></svg>',
        f"{max(0.0, min(100.0, share)):.1f}",
    )
