"""Publish the protocols of a pack. The only writer of this room; run by setup."""

from __future__ import annotations

from django.db import transaction

from talka.ground.kernel.pack import load_pack
from talka.method.protocol.models import ProtocolHanded, ProtocolVersion
from talka.method.protocol.rules import ProtocolError, parse, strangers
from talka.method.publishing import publish, record_handings


def load_from_pack(*, using: str) -> int:
    """Publish every protocol of the pack that is not published yet; returns how many stand.

    Safe to run again. Raises ProtocolError with all faults of a document, AlreadyPublished when a
    published version was changed in the pack. Needs a named verb (`talka.verb`).
    """
    pack = load_pack()
    known = [[c.code for c in pack.codes(name)] for name in ("role", "institution", "purpose")]
    versions = []
    with transaction.atomic(using=using):
        for document in pack.documents("protocol").values():
            protocol = parse(document)
            unknown = strangers(protocol, *known)
            if unknown:
                raise ProtocolError(tuple(f"{u} is not in the pack" for u in unknown))
            versions.append(
                publish(ProtocolVersion, protocol.code, protocol.version, document, using=using)
            )
        record_handings(ProtocolHanded, pack, "protocol", versions, using=using)
    return len(versions)
