"""The words of the room, for its templates: `{{ code|said:"KIND" }}`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.ground.ui.templatetags.talka import tag
from talka.prevention.programmes import beside, words

register = template.Library()


@register.simple_tag
def beside_measure() -> list[beside.Page]:
    """What other rooms have to say of a measure."""
    return beside.pages()


@register.filter
def said(code: Any, table: str) -> str:
    """The name of a code of one of the tables of `words`."""
    return str(getattr(words, table).get(code, code))


@register.filter
def titled(programme: Any) -> str:
    """The title of a programme in the reader's language."""
    return str(programme.name(get_language() or "lt"))


@register.filter
def in_words(message: Any) -> str:
    """A finding about a plan, with its sheet and cell."""
    return words.sentence(message)


@register.filter
def status_tag(standing: Any) -> SafeString:
    """The status; what a person says stands first, the computed one beside it."""
    shown = tag(words.STATUS[standing.status], words.TONES[standing.status])
    if not standing.said:
        return shown
    return format_html(
        '{} <span class="quiet small">{}</span>', shown,
        _("computed: %(status)s") % {"status": words.STATUS[standing.computed]},
    )  # fmt: skip


@register.filter
def euros(amount: Decimal | None) -> str:
    """1 613,10 € or €1,613.10 as the reader writes it, never broken; a dash when nobody said."""
    if amount is None:
        return "–"
    if get_language() == "en":
        return f"€{amount:,.2f}"
    return f"{amount:,.2f} €".replace(",", " ").replace(".", ",").replace(" ", "\u00a0")


@register.filter
def entered(money: Any) -> str:
    """Euros as a table would enter them, in words what a mark was read as; "" for an empty line."""
    if money is None:
        return ""
    if money.value is None:
        return str(words.JOINED[money.state])
    return euros(money.value)


@register.filter
def number_or_none(row: Any) -> str:
    """A value, or in words why there is none."""
    if row.state in ("value", "zero"):
        return f"{row.value.normalize():f}"
    return str(words.STATE[row.state])


@register.filter
def joined(roll: Any) -> str:
    """A figure of the whole country, or in words why there is none."""
    if roll.value is None:
        return str(words.JOINED[roll.state])
    return f"{roll.value.quantize(Decimal('0.01')).normalize():f}"


@register.filter
def from_of(roll: Any) -> str:
    """From how many of those asked the figure is known."""
    return _("from %(known)d of %(of)d") % {"known": roll.known, "of": roll.of}


@register.filter
def plain(number: Decimal | None) -> str:
    return "–" if number is None else f"{number.normalize():f}"


@register.filter
def original(line: Any) -> str:
    """The amount as it was written, with its currency; or why there is none."""
    if line.amount is None:
        return str(words.STATE[line.state])
    unit = _("thousand ") if line.multiplier == 1000 else ""
    return f"{line.amount.normalize():f} {unit}{'Lt' if line.currency == 'LTL' else '€'}"
