"""Large counts are written as the reader writes them."""

from __future__ import annotations

import pytest
from django.utils import translation

from talka.ground.ui.templatetags.talka import counted


@pytest.mark.parametrize(
    ("number", "lt", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1500, "1\u00a0500", "1,500"),
        (1404000, "1\u00a0404\u00a0000", "1,404,000"),
    ],
)
def test_thousands_stand_apart(number: int, lt: str, en: str) -> None:
    for language, said in (("lt", lt), ("en", en)):
        with translation.override(language):
            assert counted(number) == said
