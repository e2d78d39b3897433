"""Attachments of a case: who may, how many, and what happens when pieces are touched."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection
from django.test import Client

from talka.casework.aid import actions
from talka.casework.cases.keys import keyring
from talka.casework.cases.models import Case, Step
from talka.ground.audit.trail import act
from talka.ground.crypto.sealing import Unopenable
from talka.ground.files import queries
from talka.ground.files.models import Attachment, AttachmentChunk
from talka.ground.kernel.errors import Absent, Broken, Refused

BODY = b"%PDF-1.7 " + b"slapta " * 40_000


def add(actor: Any, case: Case, data_class: str = "legal", body: bytes = BODY) -> Attachment:
    return actions.add_file(
        actor=actor, case_id=case.id, data_class=data_class, name="Sutartis.pdf", body=body
    )


def test_nothing_readable_lies_in_the_database(acts: Any, opened: Any) -> None:
    case = opened()
    with acts("ngo") as actor:
        row = add(actor, case)
        assert row.chunks == 5
        with connection.cursor() as cursor:
            cursor.execute("SELECT name_sealed, sha256_sealed FROM attachment")
            stored = b"".join(bytes(v) for v in cursor.fetchone())
            cursor.execute("SELECT body FROM attachment_chunk")
            stored += b"".join(bytes(v) for (v,) in cursor.fetchall())
        assert b"slapta" not in stored
        assert b"Sutartis" not in stored
        assert queries.opened(keyring(case.id), row.id).body == BODY
        assert Step.objects.filter(kind="file", data_class="legal", ref=row.id).exists()


@pytest.mark.parametrize("gone", [[0], [4], [2, 3], [0, 1, 2, 3, 4]])
def test_a_missing_piece_is_noticed(acts: Any, opened: Any, gone: list[int]) -> None:
    case = opened()
    with acts("ngo") as actor:
        row = add(actor, case)
        pieces = AttachmentChunk.objects.filter(attachment=row).order_by("n")
        kept = [p for p in pieces if p.n not in gone]
        with pytest.raises(Unopenable):
            _opened_from(keyring(case.id), row, [bytes(p.body) for p in kept])


def _opened_from(ring: Any, row: Attachment, pieces: list[bytes]) -> bytes:
    from talka.ground.crypto.streams import open_stream
    from talka.ground.files.actions import place

    return open_stream(ring.key(row.data_class), place(row), pieces)


def test_who_lacks_the_class_sees_no_file(
    acts: Any, opened: Any, share: Any, browser_of: Any
) -> None:
    case = opened()
    with acts("ngo") as actor:
        legal, aid = add(actor, case), add(actor, case, "aid")
    share(case, "ngo_colleague", ["case", "aid"])
    with acts("ngo_colleague") as actor:
        assert [f.id for f in queries.listed(keyring(case.id))] == [aid.id]
        assert AttachmentChunk.objects.filter(attachment_id=legal.id).count() == 0
        with pytest.raises(Refused):
            add(actor, case, "legal")
        with pytest.raises(Absent):
            actions.withdraw_file(actor=actor, case_id=case.id, file_id=legal.id, reason="x")
    for name in ("stranger", "police", "ministry", "technical"):
        with acts(name) as actor:
            assert Attachment.objects.count() == 0
            assert AttachmentChunk.objects.count() == 0
            with pytest.raises(Absent):
                add(actor, case)
    client: Client = browser_of("ngo_colleague")
    assert client.get(f"/case/{case.id}/files/{legal.id}/").status_code == 404
    assert client.get(f"/case/{case.id}/files/{aid.id}/").status_code == 200


def test_withdrawn_content_is_gone_and_the_fact_stays(acts: Any, opened: Any) -> None:
    case = opened()
    with acts("ngo") as actor:
        row = add(actor, case)
        actions.withdraw_file(actor=actor, case_id=case.id, file_id=row.id, reason="Ne ta byla")
        assert AttachmentChunk.objects.count() == 0
        (line,) = queries.listed(keyring(case.id))
        assert (line.name, line.reason) == ("Sutartis.pdf", "Ne ta byla")
        with pytest.raises(Absent):
            queries.opened(keyring(case.id), row.id)
        with pytest.raises(Broken):
            actions.withdraw_file(actor=actor, case_id=case.id, file_id=row.id, reason="vėl")


def test_no_more_than_twenty_and_no_larger_than_ten_megabytes(acts: Any, opened: Any) -> None:
    case = opened()
    with acts("ngo") as actor:
        rows = [add(actor, case, "aid", b"%PDF-") for _ in range(20)]
        with pytest.raises(Broken, match="20"):
            add(actor, case, "note", b"%PDF-")
        actions.withdraw_file(actor=actor, case_id=case.id, file_id=rows[0].id, reason="x")
        add(actor, case, "note", b"%PDF-")
        for body in (b"", b"MZ\x90", b"%PDF-" + bytes(10 * 1024 * 1024)):
            with pytest.raises(Broken) as broken:
                add(actor, opened(), "aid", body)
            assert "file" in broken.value.faults


def test_the_database_refuses_to_touch_files(acts: Any, opened: Any, share: Any) -> None:
    case = opened()
    with acts("ngo") as actor:
        row = add(actor, case)
        for sql in (
            "UPDATE attachment_chunk SET n = n + 10",
            "UPDATE attachment_chunk SET body = ''",
            "UPDATE attachment SET size = 1",
            "UPDATE attachment SET scope = gen_random_uuid()",
            "DELETE FROM attachment",
        ):
            with pytest.raises(ProgrammingError), act("attack"), connection.cursor() as cursor:
                cursor.execute(sql)
        with act("attack"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM attachment_chunk")
            assert cursor.rowcount == 0
    share(case, "ngo_colleague", ["case", "legal"])
    with acts("ngo_colleague"), pytest.raises(ProgrammingError), act("attack"):
        AttachmentChunk(attachment_id=row.id, scope=case.id, n=7, body=b"x").save()


def test_a_request_too_large_is_refused_before_it_is_read(browser_of: Any, opened: Any) -> None:
    case = opened()
    client: Client = browser_of("ngo")
    from django.core.files.uploadedfile import SimpleUploadedFile

    for size, status in ((10 * 1024 * 1024 + 1, 422), (13_000_000, 413)):
        upload = SimpleUploadedFile("a.pdf", b"%PDF-" + bytes(size))
        data = {"data_class": "aid", "file": upload, "idempotency_key": uuid4().hex}
        answer = client.post(f"/case/{case.id}/files/new/", data)
        assert answer.status_code == status
