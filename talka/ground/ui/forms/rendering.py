"""How a form becomes markup of the design system: whole without script, one template a shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django.forms
from django.forms import boundfield
from django.forms.renderers import BaseRenderer
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Widget
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

HERE = Path(__file__).resolve().parent.parent
DJANGO = Path(django.forms.__file__).resolve().parent


class BoundField(boundfield.BoundField):
    """A field that knows its shape and what describes it."""

    @property
    def shape(self) -> str:
        """`group` (fieldset and legend), `single` (one box to tick) or `plain`."""
        widget = self.field.widget
        if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
            return "group"
        return "single" if isinstance(widget, CheckboxInput) else "plain"

    @property
    def optional(self) -> bool:
        """Marked in words; what must be filled has no mark."""
        return not self.field.required and self.shape != "single"

    @property
    def field_id(self) -> str:
        return str(self.auto_id or self.html_name)

    @property
    def focus_id(self) -> str:
        """The id the error summary links to: a group is entered by its first choice."""
        return f"{self.field_id}_0" if self.shape == "group" else self.field_id

    @property
    def theirs(self) -> str:
        """What a colleague saved meanwhile, when it differs from what stands here."""
        return str(getattr(self.form, "theirs", {}).get(self.name, ""))

    @property
    def described_by(self) -> str:
        ids = [
            (self.help_text, f"{self.field_id}_help"),
            (self.theirs, f"{self.field_id}_theirs"),
            (self.errors, f"{self.field_id}_error"),
        ]
        return " ".join(name for present, name in ids if present)

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: Widget | None = None
    ) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        attrs["class"] = f"ds-input {widget.attrs.get('class', '')}".strip()
        attrs.pop("aria-invalid", None)
        attrs.pop("aria-describedby", None)
        if self.errors:
            attrs["aria-invalid"] = "true"
        if self.described_by and self.shape != "group":
            attrs["aria-describedby"] = self.described_by
        return attrs


class Renderer(BaseRenderer):
    """Our templates first, Django's widgets behind them. `settings.FORM_RENDERER`."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = BoundField

    @cached_property
    def engine(self) -> DjangoTemplates:
        return DjangoTemplates(
            {
                "NAME": "forms",
                "DIRS": [HERE / "templates", DJANGO / "templates"],
                "APP_DIRS": False,
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            ["talka.ground.ui.loading.OfFolders"],
                        )
                    ],
                    "builtins": [
                        "talka.ground.ui.templatetags.talka",
                        "django.templatetags.i18n",
                    ],
                },
            }
        )

    def get_template(self, template_name: str) -> Any:
        return self.engine.get_template(template_name)


def summary_of(form: Any) -> list[tuple[str, str]]:
    """(address of the field, sentence) for every fault, the whole form's first, in field order."""
    whole = [("", str(e)) for e in form.non_field_errors()]
    fields = [
        (f"#{bound.focus_id}", f"{bound.label}: {error}" if bound.label else str(error))
        for bound in form
        for error in bound.errors
    ]
    return whole + fields


def optional_mark() -> str:
    return _("(optional)")
