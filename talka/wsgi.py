"""The web process. Addresses and policies are read at the start, so that a broken room stops it
there and not at somebody's first click."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.settings")
application = get_wsgi_application()

import talka.urls  # noqa: E402, F401
