"""A picture loses what is told about it and nothing of what it shows."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from talka.ground.files import pictures, rules
from talka.ground.files.pictures import NoPicture, bare

SECRET = "54.68 N 25.28 E"
WHEN, WHO, GPS, WAY = 0x0132, 0x013B, 0x8825, 0x0112
FORMS = list(pictures.KINDS)


def picture(kind: str, way: int = 1, size: tuple[int, int] = (8, 4), mode: str = "RGB") -> bytes:
    """Red on the left, blue on the right; with time, place, author, texts and a comment."""
    drawn = Image.new(mode, size, "blue")
    drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[WHEN], exif[WHO], exif[WAY] = "2026:11:23 10:00:00", SECRET, way
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[29] = SECRET
    told: dict[str, Any] = {"exif": exif, "quality": 95}
    if kind == "image/jpeg":
        told |= {"comment": SECRET.encode(), "xmp": f"<x>{SECRET}</x>".encode()}
    if kind == "image/png":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", SECRET)
        texts.add_itxt("XML:com.adobe.xmp", SECRET)
        told["pnginfo"] = texts
    if kind == "image/webp":
        told |= {"xmp": f"<x>{SECRET}</x>".encode(), "lossless": True}
    out = io.BytesIO()
    drawn.save(out, pictures.KINDS[kind], **told)
    return out.getvalue() + SECRET.encode()  # and behind the end


@pytest.mark.parametrize("kind", FORMS)
def test_what_is_told_goes_and_what_is_shown_stays(kind: str) -> None:
    given_ = picture(kind)
    assert SECRET.encode() in given_  # the control
    made = bare(kind, given_)
    assert SECRET.encode() not in made
    assert b"2026:11:23" not in made
    assert rules.media_type(made) == kind
    with Image.open(io.BytesIO(made)) as shown:
        assert shown.size == (8, 4)
        assert not shown.getexif()
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop",
                                   "background", "timestamp", "duration"}  # fmt: skip
        left, right = (shown.convert("RGB").getpixel(at) for at in ((1, 1), (6, 2)))
    assert left[0] > 200 > 60 > left[2]
    assert right[2] > 200 > 60 > right[0]


@pytest.mark.parametrize("kind", FORMS)
def test_a_picture_taken_sideways_stands_upright(kind: str) -> None:
    with Image.open(io.BytesIO(bare(kind, picture(kind, way=6)))) as shown:
        assert shown.size == (4, 8)
        top, bottom = (shown.convert("RGB").getpixel(at) for at in ((1, 1), (2, 6)))
    assert top[0] > 200
    assert bottom[2] > 200


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "1"])
def test_every_kind_of_colours_is_kept(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (3, 3), 1).save(out, "PNG")
    with Image.open(io.BytesIO(bare("image/png", out.getvalue()))) as shown:
        assert shown.size == (3, 3)
        assert shown.mode == {"P": "RGB", "1": "L"}.get(mode, mode)


def test_a_picture_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(NoPicture):
        bare("image/png", out.getvalue())


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow warns of what is bent
@pytest.mark.parametrize("kind", FORMS)
@given(st.data())
def test_what_is_cut_short_or_bent_breaks_nothing(kind: str, data: st.DataObject) -> None:
    whole = picture(kind)
    cut = whole[: data.draw(st.integers(0, len(whole) // 2))]
    with pytest.raises(NoPicture):
        bare(kind, cut)
    at = data.draw(st.integers(0, len(whole) - 1))
    bent = whole[:at] + bytes([data.draw(st.integers(0, 255))]) + whole[at + 1 :]
    try:
        made = bare(kind, bent)
    except NoPicture:
        return
    assert rules.media_type(made) == kind


def test_other_files_stay_as_they_are() -> None:
    text = b"%PDF-1.4 " + picture("image/jpeg")
    assert bare("application/pdf", text) == text
