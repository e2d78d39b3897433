"""A form screen of a case, so that each view says only what is its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from talka.casework.cases.permission import Held
from talka.ground.ui import screens
from talka.ground.ui.forms import Form
from talka.ground.ui.screens import Asked


def form_page(
    request: Asked,
    held: Held,
    form: Form,
    do: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    act: str,
    message: str,
    success: str,
    back: str = "case",
    template: str = "cases/form.html",
    **more: Any,
) -> HttpResponse:
    """Show or take a form of a case; `back` names a screen of the case, `success` an address."""
    page = {"held": held, "title": title, "act": act, **more}
    page["back"] = reverse(back, args=[held.case.id])
    return screens.act(
        request, form, do=do, template=template, success=success, message=message, page=page
    )
