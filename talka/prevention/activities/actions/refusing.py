"""What the database refuses, said to the person at the field it is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction

from talka.ground.kernel.errors import Broken
from talka.prevention.activities import words


@contextmanager
def told() -> Iterator[None]:
    """Broken instead of a fault of the database, for every rule that has a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        said: Any = getattr(fault.__cause__, "diag", None)
        for key in (getattr(said, "constraint_name", None), getattr(said, "message_primary", None)):
            if key in words.FAULTS:
                field, sentence = words.FAULTS[key]
                raise Broken({field: str(sentence)}) from None
        raise
