"""Pages that say no: why, what was kept, and whom to ask."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from talka.ground.audit import trail
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale


def refuse(
    request: HttpRequest, status: int, title: str, why: str, ask: str = "", back: str = ""
) -> HttpResponse:
    """One refusal page. `back`: an address where the kept words wait."""
    shown = {"title": title, "why": why, "ask": ask, "back": back, "status": status}
    return render(request, "ui/refusal.html", shown, status=status)


def answer(request: HttpRequest, no: Exception) -> HttpResponse | None:
    """The page for one of the kernel's errors; None for any other exception."""
    if isinstance(no, Refused):
        _note(request, no)
        return refuse(request, 403, _("This is not open to you"), no.why, no.ask)
    if isinstance(no, Absent):
        return absent(request)
    if isinstance(no, Stale):
        why = _("A colleague changed this meanwhile. Open the page again and repeat what you did.")
        return refuse(request, 409, _("Changed meanwhile"), why, back=request.path)
    if isinstance(no, Broken):
        why = " ".join(str(f) for f in no.faults.values())
        return refuse(request, 422, _("This cannot be done yet"), why, back=request.path)
    return None


def absent(request: HttpRequest) -> HttpResponse:
    why = _("There is nothing at this address, or it was not opened to you.")
    ask = _("If a colleague sent you the address, ask them to open it to you.")
    return refuse(request, 404, _("Not found"), why, ask)


def unclean(request: HttpRequest, kept_at: str) -> HttpResponse:
    why = _(
        "What was sent holds characters that cannot be stored. They often come with text copied"
        " from a scanned document. Type that part by hand."
    )
    return refuse(request, 400, _("This text cannot be read"), why, _kept(kept_at), kept_at)


def without_them(request: HttpRequest, cleaned: Mapping[str, list[str]]) -> HttpResponse:
    """The same for somebody without an account, for whom nothing can be kept."""
    why = _(
        "What was sent holds characters that cannot be stored. The rest of it is here: it can"
        " be sent without them."
    )
    title, press = _("This text cannot be read"), _("Send without them")
    return again(request, 400, title, why, press, cleaned.items())


def again(
    request: HttpRequest,
    status: int,
    title: str,
    why: str,
    press: str,
    sent: Iterable[tuple[str, list[str]]],
) -> HttpResponse:
    """A page for somebody without an account, that holds what they sent, to be sent again with one
    press."""
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, values in sent
        for value in values
    )
    shown = {
        "title": title,
        "why": why,
        "again": press,
        "fields": SafeString(fields),
        "method": "post" if request.method == "POST" else "get",
    }
    answer = HttpResponse(render_to_string("ui/again.html", shown), status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def keyless(request: HttpRequest, kept_at: str) -> HttpResponse:
    why = _("The page was too old or incomplete, so nothing was saved. Open it again and send it.")
    return refuse(request, 400, _("Nothing was saved"), why, _kept(kept_at), kept_at)


def too_large(request: HttpRequest) -> HttpResponse:
    why = _("More was sent than fits. Go back: your words still stand there. Shorten or divide it.")
    return refuse(request, 413, _("Too much at once"), why)


def too_many(request: HttpRequest) -> HttpResponse:
    why = _("This was tried too often in a short time. Wait a few minutes and try again.")
    return refuse(request, 429, _("Too many attempts"), why)


def still_saving(request: HttpRequest) -> HttpResponse:
    why = _("The same form is still being saved. Wait a moment and look whether it is there.")
    return refuse(request, 409, _("Still being saved"), why, back=request.path)


AGAIN_IN = 10
"""Seconds after which a page may be asked for again while the database is away."""


def broke(request: HttpRequest) -> HttpResponse:
    """The last resort, without a database. One that does not answer is not a fault of the page:
    it is said to be away for now. (Django calls this while the exception is still at hand.)"""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if away else 500
    page = render_to_string(f"{status}.html")
    return HttpResponse(page, status=status, headers={"Retry-After": AGAIN_IN} if away else {})


def _kept(kept_at: str) -> str:
    return _("Your words were kept.") if kept_at else ""


def _note(request: HttpRequest, no: Refused) -> None:
    """Put the refusal into the trail, when somebody is signed in: the verb that was tried, where
    the refusal names one, else the page. Written here and not where it was raised, because what a
    post had begun is undone by now."""
    match = request.resolver_match
    if getattr(request, "actor", None) is None or match is None:
        return
    scope: Any = no.scope or match.kwargs.get("case_id")
    trail.refused(no.verb or match.view_name or "page", scope if isinstance(scope, UUID) else None)
