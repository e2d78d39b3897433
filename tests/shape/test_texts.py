"""Every text on a screen has a Lithuanian wording in some room's catalogue."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import talka

ROOT = Path(talka.__file__).parent
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def texts_of(path: Path) -> Iterator[str]:
    """The English texts (singular form) of one Python file or template."""
    source = path.read_text()
    if path.suffix == ".html":
        told = templatize(source, origin=str(path))
        source = "\n".join(line.strip() for line in told.splitlines())  # indented for people
    found = extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS)
    for _line, text, _comments, context in found:
        first = text[0] if isinstance(text, tuple) else text
        if first:
            yield f"{context}\x04{first}" if context else first


def spoken(catalogues: Iterable[Path]) -> set[str]:
    """Texts whose every form has a translation that nobody marked as doubtful."""
    known = set()
    for path in catalogues:
        with path.open("rb") as file:
            for entry in read_po(file, locale="lt"):
                forms = entry.string if isinstance(entry.string, tuple | list) else [entry.string]
                if entry.id and not entry.fuzzy and all(forms):
                    first = entry.id[0] if isinstance(entry.id, tuple | list) else entry.id
                    known.add(f"{entry.context}\x04{first}" if entry.context else first)
    return known


def two_voices(catalogues: Iterable[Path]) -> dict[str, set[str]]:
    """English texts that one catalogue puts into other Lithuanian words than another: which of them
    is shown, the order of the rooms decides. A text that means two things has a context."""
    said: dict[tuple[str | None, str], set[str]] = {}
    for path in catalogues:
        with path.open("rb") as source:
            for m in read_po(source):
                if m.id:
                    first = m.id[0] if isinstance(m.id, tuple) else m.id
                    said.setdefault((m.context, first), set()).add(str(m.string))
    return {text: words for (_, text), words in said.items() if len(words) > 1}


def missing(root: Path) -> list[str]:
    """Untranslated texts below a folder as "file: text"."""
    known = spoken(root.rglob("locale/lt/LC_MESSAGES/django.po"))
    sources = [p for p in root.rglob("*") if p.suffix in {".py", ".html"}]
    return sorted(
        f"{path.relative_to(root)}: {text}"
        for path in sources
        for text in texts_of(path)
        if text not in known
    )


def test_every_text_has_lithuanian_words() -> None:
    assert missing(ROOT) == []


def test_every_text_has_one_translation(tmp_path: Path) -> None:
    assert two_voices(ROOT.rglob("locale/lt/LC_MESSAGES/django.po")) == {}
    for room, word in (("a", "Protokolas"), ("b", "Minutės")):
        (tmp_path / f"{room}.po").write_text(f'msgid "Minutes"\nmsgstr "{word}"\n', "utf-8")
    assert two_voices(tmp_path.glob("*.po")) == {"Minutes": {"Protokolas", "Minutės"}}


def broken(root: Path) -> list[str]:
    """Texts of templates with a line break: a page is loaded without its indentation, so that such
    a text would not be found in the catalogue. The word `trimmed` joins its lines."""
    return [t for p in sorted(root.rglob("*.html")) for t in texts_of(p) if "\n" in t]


def test_no_text_of_a_template_has_a_line_break() -> None:
    assert broken(ROOT) == []


def test_a_text_over_two_lines_would_be_found(tmp_path: Path) -> None:
    inside = "\n  Good\n  day\n{% endblocktranslate %}"
    (tmp_path / "page.html").write_text(
        "{% blocktranslate %}" + inside + "{% blocktranslate trimmed %}" + inside
    )
    assert broken(tmp_path) == ["\n  Good\n  day\n"]


def test_an_untranslated_text_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "views.py").write_text('from x import _\n_("Good day")\n_("Nobody said this")\n')
    (tmp_path / "page.html").write_text(
        '{% translate "In a page" %}{% blocktranslate count n=n %}one{% plural %}many'
        "{% endblocktranslate %}"
    )
    folder = tmp_path / "locale" / "lt" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Good day"\nmsgstr "Laba diena"\n\n'
        '#, fuzzy\nmsgid "In a page"\nmsgstr "Puslapyje"\n'
    )
    assert missing(tmp_path) == [
        "page.html: In a page",
        "page.html: one",
        "views.py: Nobody said this",
    ]
