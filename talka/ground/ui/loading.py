"""Templates as they are sent: without the indentation that only their readers need.

A browser shows a line break with spaces behind it as it shows the line break. The break itself
stays, so words do not run into each other and faults name the right line."""

from __future__ import annotations

import re

from django.template.base import Origin
from django.template.loaders import app_directories, filesystem

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class _Flush(filesystem.Loader):
    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        return INDENTATION.sub("", contents) if origin.name.endswith(".html") else contents


class OfFolders(_Flush):
    """Templates of named folders."""


class OfRooms(_Flush, app_directories.Loader):
    """Templates of every room."""
