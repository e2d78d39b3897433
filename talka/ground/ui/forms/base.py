"""The base of every form of the house."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _

from talka.ground.ui.forms.rendering import summary_of

SHORT, LONG = 200, 5000
MOST = 2**31 - 1
"""The largest number of an integer column (PostgreSQL, numeric types)."""
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
"""Control characters and those that turn the direction of text: they can hide a name in plain
sight. Tab and line ends stay; the joiners of other scripts stay."""


class Form(forms.Form):
    """Text without invisible characters, a length on every text, faults in one place.

    `versioned = True` adds the hidden `version` that optimistic saving compares. `theirs` is set
    by `screens.act` when a colleague saved meanwhile.
    """

    versioned = False
    required_css_class = ""
    theirs: Mapping[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs = {}
        self.draft_key = ""
        self.draft_saved_at: Any = None
        self.conflict: dict[str, Any] | None = None
        self._stripped: list[str] = []
        if self.versioned:
            self.fields["version"] = forms.IntegerField(
                required=False, min_value=0, widget=forms.HiddenInput
            )

    def __getitem__(self, name: str) -> forms.BoundField:
        if name in self.fields:
            _limit(self.fields[name])
        return super().__getitem__(name)

    def full_clean(self) -> None:
        """Limits come here, after a form has added fields of its own."""
        for field in self.fields.values():
            _limit(field)
        if self.is_bound:
            self._strip()
        super().full_clean()  # type: ignore[no-untyped-call]

    def _strip(self) -> None:
        """Take invisible characters out of what was sent, and remember where they were."""
        data = self.data.copy()  # type: ignore[attr-defined]
        for name in self.fields:
            key = self.add_prefix(name)
            if not hasattr(data, "getlist"):
                values = [data[key]] if isinstance(data.get(key), str) else []
            else:
                values = data.getlist(key)
            cleaned = [INVISIBLE.sub("", v) if isinstance(v, str) else v for v in values]
            if cleaned != values:
                self._stripped.append(name)
                if hasattr(data, "setlist"):
                    data.setlist(key, cleaned)
                else:
                    data[key] = cleaned[0]
        self.data = data

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        for name in self._stripped:
            self.add_error(
                name, _("Invisible characters were taken out. Check the text and send it again.")
            )

    def add_faults(self, faults: Mapping[str, str]) -> None:
        """Put the faults an action found at their fields ("" or an unknown name: whole form)."""
        for name, sentence in faults.items():
            self.add_error(name if name in self.fields else None, sentence)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """(address of the field, sentence), for the error summary."""
        return summary_of(self) if self.is_bound else []


def _limit(field: forms.Field) -> None:
    """No text without an upper length, no whole number that no column holds; no width in
    characters."""
    field.widget.attrs.pop("cols", None)
    if isinstance(field, forms.IntegerField) and field.max_value is None:
        field.max_value = MOST
        field.validators = [*field.validators, MaxValueValidator(MOST)]
    if isinstance(field, forms.CharField) and field.max_length is None:
        long = isinstance(field.widget, forms.Textarea)
        field.max_length = LONG if long else SHORT
        field.validators = [
            *field.validators,
            forms.CharField(max_length=field.max_length).validators[0],
        ]
        field.widget.attrs.setdefault("maxlength", str(field.max_length))
