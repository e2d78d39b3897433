"""Hand a file out, and take one in, without it ever acting in a browser or lying on a disk."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from talka.ground.files.queries import FileBody


def download(found: FileBody) -> HttpResponse:
    """Always as an attachment, never sniffed, in a sandbox without any right, kept by nobody."""
    text = found.media_type == "text/plain"
    kind = "text/plain; charset=utf-8" if text else found.media_type
    response = HttpResponse(found.body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response


class InMemory(MemoryFileUploadHandler):
    """Uploads stay in memory: what a victim hands over is never written to a disk in the clear.
    A request too large for that is refused as a whole before it is read."""

    def handle_raw_input(self, *given: Any, **named: Any) -> None:
        super().handle_raw_input(*given, **named)
        if not self.activated:
            raise RequestDataTooBig("more than fits")
