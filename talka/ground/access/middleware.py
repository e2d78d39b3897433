"""One request, one transaction, one person: the first statement says who is asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from talka.ground.access.actor import NobodySignedIn, begun


def begin(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Open the request's transaction. Without a session the page has no actor and no data."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        request.request_id = str(uuid4())  # type: ignore[attr-defined]
        if request.path in settings.ASK_NOBODY:
            return get_response(request)
        token = request.session.session_key
        if not token or "_auth_user_id" not in request.session:
            return get_response(request)
        try:
            with begun(token, "work", request.request_id) as actor:  # type: ignore[attr-defined]
                # The page's language, chosen for this browser, before the one on the card.
                spoken = (get_language() or actor.language).split("-")[0]
                request.actor = replace(actor, language=spoken)  # type: ignore[attr-defined]
                response = get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
                return response
        except NobodySignedIn:
            request.session.flush()
            return get_response(request)

    return middleware
