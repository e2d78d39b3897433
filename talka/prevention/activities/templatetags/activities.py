"""The words of the room, for its templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils import formats
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.ground.ui.templatetags.talka import counted, tag
from talka.prevention.activities import content, words
from talka.prevention.activities.rules import Count

register = template.Library()


@register.filter
def of_list(code: Any, name: str) -> str:
    """The name of a code of the pack: `{{ row.kind|of_list:"kind" }}`."""
    return content.load().label(name, str(code), get_language() or "lt")


@register.filter
def worded(code: Any, table: str) -> str:
    return str(getattr(words, table).get(code, code))


@register.filter
def activity_tag(status: str) -> SafeString:
    return tag(words.STATUS[status], words.TONES[status])


@register.filter
def sums(found: Mapping[tuple[str, str], int]) -> SafeString:
    """A line for every way of counting; nothing is added up."""
    return format_html_join(
        SafeString("<br>"), "{}: {}",
        ((words.WAY[f"{unit}:{method}"], counted(n)) for (unit, method), n in found.items()),
    )  # fmt: skip


@register.filter
def count_in_words(one: Count) -> str:
    named = content.load().label("group", one.group, get_language() or "lt")
    return f"{named}: {counted(one.count)} ({words.WAY[f'{one.unit}:{one.method}']})"


@register.filter
def period(row: Any) -> str:
    """2026-03-14, or 2026-03-14 – 2026-03-16."""
    since, until = row.since.isoformat(), row.until.isoformat()
    return since if since == until else f"{since} – {until}"


@register.filter
def month_name(day: date) -> str:
    lt = (get_language() or "lt") == "lt"
    return formats.date_format(day, "Y \\m. F" if lt else "F Y")


@register.filter
def day_in_words(day: date) -> str:
    """23, Monday: for who hears the grid instead of seeing it."""
    return formats.date_format(day, "l")


@register.simple_tag
def weekdays() -> list[str]:
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
