"""A file is what its bytes say, and goes out under a name that can do nothing."""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talka.ground.files.rules import EXTENSIONS, ODT, media_type, safe_name

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def packed(*parts: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, body in parts:
            archive.writestr(name, body)
    return made.getvalue()


OFFICE = ("[Content_Types].xml", b"<Types/>")


def bent_type() -> bytes:
    """A document whose stored type is squeezed and then spoiled: unpacking it raises zlib.error."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODT)
    body = bytearray(made.getvalue())
    at = 30 + len("mimetype")
    body[at : at + 4] = b"\xff\xff\xff\xff"
    return bytes(body)


def test_a_bent_archive_is_refused_and_not_a_fault() -> None:
    body = bent_type()
    with zipfile.ZipFile(io.BytesIO(body)) as archive, pytest.raises(zlib.error):
        archive.read("mimetype")  # control: it is the fault that was meant
    assert media_type(body) is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.4\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0....", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        ("Laba diena, ąčęėįšųūž\r\n\t".encode(), "text/plain"),
        (packed(("mimetype", ODT.encode()), ("content.xml", b"<x/>")), ODT),
        (packed(OFFICE, ("word/document.xml", b"<x/>")), DOCX),
        (packed(OFFICE, ("xl/workbook.xml", b"<x/>")), XLSX),
    ],
)
def test_what_is_taken(body: bytes, kind: str) -> None:
    assert media_type(body) == kind


@pytest.mark.parametrize(
    "body",
    [
        b"MZ\x90\x00\x03\x00",
        b"\x7fELF\x02\x01",
        b"GIF89a\x01\x00",
        b"RIFF\x00\x00\x00\x00AVI LIST",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"text with a \x00 zero",
        b"text with \x1b[31m colour",
        "UTF-16 text".encode("utf-16"),
        b"\xff\xfe\xfa",
        packed(("a.txt", b"x")),
        packed(("mimetype", b"application/epub+zip"), ("content.xml", b"<x/>")),
        packed(OFFICE, ("word/document.xml", b"<x/>"), ("word/vbaProject.bin", b"x")),
        packed(("mimetype", ODT.encode()), ("Basic/Standard/script.xml", b"x")),
        packed(OFFICE, ("word/document.xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")),
        packed(("word/document.xml", b"<x/>")),
        packed(OFFICE, ("word/document.xml", b"<x/>"))[:-20],
        b"PK\x03\x04" + b"\0" * 100,
    ],
)
def test_what_is_not_taken(body: bytes) -> None:
    assert media_type(body) is None


def test_a_page_that_could_act_is_text_at_most() -> None:
    assert media_type(b"<html><script>alert(1)</script>") == "text/plain"
    assert media_type(b'<svg xmlns="http://www.w3.org/2000/svg"/>') == "text/plain"


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\Sutartis.pdf", "Sutartis.pdf"),
        ("sutartis.pdf.exe", "sutartis.pdf.pdf"),
        ("gdp\u202efdp.exe", "gdpfdp.pdf"),
        ('a"; filename="b.exe', "a filename=b.pdf"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie x.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("   .pdf", "file.pdf"),
        ("ž" * 300 + ".pdf", "ž" * 100 + ".pdf"),
    ],
)
def test_names(given_name: str, safe: str) -> None:
    assert safe_name(given_name, "application/pdf") == safe


@given(st.text(), st.sampled_from(sorted(EXTENSIONS)))
def test_no_name_can_do_anything(name: str, kind: str) -> None:
    safe = safe_name(name, kind)
    assert safe.endswith("." + EXTENSIONS[kind])
    assert len(safe) <= 105
    assert not set('/\\<>:"|?*;%') & set(safe)
    assert not any(unicodedata.category(c)[0] == "C" for c in safe)
    assert not safe.startswith(".")
    assert safe_name(safe, kind) == safe
