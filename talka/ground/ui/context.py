"""What every page knows without asking the database."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from talka.ground.kernel.pack import load_pack
from talka.ground.ui import nav

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "talka_theme"
NAMES_COOKIE = "talka_names"
EXIT_TO = "https://www.meteo.lt/"
"""Where exit-this-page leads: a weather page, ordinary for anybody to have open."""


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: who looks, in which language and theme, and what the menu holds."""
    actor = getattr(request, "actor", None)
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return {
        "actor": actor,
        "seats_of_actor": _seats(actor, language) if actor else [],
        "nav": nav.entries(actor.roles, request.path) if actor else [],
        "language": language,
        "languages": settings.LANGUAGES,
        "theme": theme_of(request),
        "names_hidden": request.COOKIES.get(NAMES_COOKIE) == "hidden",
        "demo": settings.DEMO,
        "idempotency_key": SimpleLazyObject(lambda: str(uuid4())),
        "exit_to": EXIT_TO,
        "here": request.get_full_path(),
    }


def _seats(actor: Any, language: str) -> list[str]:
    """Role and kind of institution of every seat, in words."""
    pack = load_pack()
    named = (
        f"{pack.label('role', s.role, language)}, {pack.label('institution', s.kind, language)}"
        for s in actor.seats
    )
    return list(dict.fromkeys(named))
