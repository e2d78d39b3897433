"""Language, colours, names, lock, drafts, help: what belongs to no other room."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.ground.ui import drafts, refusal, samples
from talka.ground.ui.context import NAMES_COOKIE, THEME_COOKIE, THEMES
from talka.ground.ui.middleware import form_key
from talka.ground.ui.screens import SeeOther, repeatable, sign_in_url, signed_in

YEAR = 365 * 24 * 3600


def _next(request: HttpRequest) -> str:
    """The page to stay on; never another site."""
    said = request.POST.get("next", "/")
    fits = url_has_allowed_host_and_scheme(said, allowed_hosts=None) and said.startswith("/")
    return said if fits else "/"


def _with_cookie(request: HttpRequest, name: str, value: str) -> HttpResponse:
    response = SeeOther(_next(request))
    response.set_cookie(
        name,
        value,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@repeatable
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("language", "")
    known = code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return _with_cookie(request, settings.LANGUAGE_COOKIE_NAME, known)


@repeatable
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "auto")
    return _with_cookie(request, THEME_COOKIE, chosen if chosen in THEMES else "auto")


@repeatable
@require_POST
def names(request: HttpRequest) -> HttpResponse:
    chosen = "hidden" if request.POST.get("names") == "hidden" else "shown"
    return _with_cookie(request, NAMES_COOKIE, chosen)


@repeatable
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Ends the session at once; the next sign-in returns to the same page."""
    back = _next(request)
    logout(request)
    return SeeOther(sign_in_url(back))


@repeatable
@require_POST
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what is being typed. 401 when the session ended: the words are parked for its owner."""
    actor = request.actor  # type: ignore[attr-defined]
    at = timezone.now()
    if actor is None:
        token = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        kept = bool(token) and drafts.park(token, key, request.POST)
        return JsonResponse({"kept": kept}, status=401)
    drafts.save(actor, key, request.POST)
    return JsonResponse({"at": timezone.localtime(at).strftime("%H:%M")})


@repeatable
@require_POST
@signed_in
def forget(request: HttpRequest, key: str) -> HttpResponse:
    drafts.forget(request.actor, key)  # type: ignore[attr-defined]
    messages.success(request, _("The kept words were thrown away."))
    return SeeOther(key if key.startswith("/") and not key.startswith("//") else "/")


@signed_in
def waiting(request: HttpRequest) -> HttpResponse:
    shown = {"waiting": drafts.waiting(request.actor)}  # type: ignore[attr-defined]
    return render(request, "ui/drafts.html", shown)


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/help.html")


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every piece on one page, in the demo only."""
    if not settings.DEMO:
        raise Http404
    return render(request, "ui/styleguide.html", samples.page(request))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page is older than the sign-in. From our own page, its words are kept."""
    token = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    kept = form_key(request) if ours and token else ""
    if kept and not drafts.park(token, kept, request.POST):
        kept = ""
    why = _("You signed in anew after this page was opened, so it can no longer send anything.")
    ask = _("Your words were kept.") if kept else ""
    return refusal.refuse(request, 403, _("Open the page again"), why, ask, kept)
