"""Component tags and filters, loaded in every template."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from talka.ground.kernel.pack import load_pack
from talka.ground.kernel.pack.items import Term
from talka.ground.ui.collation import sorting_key
from talka.ground.ui.forms.approximate import ApproximateDate, NotADate, parse
from talka.ground.ui.icons import PATHS
from talka.ground.ui.pieces import TONES

register = template.Library()


def _language() -> str:
    return (get_language() or "lt").split("-")[0]


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside a word; never alone."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        PATHS[name],
    )


@register.simple_tag
def tag(text: Any, tone: str = "neutral") -> SafeString:
    return format_html('<span class="ds-tag" data-color="{}">{}</span>', TONES[tone], text)


@register.simple_tag(takes_context=True)
def once(context: dict[str, Any]) -> SafeString:
    """The key that makes a post count once. Stands in every form that posts."""
    key = context.get("idempotency_key", "")
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', key)


def _piece(name: str, **values: Any) -> SafeString:
    return SafeString(get_template(f"ui/pieces/{name}.html").render(values).strip())


@register.simple_tag
def steps(items: Iterable[Any]) -> SafeString:
    return _piece("steps", items=list(items))


@register.simple_tag
def tasklist(items: Iterable[Any]) -> SafeString:
    return _piece("tasks", items=list(items))


@register.simple_tag
def summary_list(rows: Iterable[Any]) -> SafeString:
    return _piece("rows", rows=list(rows))


@register.simple_tag
def timeline(items: Iterable[Any]) -> SafeString:
    return _piece("events", items=list(items))


@register.simple_tag
def empty(text: Any, url: str = "", act: Any = "") -> SafeString:
    """An empty list says what would stand there, and how to begin."""
    return _piece("empty", text=text, url=url, act=act)


@register.simple_tag
def field(bound: Any) -> SafeString:
    return SafeString(bound.as_field_group())


@register.simple_tag(takes_context=True)
def form_start(context: dict[str, Any], form: Any = None, action: str = "") -> SafeString:
    """Opens a posting form: CSRF, once, draft banner, error summary, hidden fields."""
    return _piece(
        "form_start",
        form=form,
        action=action,
        csrf_token=context.get("csrf_token"),
        idempotency_key=context.get("idempotency_key"),
    )


@register.simple_tag
def form_end() -> SafeString:
    return _piece("form_end")


# Words of the field


def _variants(text: str) -> set[str]:
    """ "possible victim / presumed victim (x)" answers to each of its names."""
    bare = re.sub(r"\([^)]*\)", "", text)
    return {" ".join(part.split()).casefold() for part in [text, bare, *bare.split("/")]}


def find_term(name: str) -> Term | None:
    wanted = name.casefold()
    return next((t for t in load_pack().glossary if wanted in _variants(t.en)), None)


@register.simple_tag(takes_context=True)
def term(context: Any, name: str, text: Any = "") -> SafeString:
    """A field term with its card: the other languages, and whether a native speaker checked it.

    `name` is English as in the glossary; `text` replaces it in the sentence (inflected).
    """
    found = find_term(name)
    shown = text or (name if found is None or _language() == "en" else found.lt)
    if found is None:
        return format_html("{}", shown)
    count = context.render_context["terms"] = context.render_context.get("terms", 0) + 1
    return _piece("term", term=found, shown=shown, id=f"term-{found.number}-{count}")


@register.simple_tag
def code(list_name: str, value: Any) -> str:
    """The name of a pack code; "" for none."""
    return load_pack().label(list_name, str(value), _language()) if value else ""


@register.filter
def code_label(value: Any, list_name: str) -> str:
    return code(list_name, value)


# Dates


@register.filter
def day(value: Any) -> str:
    """2026 m. kovo 14 d. / 14 March 2026"""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _in_words(value, _language()) if value else ""


@lru_cache(maxsize=4096)
def _in_words(value: date, language: str) -> str:
    """A page of a case names thirty days, most of them more than once."""
    return formats.date_format(value, "DATE_FORMAT" if language == "lt" else "j F Y")


date_lt = register.filter("date_lt", day)


@register.filter
def short_day(value: Any) -> str:
    """2026-03-14, for tables."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return value.strftime("%Y-%m-%d") if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    return f"{day(value)} {clock(value)}" if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    return timezone.localtime(value).strftime("%H:%M") if value else ""


@register.filter
def approximate(value: Any) -> str:
    """A stored approximate date (2026-21) in words (spring 2026)."""
    try:
        known = value if isinstance(value, ApproximateDate) else parse(str(value))
    except NotADate:
        return str(value or "")
    return known.label(_language())


@register.filter
def counted(number: int) -> str:
    """117 800 or 117,800 as the reader writes it, never broken."""
    said = f"{number:,}"
    return said if _language() == "en" else said.replace(",", "\u00a0")


def days_until(value: Any) -> int:
    at = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return int((at - timezone.localdate()).days)


@register.filter
def ago(value: datetime) -> str:
    """How long since, in minutes, hours or days."""
    minutes = max(0, int((timezone.now() - value).total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    return ngettext("%(n)d day ago", "%(n)d days ago", hours // 24) % {"n": hours // 24}


def relative(days: int) -> str:
    if days < 0:
        return ngettext("%(n)d day overdue", "%(n)d days overdue", -days) % {"n": -days}
    if days == 0:
        return _("today")
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


@register.simple_tag
def deadline(turn: Any) -> SafeString:
    """When a turn (`due_at`, `due_kind`, `due_source`, `due_verified`) ends, and by which rule."""
    due: date | datetime | None = getattr(turn, "due_at", None)
    if due is None:
        return SafeString("")
    left = days_until(due)
    done = getattr(turn, "done_at", None)
    return _piece(
        "deadline",
        due=due,
        words="" if done else relative(left),
        overdue=left < 0 and not done,
        kind=getattr(turn, "due_kind", ""),
        source=getattr(turn, "due_source", ""),
        verified=bool(getattr(turn, "due_verified", False)),
    )


@register.simple_tag
def sorted_lt(items: Iterable[Any], attribute: str = "") -> list[Any]:
    """In Lithuanian order: `{% sorted_lt places "name" as ordered %}`."""

    def key(item: Any) -> Any:
        value = getattr(item, attribute) if attribute else item
        return sorting_key(str(value() if callable(value) else value))

    return sorted(items, key=key)
