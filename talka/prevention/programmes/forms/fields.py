"""Fields that forms of prevention share."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NOBODY = _("Nothing about a person helped. Ever.")
"""Said wherever somebody might write of one."""


def day(label: Any, required: bool = True, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **more,
    )


def year(label: Any = None, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label or _("Year"), min_value=1990, max_value=2100, **more)


class Number(forms.DecimalField):
    """As officials write it: a comma or a point before the decimals, spaces between thousands."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[ \u00a0\u202f]", "", value).replace(",", ".")
        return super().to_python(value)


def number(label: Any, **more: Any) -> Number:
    return Number(label=label, required=False, max_digits=14, decimal_places=2, **more)


def text(label: Any, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, **more)


def long(label: Any, required: bool = False, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def choice(label: Any, of: dict[str, Any], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(of.items()), **more)
