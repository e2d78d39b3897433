"""What anybody may read: where to call, and where the staff sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from talka.ground.ui import screens


@screens.public
def welcome(request: HttpRequest) -> HttpResponse:
    languages = list(screens.PUBLIC_LANGUAGES.items())
    return render(request, "public/welcome.html", {"public_languages": languages})
