"""Read a protocol version: its steps, what changed, to whom it was handed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from talka.ground.ui.screens import signed_in
from talka.method.protocol.pages import protocol_view
from talka.method.protocol.queries import protocols


@require_safe
@signed_in
def protocol_version(request: HttpRequest, code: str, version: int) -> HttpResponse:
    page = protocols.page(code, version)
    view = protocol_view(page, get_language() or "lt")
    return render(request, "protocol/version.html", {"protocol": view})
