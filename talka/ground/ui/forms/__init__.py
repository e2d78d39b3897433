"""Forms: the renderer, the base form, and the fields of the field's own kinds."""

from talka.ground.ui.forms.approximate import ApproximateDate
from talka.ground.ui.forms.base import Form
from talka.ground.ui.forms.fields import (
    ApproximateDateField,
    CodeField,
    CodesField,
    LongTextField,
    TextField,
)
from talka.ground.ui.forms.rendering import BoundField, Renderer

__all__ = [
    "ApproximateDate",
    "ApproximateDateField",
    "BoundField",
    "CodeField",
    "CodesField",
    "Form",
    "LongTextField",
    "Renderer",
    "TextField",
]
