"""Fields for texts, approximate dates and codes of the country's pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from talka.ground.kernel.pack import load_pack
from talka.ground.ui.collation import sorting_key
from talka.ground.ui.forms.approximate import ApproximateDate, NotADate, parse
from talka.ground.ui.forms.base import LONG, SHORT

RADIOS = 6
"""Up to this many choices are shown at once; more become a list to choose from."""


class TextField(forms.CharField):
    """One line, at most 200 characters."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", SHORT)
        super().__init__(**kwargs)


class LongTextField(forms.CharField):
    """Several lines, at most 5,000 characters."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONG)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)


class ApproximateDateField(forms.CharField):
    """A day, month, season or year. Cleans to ApproximateDate, or None when left empty."""

    default_error_messages = {
        "not_a_date": _("Write a day (2026-03-14), a month (2026-03), a season or a year."),
        "future": _("This date is in the future."),
    }

    def __init__(self, *, past: bool = False, **kwargs: Any) -> None:
        """`past`: refuse what begins after today."""
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault(
            "help_text", _("As exactly as it is known: 2026-03-14, 2026-03, spring 2026 or 2026.")
        )
        self.past = past
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse(text)
        except NotADate:
            raise forms.ValidationError(self.error_messages["not_a_date"], code="not_a_date")

    def run_validators(self, value: Any) -> None:
        """Lengths are judged on the text; here the day itself."""

        if (
            self.past
            and isinstance(value, ApproximateDate)
            and value.earliest > timezone.localdate()
        ):
            raise forms.ValidationError(self.error_messages["future"], code="future")

    def prepare_value(self, value: Any) -> Any:
        """An ApproximateDate or its stored form, in the words of the reader."""
        if isinstance(value, ApproximateDate):
            return value.label(get_language() or "lt")
        return value


def _choices(name: str, only: Iterable[str] | None) -> Callable[[], list[tuple[str, str]]]:
    """Choices of a pack list in the reader's language; countries and places sorted."""

    def listed() -> list[tuple[str, str]]:
        pairs = load_pack().choices(name, get_language() or "lt")
        if only is not None:
            wanted = set(only)
            pairs = [p for p in pairs if p[0] in wanted]
        if name in {"country", "municipality", "county"}:
            pairs.sort(key=lambda p: sorting_key(p[1]))
        return pairs

    return listed


def _how_many(name: str, only: Iterable[str] | None) -> int:
    return len(list(only)) if only is not None else len(load_pack().codes(name))


class CodeField(forms.ChoiceField):
    """One code of a list of the pack, by its name. Cleans to the code, "" when left empty."""

    def __init__(
        self,
        list_name: str,
        *,
        only: Iterable[str] | None = None,
        radios: bool | None = None,
        **kwargs: Any,
    ) -> None:
        only = tuple(only) if only is not None else None
        shown = radios if radios is not None else _how_many(list_name, only) <= RADIOS
        choices = _choices(list_name, only)
        if shown:
            kwargs.setdefault("widget", forms.RadioSelect)
            super().__init__(choices=choices, **kwargs)
        else:
            empty = lazystr(_("Choose"))
            super().__init__(choices=lambda: [("", empty), *choices()], **kwargs)
        self.list_name = list_name


class CodesField(forms.MultipleChoiceField):
    """Several codes of a list of the pack. Cleans to a list of codes, in the list's order."""

    def __init__(self, list_name: str, *, only: Iterable[str] | None = None, **kwargs: Any) -> None:
        only = tuple(only) if only is not None else None
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=_choices(list_name, only), **kwargs)
        self.list_name = list_name

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        choices: Any = self.choices
        return [code for code, _name in choices if code in chosen]
