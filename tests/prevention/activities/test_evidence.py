"""Evidence is sealed, confirmed, ends where it bears personal data, and is opened by those it is
meant for."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError

from talka.ground.files.models import Attachment, AttachmentChunk
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.prevention.activities import rules
from talka.prevention.activities.actions.evidence import add_evidence, destroy_evidence
from talka.prevention.activities.models import Activity, Evidence, EvidenceKey
from talka.prevention.activities.queries.evidence import body_of, evidence_of
from tests.ground.files.test_pictures import SECRET, picture
from tests.prevention.activities.conftest import Acts, ago, write

PDF = b"%PDF-1.4 Signed by twenty-five\n%%EOF"


def given(actor: Any, activity: Activity, **more: Any) -> dict[str, Any]:
    return {
        "actor": actor, "activity_id": activity.id, "kind": "list", "name": "list.pdf",
        "body": PDF, "personal_data": "none", "retention_until": None, "nobody_helped": True,
        "no_minor": True, **more,
    }  # fmt: skip


STAFF = {"personal_data": "staff", "retention_until": ago(-300)}


def test_it_is_sealed_with_its_hash_and_read_by_all(acts: Acts, held: Activity) -> None:
    with acts("ngo") as actor:
        row = add_evidence(**given(actor, held))
        assert row.sha256 == hashlib.sha256(PDF).hexdigest()
        pieces = AttachmentChunk.objects.filter(attachment=row.file_id)
        assert pieces
        assert all(b"Signed" not in bytes(p.body) for p in pieces)
    with acts("stranger"):
        assert body_of(held.id, row.id).body == PDF
        assert [e.file and e.file.name for e in evidence_of(held.id)] == ["list.pdf"]


def test_personal_data_open_to_who_writes_and_to_the_ministry(acts: Acts, held: Activity) -> None:
    with acts("ngo") as actor:
        row = add_evidence(**given(actor, held, **STAFF))
    for name in ("ngo_colleague", "coordinator", "ministry"):
        with acts(name):
            assert body_of(held.id, row.id).body == PDF
    for name in ("stranger", "police", "evaluator", "technical"):
        with acts(name):
            assert [e.file for e in evidence_of(held.id)] == [None]
            assert not EvidenceKey.objects.filter(activity=held).exists()
            assert not Attachment.objects.filter(scope=held.id).exists()
            with pytest.raises(Absent):
                body_of(held.id, row.id)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"personal_data": "sensitive", "retention_until": ago(-9)}, "personal_data"),
     ({"personal_data": "staff"}, "retention_until"),
     ({"personal_data": "staff", "retention_until": ago(0)}, "retention_until"),
     ({"retention_until": date(2999, 1, 1)}, "retention_until"),
     ({"nobody_helped": False}, "nobody_helped"), ({"no_minor": False}, "no_minor"),
     ({"body": b"MZ\x00\x01"}, "file"), ({"body": b""}, "file"), ({"kind": "selfie"}, "kind")],
)  # fmt: skip
def test_what_is_not_taken(acts: Acts, held: Activity, more: dict[str, Any], field: str) -> None:
    with acts("ngo") as actor:
        with pytest.raises(Broken) as said:
            add_evidence(**given(actor, held, **more))
        assert set(said.value.faults) == {field}
        assert not Evidence.objects.exists()
        assert not Attachment.objects.filter(scope=held.id).exists()


@pytest.mark.parametrize(
    ("personal", "until", "checked", "digest"),
    [("sensitive", "2030-01-01", True, "a" * 64), ("staff", None, True, "a" * 64),
     ("none", None, False, "a" * 64), ("none", None, True, "A" * 64), ("none", None, True, "")],
)  # fmt: skip
def test_the_database_refuses_it_as_well(
    acts: Acts, held: Activity, personal: str, until: str | None, checked: bool, digest: str
) -> None:
    with acts("ngo") as actor:
        file = add_evidence(**given(actor, held)).file_id
        sql = (
            "INSERT INTO activity_evidence (id, activity_id, file_id, kind, sha256, personal_data,"
            " retention_until, checked) VALUES (gen_random_uuid(), %s, %s, 'list', %s, %s, %s, %s)"
        )
        with pytest.raises(DatabaseError):
            write(sql, [held.id, file, digest, personal, until, checked])


def test_nobody_else_puts_files_there(acts: Acts, held: Activity) -> None:
    for name in ("stranger", "police", "ministry"):
        with acts(name) as actor, pytest.raises(Refused):
            add_evidence(**given(actor, held))
    with acts("stranger") as actor, pytest.raises(DatabaseError, match="row-level security"):
        write(
            "INSERT INTO attachment (id, data_class, scope, media_type, size, chunks, by, at)"
            " VALUES (gen_random_uuid(), 'activity', %s, 'text/plain', 1, 1, %s, now())",
            [held.id, actor.id],
        )


def test_it_is_destroyed_with_a_reason_that_stays(acts: Acts, held: Activity) -> None:
    with acts("ngo") as actor:
        row = add_evidence(**given(actor, held, **STAFF))
        with pytest.raises(Broken):
            destroy_evidence(actor=actor, activity_id=held.id, evidence_id=row.id, reason=" ")
    with acts("police"):
        sql = "UPDATE attachment SET withdrawn_at = now(), withdrawn_by = %s WHERE id = %s"
        assert write(sql, [row.id, row.file_id]) == 0
    with acts("coordinator") as actor:
        destroy_evidence(actor=actor, activity_id=held.id, evidence_id=row.id, reason="Time is up")
        shown = evidence_of(held.id)[0]
        assert shown.sha256 == row.sha256
        assert shown.file is not None
        assert shown.file.reason == "Time is up"
        with pytest.raises(Absent):
            body_of(held.id, row.id)
        assert not AttachmentChunk.objects.filter(attachment=row.file_id).exists()


@pytest.mark.parametrize(
    ("until", "destroyed", "said"),
    [(ago(1), False, True), (ago(0), False, False), (ago(-1), False, False), (None, False, False),
     (ago(1), True, False)],
)  # fmt: skip
def test_what_should_be_gone_is_said(until: date | None, destroyed: bool, said: bool) -> None:
    assert rules.overdue(until, destroyed, ago(0)) is said


def test_a_picture_loses_its_place_and_a_damaged_one_is_refused(acts: Acts, held: Activity) -> None:
    whole = picture("image/jpeg")
    with acts("ngo") as actor:
        row = add_evidence(**given(actor, held, kind="photo", name="photo.jpg", body=whole))
        kept = body_of(held.id, row.id).body
        assert SECRET.encode() in whole
        assert SECRET.encode() not in kept
        assert row.sha256 == hashlib.sha256(kept).hexdigest()
        with pytest.raises(Broken, match="damaged"):
            add_evidence(**given(actor, held, kind="photo", body=whole[:90]))
