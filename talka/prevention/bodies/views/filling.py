"""The one page of every form of the room, and where its database's refusals become sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from psycopg.errors import CheckViolation, RestrictViolation

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Broken
from talka.ground.kernel.pack import load_pack
from talka.ground.ui import screens

Do = Callable[[], Any]


def lang() -> str:
    return get_language() or "lt"


def told(do: Do) -> Any:
    """Do it; what the database refuses after our own check passed was changed meanwhile."""
    try:
        return do()
    except IntegrityError as fault:
        if isinstance(fault.__cause__, CheckViolation | RestrictViolation):
            raise Broken(_("Somebody changed this meanwhile. Look at it again.")) from None
        raise


def fill(
    request: HttpRequest, form: Any, do: Callable[[dict[str, Any]], Any], *, heading: str,
    back: str, success: Any = None, intro: str = "", message: str = "",
) -> HttpResponse:  # fmt: skip
    page = {"heading": heading, "back": back, "intro": intro}
    return screens.act(
        request, form, do=lambda values: told(lambda: do(values)), template="bodies/form.html",
        page=page, success=success or back, message=message or _("Saved."),
    )  # fmt: skip


def places(actor: Actor) -> list[tuple[str, str]]:
    """Where the person keeps things: municipalities, and the country for the ministry."""
    areas = sorted({s.area for s in actor.seats if s.role == "coordinator" and s.area})
    named = [(code, load_pack().label("municipality", code, lang())) for code in areas]
    return [*([("", _("the whole country"))] if "ministry" in actor.roles else []), *named]
