"""Publish the criteria sets of a pack. The only writer of this room; run by setup."""

from __future__ import annotations

from django.db import transaction

from talka.ground.kernel.pack import load_pack
from talka.method.criteria.models import CriteriaHanded, CriteriaVersion
from talka.method.criteria.rules import parse
from talka.method.publishing import publish, record_handings


def load_from_pack(*, using: str) -> int:
    """Publish every criteria set of the pack that is not published yet; returns how many stand.

    Safe to run again. Raises CriteriaError with all faults of a document, AlreadyPublished when a
    published version was changed in the pack. Needs a named verb (`talka.verb`).
    """
    pack = load_pack()
    versions = []
    with transaction.atomic(using=using):
        for document in pack.documents("criteria").values():
            criteria = parse(document)
            versions.append(
                publish(CriteriaVersion, criteria.code, criteria.version, document, using=using)
            )
        record_handings(CriteriaHanded, pack, "criteria", versions, using=using)
    return len(versions)
