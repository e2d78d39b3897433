"""A picture loses what is told about it and nothing of what it shows."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talka.ground.files import pictures, rules
from talka.ground.files.pictures import NoPicture, bare

SECRET = b"54.68 N 25.28 E"


def segment(marker: int, said: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(said) + 2) + said


def exif(order: str = "<", turned: int = 6) -> bytes:
    """Which way up, and a GPS directory with a place in it."""
    mark = b"II" if order == "<" else b"MM"
    head = mark + struct.pack(order + "HL", 42, 8) + struct.pack(order + "H", 2)
    way = struct.pack(order + "HHLHH", 0x0112, 3, 1, turned, 0)
    gps = struct.pack(order + "HHLL", 0x8825, 4, 1, 38) + struct.pack(order + "L", 0)
    return b"Exif\0\0" + head + way + gps + SECRET


TABLES = segment(0xDB, bytes(65)) + segment(0xC0, bytes(9)) + segment(0xC4, bytes(20))
SCAN = segment(0xDA, bytes(6)) + b"\x12\xff\x00\x34\xff\xd0\x56\xff\xff\xd7\x99"
JFIF = segment(0xE0, b"JFIF\0" + bytes(9))
COLOURS = segment(0xE2, b"ICC_PROFILE\0\1\1" + b"colours")
SHOWN = TABLES + SCAN + segment(0xC4, bytes(5)) + SCAN
"""Two scans, as in a picture that comes in steps."""


def jpeg(*told: bytes, behind: bytes = b"") -> bytes:
    return b"\xff\xd8" + JFIF + b"".join(told) + COLOURS + SHOWN + b"\xff\xd9" + behind


TOLD = [
    segment(0xE1, exif()), segment(0xE1, exif(">")),
    segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
    segment(0xED, b"Photoshop 3.0\0" + SECRET), segment(0xFE, SECRET),
    segment(0xE2, b"MPF\0" + SECRET), segment(0xE0, b"JFXX\0" + SECRET),
    segment(0xEF, SECRET), segment(0xE5, SECRET),
]  # fmt: skip


@pytest.mark.parametrize("told", TOLD)
def test_a_jpeg_keeps_only_what_shows_it(told: bytes) -> None:
    given = jpeg(told, behind=SECRET)
    assert SECRET in given
    made = bare("image/jpeg", given)
    assert SECRET not in made
    assert rules.media_type(made) == "image/jpeg"
    if told[1] != 0xE1 or b"Exif" not in told:
        assert made == jpeg()
    assert bare("image/jpeg", made) == made


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_stays_the_right_way_up(order: str) -> None:
    made = bare("image/jpeg", jpeg(segment(0xE1, exif(order, 6))))
    (first,) = [p for m, p in pictures._segments(made) if m == 0xE1]
    assert pictures._orientation(first[10:]) == 6
    assert made.replace(first, b"") == jpeg()
    assert len(first) == 36
    assert bare("image/jpeg", jpeg(segment(0xE1, exif(order, 1)))) == jpeg()
    assert bare("image/jpeg", jpeg(segment(0xE1, b"Exif\0\0II" + bytes(2)))) == jpeg()


def chunk(name: bytes, said: bytes) -> bytes:
    return struct.pack(">L", len(said)) + name + said + struct.pack(">L", zlib.crc32(name + said))


def png(*told: bytes, behind: bytes = b"") -> bytes:
    head = struct.pack(">LLBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(told)
            + chunk(b"IDAT", zlib.compress(bytes(4))) + chunk(b"IEND", b"") + behind)  # fmt: skip


@pytest.mark.parametrize("name", [b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME", b"prVt"])
def test_a_png_keeps_only_what_shows_it(name: bytes) -> None:
    assert bare("image/png", png(chunk(name, SECRET), behind=SECRET)) == png()
    assert bare("image/png", png(chunk(b"gAMA", bytes(4)))) == png(chunk(b"gAMA", bytes(4)))


def part(name: bytes, said: bytes) -> bytes:
    return name + struct.pack("<L", len(said)) + said + bytes(len(said) % 2)


def webp(flags: int, *told: bytes, behind: bytes = b"") -> bytes:
    inside = b"WEBP" + part(b"VP8X", bytes([flags, *bytes(9)])) + part(b"VP8L", b"\x2fpixel")
    inside += b"".join(told)
    return b"RIFF" + struct.pack("<L", len(inside)) + inside + behind


def test_a_webp_keeps_only_what_shows_it() -> None:
    told = [part(b"EXIF", SECRET), part(b"XMP ", SECRET + b"1"), part(b"odd ", SECRET)]
    assert bare("image/webp", webp(0x3C, *told, behind=SECRET)) == webp(0x30)


@pytest.mark.parametrize("kind", pictures.KINDS)
@given(st.data())
def test_what_is_cut_short_is_refused_and_nothing_is_told(kind: str, data: st.DataObject) -> None:
    whole = {
        "image/jpeg": jpeg(*TOLD), "image/png": png(chunk(b"tEXt", SECRET)),
        "image/webp": webp(0x3C, part(b"EXIF", SECRET)),
    }[kind]  # fmt: skip
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(NoPicture):
        bare(kind, cut)
    at = data.draw(st.integers(0, len(whole) - 1))
    bent = whole[:at] + bytes([data.draw(st.integers(0, 255))]) + whole[at + 1 :]
    try:
        made = bare(kind, bent)
    except NoPicture:
        return
    assert len(made) <= len(whole)


def test_other_files_stay_as_they_are() -> None:
    """Control: bytes that would be taken out of a picture."""
    text = b"%PDF-1.4 " + TOLD[0]
    assert bare("application/pdf", text) == text
