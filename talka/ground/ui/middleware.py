"""What happens around every page: headers, clean input, refusals, posts that count once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from talka.ground.crypto.provider import provider
from talka.ground.ui import drafts, refusal
from talka.ground.ui.models import PostOnce
from talka.ground.ui.screens import SeeOther, sign_in_url

Responds = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST")
"""What a page may be asked for; anything else is 405 before a page is chosen."""

NOTHING_ALLOWED = ", ".join(
    f"{feature}=()"
    for feature in [
        "camera",
        "microphone",
        "geolocation",
        "payment",
        "usb",
        "midi",
        "browsing-topics",
    ]
)
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ud800-\udfff]")
"""Control characters, and what is left of bytes that were not UTF-8."""


def headers(get_response: Responds) -> Responds:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in METHODS:
            response = get_response(request)
        else:
            response = HttpResponseNotAllowed(METHODS)
        response.setdefault("Permissions-Policy", NOTHING_ALLOWED)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("X-Frame-Options", "DENY")
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES  # known without asking
        if getattr(request, "actor", None) is not None or signed_in or response.cookies:
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def clean_input(get_response: Responds) -> Responds:
    """Text that no form or column could hold is answered here, in words, not as a fault."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            return refusal.too_large(request)  # a larger upload would touch the disk unsealed
        try:
            bad = any(UNSTORABLE.search(text) for text in _texts(request))
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return refusal.too_large(request)
        except (BadRequest, MultiPartParserError, UnreadablePostError):
            return refusal.unclean(request, "")
        if not bad:
            return get_response(request)
        if request.method == "POST" and request.path.startswith(settings.IN_THE_LANE):
            return refusal.without_them(request, _cleaned(request))
        return refusal.unclean(request, _park(request))

    return middleware


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path
    for data in (request.GET, request.POST):
        for name, values in data.lists():
            yield name
            yield from (str(v) for v in values)
    for _field, uploads in request.FILES.lists():
        yield from (str(upload.name) for upload in uploads)


def form_key(request: HttpRequest) -> str:
    """Which form a post belongs to: the page that showed it, or the address it was sent to."""
    said = request.POST.get("draft_key", "")
    fits = url_has_allowed_host_and_scheme(said, allowed_hosts=None) and said.startswith("/")
    return said if fits and not UNSTORABLE.search(said) else request.path


def _park(request: HttpRequest) -> str:
    """Keep what a post carries for the account behind its cookie; where it waits, or ""."""
    token = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if request.method != "POST" or not token or request.path.startswith(_account_path()):
        return ""
    if CsrfViewMiddleware(_nothing).process_view(request, _nothing, (), {}):
        return ""
    key = form_key(request)
    return key if drafts.park(token, key, _cleaned(request)) else ""


def _cleaned(request: HttpRequest) -> dict[str, list[str]]:
    """What was posted, without what cannot be stored."""
    return {
        name: [UNSTORABLE.sub("", str(v)) for v in values]
        for name, values in request.POST.lists()
        if not UNSTORABLE.search(name)
    }


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _account_path() -> str:
    try:
        return reverse("account_login").rsplit("login", 1)[0]
    except NoReverseMatch:
        return "/account/"


class refusals:
    """Errors of the kernel become pages; words sent after a time-out are kept."""

    def __init__(self, get_response: Responds) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sent_away = response.status_code in {302, 303} and str(
            response.get("Location", "")
        ).startswith(_account_path())
        if sent_away and getattr(request, "actor", None) is None and (kept := _park(request)):
            from django.contrib import messages

            messages.info(
                request, _("You were signed out. Your words were kept: sign in to go on with them.")
            )
            return SeeOther(sign_in_url(kept))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal.answer(request, exception)


class post_once:
    """The same post twice does nothing twice: the second waits and gets the first one's redirect.

    Only a post that ended in a redirect is remembered. The view runs in a savepoint, so a refusal
    leaves nothing half done while its own trace in the trail stays.
    """

    def __init__(self, get_response: Responds) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        actor = getattr(request, "actor", None)
        if actor is None or request.method != "POST" or _may_repeat(view):
            return None
        key = request.POST.get("idempotency_key", "")
        if not 16 <= len(key) <= 64:
            # Refused rather than done: a post without a key may be a repetition. Nothing is lost.
            kept = form_key(request)
            return refusal.keyless(request, kept if drafts.save(actor, kept, request.POST) else "")
        mark = _mark(request, key)
        try:
            first = _claim(mark, actor.id, request.path)
        except OperationalError:
            return refusal.still_saving(request)
        if not first:
            return SeeOther(PostOnce.objects.values_list("location", flat=True).get(id=mark))
        return _remember(mark, _run(request, view, args, kwargs))


def _may_repeat(view: Any) -> bool:
    """Sign-in pages act outside this transaction and are idempotent by themselves."""
    return getattr(view, "repeatable", False) or view.__module__.startswith("allauth.")


def _mark(request: HttpRequest, key: str) -> bytes:
    """A keyed digest: it tells nobody what was posted, not even by trying."""
    digest = hashlib.sha256()
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            digest.update(repr((name, values)).encode())
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            digest.update(repr((name, upload.name, upload.size)).encode())
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return provider().blind("post_once", f"{key}|{request.path}|{digest.hexdigest()}")


def _claim(mark: bytes, account: Any, path: str) -> bool:
    """True for the first. Waits while another transaction holds the same mark."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO talka.post_once (id, account, path, location, at)"
            " VALUES (%s, %s, %s, '', %s) ON CONFLICT DO NOTHING",
            [mark, account, path, timezone.now()],
        )
        return bool(cursor.rowcount == 1)


def _run(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse:
    try:
        with transaction.atomic():
            response: HttpResponse = view(request, *args, **kwargs)
            return response
    except Exception as fault:
        answered = refusal.answer(request, fault)
        if answered is None:
            raise
        return answered


def _remember(mark: bytes, response: HttpResponse) -> HttpResponse:
    location = response.get("Location") or response.get("HX-Redirect")
    remembered = PostOnce.objects.filter(id=mark)
    if location:
        remembered.update(location=location)
    else:
        remembered.delete()
    return response
