"""What stands on the screen, in the language of the reader, and what is typed there.

A story names a field or a button by its English text; the catalogue says what the reader sees.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext

from talka.ground.kernel.pack import load_pack


class Code(NamedTuple):
    """A code of a list of the pack, seen as its name."""

    list: str
    code: str


class Typed(NamedTuple):
    """What a person writes in their own language."""

    lt: str
    en: str


class Plain(str):
    """Text that no catalogue translates: a code of a case, the name of an institution."""


Shown = str | Code | Typed | Plain


def say(language: str, text: Shown) -> str:
    """What the reader of this language sees."""
    if isinstance(text, Code):
        return str(load_pack().label(text.list, text.code, language))
    if isinstance(text, Typed):
        return text.lt if language == "lt" else text.en
    if isinstance(text, Plain):
        return str(text)
    with translation.override(language):
        return gettext(text)


TOLD = Typed(
    "Sodyboje prie Šiaulių dirba vyras, kuriam nemoka ir neleidžia išeiti. Pasą paėmė meistras.",
    "A man works at a farm near Šiauliai; he is not paid and may not leave. The foreman holds"
    " his passport.",
)
WHY = Typed(
    "Paimti dokumentai, nemokamas atlyginimas, gąsdinimai.",
    "Papers withheld, wages not paid, threats.",
)
CALLER = Typed("Kaimynas, skambinti vakare", "A neighbour, call in the evening")
NAME = Typed("Ignas Pavyzdys", "Ignas Pavyzdys")
BORN = Typed("1994-05-02", "1994-05-02")
MESSAGE = Typed("Reikia saugios vietos nuo rytojaus.", "A safe place is needed from tomorrow.")
SAFE = Typed("Žinutė, tik darbo dienomis nuo 9 iki 12", "A text message, weekdays 9 to 12 only")
NEVER = Typed("Neskambinti broliui.", "Never call the brother.")
DANGER = Typed(
    "Meistras žino buvusį adresą; naujo nežino.",
    "The foreman knows the old address, not the new one.",
)
NEEDED_FIRST = Typed("Pirmiausia – ramus miegas ir dokumentai.", "First a quiet night, and papers.")
GOAL_HOME = Typed("Turi saugų kambarį trims mėnesiams.", "Has a safe room for three months.")
GOAL_PAY = Typed("Pateiktas reikalavimas dėl atlyginimo.", "A claim for the wages has been filed.")
AGREES = Typed("Taip, bet be spaudos.", "Yes, but no press.")
GOES_WELL = Typed(
    "Miega geriau, lanko kalbos kursus; grasinimų nebuvo.",
    "Sleeps better, goes to a language course; no threats.",
)
ENDED = Typed("Rado darbą ir butą; padėjo teisininkė.", "Found work and a flat; the lawyer helped.")
RECOGNISED = Typed("Pripažintas nukentėjusiuoju byloje.", "Recognised as a victim in proceedings.")
