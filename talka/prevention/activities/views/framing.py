"""The one page of every form of the room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.ground.ui import screens
from talka.ground.ui.screens import Asked


def at(activity_id: UUID) -> str:
    return reverse("activity", args=[activity_id])


def fill(
    request: Asked,
    form: Any,
    do: Callable[[dict[str, Any]], Any],
    *,
    heading: Any,
    back: str,
    success: Any = None,
    intro: str = "",
    act: str = "",
    upload: bool = False,
) -> HttpResponse:
    page = {"heading": heading, "back": back, "intro": intro, "act": act or _("Save"),
            "upload": upload}  # fmt: skip
    return screens.act(
        request, form, do=do, template="activities/form.html", page=page,
        success=success or back, message=_("Saved."),
    )  # fmt: skip
