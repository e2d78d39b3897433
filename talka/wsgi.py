"""The web process. Addresses and policies are read at the start, so that a broken room stops it
there and not at somebody's first click."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.settings")
application = get_wsgi_application()
# a thread that comes back from the database waits at most half a millisecond for one that renders
sys.setswitchinterval(0.0005)

import talka.urls  # noqa: E402, F401
