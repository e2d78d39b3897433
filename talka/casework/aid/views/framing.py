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

__all__ = ["Asked", "form_page"]


def form_page(
    request: Asked,
    held: Held,
    form: Form,
    do: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    act: str,
    message: str,
    back: str,
    intro: str = "",
    template: str = "aid/form.html",
    **more: Any,
) -> HttpResponse:
    """Show or take a form; afterwards back to the part of the case named `back`.

    `do` gets the cleaned values; actor and case id are added by the caller's lambda.
    """
    address = reverse(back, args=[held.case.id])
    page = {"held": held, "title": title, "act": act, "back": address, "intro": intro, **more}
    return screens.act(
        request, form, do=do, template=template, success=address, message=message, page=page
    )
