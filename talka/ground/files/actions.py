"""Put a file into the database and destroy it again. Called by rooms, inside their `act`."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ground.crypto.rows import Keyring
from talka.ground.crypto.sealing import Place
from talka.ground.crypto.streams import seal_stream
from talka.ground.files import pictures, rules
from talka.ground.files.models import Attachment, AttachmentChunk
from talka.ground.kernel.errors import Absent, Broken


def without_metadata(body: bytes) -> bytes:
    """A picture without place, day and device; any other file as it is. Raises Broken at `file`."""
    try:
        return pictures.bare(rules.media_type(body) or "", body)
    except pictures.NoPicture:
        raise Broken(
            {"file": _("This picture is damaged: where and when it was taken cannot be taken out"
                       " of it. Save it anew in a picture program.")}
        ) from None  # fmt: skip


def attach(*, ring: Keyring, by: UUID, data_class: str, name: str, body: bytes) -> Attachment:
    """Seal and store a file under a class of a scope. Raises Broken at `file`."""
    kind = _accepted(body)
    row = Attachment(
        id=uuid4(),
        data_class=data_class,
        scope=ring.scope,
        media_type=kind,
        size=len(body),
        by=by,
        at=timezone.now(),
    )
    sealed = list(seal_stream(ring.key(data_class), place(row), body))
    row.chunks = len(sealed)
    row.put(ring, name=rules.safe_name(name, kind), sha256=hashlib.sha256(body).hexdigest())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Broken({"file": _("There are %(n)d files already.") % {"n": rules.MOST}})
    AttachmentChunk.objects.bulk_create(
        (
            AttachmentChunk(attachment=row, scope=row.scope, n=n, body=piece)
            for n, piece in enumerate(sealed)
        ),
        batch_size=16,
    )
    return row


def _accepted(body: bytes) -> str:
    if not body:
        raise Broken({"file": _("This file is empty.")})
    if len(body) > rules.LARGEST:
        raise Broken({"file": _("A file may have at most 10 MB.")})
    kind = rules.media_type(body)
    if kind is None:
        raise Broken(
            {"file": _("Only PDF, PNG, JPEG, WebP, plain text, ODT, DOCX and XLSX are taken.")}
        )
    return kind


def place(row: Attachment) -> Place:
    """Where the pieces of a file live."""
    return Place("attachment_chunk", "body", row.id, row.scope)


def withdraw(*, ring: Keyring, by: UUID, attachment: Attachment, reason: str) -> None:
    """Destroy the content; the row stays, with the reason. Raises Broken when done before."""
    if attachment.withdrawn_at:
        raise Broken(_("This was taken back already."))
    attachment.put(ring, withdrawn_reason=reason)
    attachment.withdrawn_at = timezone.now()
    attachment.withdrawn_by = by
    attachment.save(update_fields=["withdrawn_reason_sealed", "withdrawn_at", "withdrawn_by"])
    AttachmentChunk.objects.filter(attachment=attachment).delete()


def expire(*, attachment_id: UUID) -> None:
    """Destroy the content of a file whose time is over: the row stays, withdrawn by nobody. Needs
    no key. Raises Absent where nothing was destroyed."""
    row = Attachment.objects.filter(id=attachment_id, withdrawn_at__isnull=True)
    if not row.update(withdrawn_at=timezone.now()):
        raise Absent
    AttachmentChunk.objects.filter(attachment=attachment_id).delete()
