"""Take out of a picture what tells where, when and by whom it was taken. Pure.

Only the wrapping changes, never the picture: its parts are copied byte for byte, and only those
that a list names. Whatever nobody thought of (EXIF, XMP, IPTC, previews, comments, whatever stands
behind the end) is left out. Of EXIF one number comes back: which way up a JPEG is shown.

Sources: ITU-T T.81 annex B (JPEG), PNG third edition (W3C), RFC 9649 (WebP), EXIF 2.32.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

KINDS = ("image/jpeg", "image/png", "image/webp")
PNG = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip
WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
WEBP_TOLD = 0x08 | 0x04
"""Bits of VP8X that announce EXIF and XMP."""
SOI, EOI, SOS, APP0, APP1, APP2, APP14, APP15, COM = (
    0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE,
)  # fmt: skip
ORIENTATION = 0x0112


class NoPicture(Exception):
    """It says to be a picture of this kind and its parts do not hold."""


def bare(kind: str, body: bytes) -> bytes:
    """The same picture without what is told about it; other kinds of files as they are.

    Raises NoPicture: what cannot be read to its end cannot be cleaned.
    """
    if kind not in KINDS:
        return body
    try:
        if kind == "image/jpeg":
            return _jpeg(body)
        return _png(body) if kind == "image/png" else _webp(body)
    except (struct.error, IndexError) as fault:
        raise NoPicture(str(fault)) from None


def _jpeg(body: bytes) -> bytes:
    kept, turned = [], 1
    for marker, part in _segments(body):
        if marker == APP1 and part.startswith(b"\xff\xe1") and part[4:10] == b"Exif\0\0":
            turned = _orientation(part[10:])
        elif marker == COM or APP0 <= marker <= APP15:
            said = part[4:]
            if (marker == APP0 and said.startswith(b"JFIF\0")) or (
                marker == APP2 and said.startswith(b"ICC_PROFILE\0")
            ) or (marker == APP14 and said.startswith(b"Adobe")):  # fmt: skip
                kept.append(part)
        else:
            kept.append(part)
    kept[1:1] = [_turned(turned)] if 2 <= turned <= 8 else []
    return b"".join(kept)


def _segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, bytes) from the beginning to the end of the picture; scans with their data."""
    yield SOI, body[:2]
    at = 2
    while True:
        if body[at] != 0xFF:
            raise NoPicture("no marker")
        while body[at + 1] == 0xFF:
            at += 1
        marker = body[at + 1]
        if marker == EOI:
            yield EOI, body[at : at + 2]
            return
        (size,) = struct.unpack(">H", body[at + 2 : at + 4])
        end = at + 2 + size
        if size < 2 or end > len(body) or marker in (0x00, SOI):
            raise NoPicture("a segment does not hold")
        if marker == SOS:
            end = _end_of_scan(body, end)
        yield marker, body[at:end]
        at = end


def _end_of_scan(body: bytes, at: int) -> int:
    """Where the next marker stands that is neither a stuffed byte nor a restart."""
    while True:
        at = body.find(b"\xff", at)
        if at < 0:
            raise NoPicture("no end")
        if body[at + 1] == 0x00 or 0xD0 <= body[at + 1] <= 0xD7:
            at += 2
        elif body[at + 1] == 0xFF:
            at += 1
        else:
            return at


def _orientation(tiff: bytes) -> int:
    """The number of EXIF that says which way up; 1 where nothing does."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack(order + "L", tiff[4:8])
        (count,) = struct.unpack(order + "H", tiff[first : first + 2])
        for n in range(count):
            at = first + 2 + 12 * n
            tag, kind, _many, said = struct.unpack(order + "HHLH", tiff[at : at + 10])
            if (tag, kind) == (ORIENTATION, 3):
                return int(said)
    except struct.error:
        return 1
    return 1


def _turned(way: int) -> bytes:
    """A segment that says which way up and nothing else."""
    tiff = b"MM\0*" + struct.pack(">LH", 8, 1)
    tiff += struct.pack(">HHLHH", ORIENTATION, 3, 1, way, 0) + struct.pack(">L", 0)
    said = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said


def _png(body: bytes) -> bytes:
    kept, at = [PNG], len(PNG)
    while True:
        (size,) = struct.unpack(">L", body[at : at + 4])
        name, end = body[at + 4 : at + 8], at + 12 + size
        if end > len(body):
            raise NoPicture("a chunk does not hold")
        if name in PNG_KEPT:
            kept.append(body[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end


def _webp(body: bytes) -> bytes:
    (size,) = struct.unpack("<L", body[4:8])
    if size + 8 > len(body):
        raise NoPicture("shorter than it says")
    kept = b"".join(_webp_chunks(body[12 : size + 8]))
    return b"RIFF" + struct.pack("<L", len(kept) + 4) + b"WEBP" + kept


def _webp_chunks(body: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(body):
        (size,) = struct.unpack("<L", body[at + 4 : at + 8])
        name, end = body[at : at + 4], at + 8 + size + size % 2
        if at + 8 + size > len(body):
            raise NoPicture("a chunk does not hold")
        if name == b"VP8X":
            yield body[at : at + 8] + bytes([body[at + 8] & ~WEBP_TOLD]) + body[at + 9 : end]
        elif name in WEBP_KEPT:
            yield body[at:end]
        at = end
