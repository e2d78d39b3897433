"""Take out of a picture what tells where, when and by whom it was taken: it is drawn anew, upright,
and nothing but what it shows (and its colours) is written. Pillow reads and writes."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
MOST_POINTS = 50_000_000
"""Width times height; a picture of a telephone has a quarter of it."""
QUALITY = 90


class NoPicture(Exception):
    """It says to be a picture of this kind and cannot be read as one, or is far too large."""


def bare(kind: str, body: bytes) -> bytes:
    """The same picture without what is told about it; other kinds of files as they are. Of an
    animation its first picture. Raises NoPicture."""
    form = KINDS.get(kind)
    if form is None:
        return body
    try:
        with Image.open(io.BytesIO(body), formats=[form]) as told:
            if told.width * told.height > MOST_POINTS:
                raise NoPicture("too large")
            shown = ImageOps.exif_transpose(told)
            fresh = _drawn(shown)
            colours = shown.info.get("icc_profile")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise NoPicture(str(fault)) from None
    out = io.BytesIO()
    fresh.save(out, form, quality=QUALITY, icc_profile=colours)
    return out.getvalue()


def _drawn(shown: Image.Image) -> Image.Image:
    """A new picture of the same points."""
    grey = shown.mode in {"1", "L"}
    mode = "L" if grey else "RGBA" if shown.has_transparency_data else "RGB"
    fresh = Image.new(mode, shown.size)
    fresh.paste(shown.convert(mode))
    return fresh
