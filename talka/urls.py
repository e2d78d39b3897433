"""Every address of the house, room by room."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include(import_module(f"{room}.urls")))
    for room in settings.ROOMS
    if find_spec(f"{room}.urls")
]

handler500 = "talka.ground.ui.refusal.broke"
