"""Files beside the answers of an assessment: sealed, hashed, read by who reads the answer, and only
before submitting."""

from __future__ import annotations

import hashlib
import io
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError
from django.test import Client

from talka.ground.files.models import Attachment, AttachmentChunk
from talka.ground.kernel.errors import Absent, Broken, Refused
from talka.prevention.safety.actions import judging, showing
from talka.prevention.safety.models import Answer, AnswerFile, AnswerKey
from talka.prevention.safety.queries.assessments import assessment_page
from talka.prevention.safety.queries.showing import body_of, files_of
from tests.cast import Member
from tests.prevention.safety.conftest import Acts, fill, this_year, write

PDF = b"%PDF-1.4 Decision of the council\n%%EOF"


@pytest.fixture
def begun_one(acts: Acts) -> UUID:
    with acts("coordinator") as actor:
        made = judging.begin(actor=actor, municipality="29", year=this_year())
        fill(actor, made)
    return made.id


def given(actor: Any, of: UUID, **more: Any) -> dict[str, Any]:
    return {"actor": actor, "assessment_id": of, "criterion": "1.1", "name": "sprendimas.pdf",
            "body": PDF, "checked": True, **more}  # fmt: skip


def answer(of: UUID) -> Answer:
    return Answer.objects.get(assessment=of, criterion="1.1")


def test_it_is_sealed_and_read_by_who_reads_the_answer(acts: Acts, begun_one: UUID) -> None:
    with acts("coordinator") as actor:
        row = showing.show(**given(actor, begun_one))
        assert row.sha256 == hashlib.sha256(PDF).hexdigest()
        pieces = AttachmentChunk.objects.filter(attachment=row.file_id)
        assert pieces
        assert all(b"Decision" not in bytes(p.body) for p in pieces)
        of = answer(begun_one).id
        page = assessment_page(actor, begun_one, "en")
        assert [x.files for p in page.parts for x in p.lines][:2] == [1, 0]
    for name in ("stranger", "ministry", "ngo", "evaluator"):  # a draft is the municipality's own
        with acts(name):
            assert not AnswerKey.objects.exists()
            assert not Attachment.objects.filter(scope=of).exists()
            with pytest.raises(Absent):
                body_of(begun_one, row.id)
    with acts("coordinator") as actor:
        judging.submit(actor=actor, assessment_id=begun_one)
    for name in ("stranger", "ministry", "evaluator"):
        with acts(name):
            assert body_of(begun_one, row.id).body == PDF
            assert [f.file and f.file.name for f in files_of(of)] == ["sprendimas.pdf"]
            with pytest.raises(Absent):
                body_of(uuid4(), row.id)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"checked": False}, "checked"), ({"body": b"MZ\x00\x01"}, "file"), ({"body": b""}, "file"),
     ({"criterion": "9.9"}, "file"), ({"body": b"%PDF-" + b"x" * 10**7 * 2}, "file")],
)  # fmt: skip
def test_what_is_not_taken(acts: Acts, begun_one: UUID, more: dict[str, Any], field: str) -> None:
    with acts("coordinator") as actor:
        with pytest.raises(Broken) as said:
            showing.show(**given(actor, begun_one, **more))
        assert set(said.value.faults) == {field}
        assert not AnswerFile.objects.exists()


def test_submitted_it_stands_and_only_its_content_may_go(acts: Acts, begun_one: UUID) -> None:
    with acts("coordinator") as actor:
        row = showing.show(**given(actor, begun_one))
        key = AnswerKey.objects.get()
        judging.submit(actor=actor, assessment_id=begun_one)
        with pytest.raises(Refused):
            showing.show(**given(actor, begun_one))
        of = answer(begun_one).id
        for sql, words in (
            ("INSERT INTO talka.safety_file (id, answer_id, file_id, sha256, checked)"
             " VALUES (gen_random_uuid(), %s, %s, %s, true)", [of, row.file_id, row.sha256]),
            ("INSERT INTO talka.safety_key (id, answer_id, wrapped)"
             " VALUES (gen_random_uuid(), %s, %s)", [of, bytes(key.wrapped)]),
            ("UPDATE talka.safety_file SET checked = false", []),
            ("DELETE FROM talka.safety_file", []),
        ):  # fmt: skip
            with pytest.raises(DatabaseError):
                write(sql, words)
        with pytest.raises(Broken):
            showing.destroy(actor=actor, assessment_id=begun_one, file_id=row.id, reason=" ")
        showing.destroy(actor=actor, assessment_id=begun_one, file_id=row.id, reason="Vardai")
        assert not AttachmentChunk.objects.filter(attachment=row.file_id).exists()
        (shown,) = files_of(of)
        assert shown.sha256 == row.sha256
        assert shown.file is not None
        assert shown.file.reason == "Vardai"


COPIED = (
    "INSERT INTO talka.attachment SELECT (jsonb_populate_record(a, jsonb_build_object("
    "'id', gen_random_uuid(), 'by', %s::uuid))).* FROM talka.attachment a WHERE a.id = %s"
)
SHOWN = """INSERT INTO talka.safety_file (id, answer_id, file_id, sha256, checked)
    SELECT gen_random_uuid(), a.scope, a.id, repeat('0', 64), true
    FROM talka.attachment a WHERE a.by = %s AND a.id <> %s"""
ENDED = "UPDATE talka.attachment SET withdrawn_at = now(), withdrawn_by = %s WHERE id = %s"


def test_nobody_shows_or_destroys_for_another_municipality(acts: Acts, begun_one: UUID) -> None:
    """The control: past the actions the coordinator of the place may, before submitting."""
    with acts("coordinator") as actor:
        row = showing.show(**given(actor, begun_one))
        for sql in (COPIED, SHOWN):
            assert write(sql, [actor.id, row.file_id]) == 1
        judging.submit(actor=actor, assessment_id=begun_one)
        for sql in (COPIED, SHOWN):
            with pytest.raises(DatabaseError):
                write(sql, [actor.id, row.file_id])
    for name in ("stranger", "ministry", "ngo", "evaluator"):
        with acts(name) as actor:
            with pytest.raises((Refused, Absent)):
                showing.show(**given(actor, begun_one))
            with pytest.raises((Refused, Absent)):
                showing.destroy(actor=actor, assessment_id=begun_one, file_id=row.id, reason="x")
            assert body_of(begun_one, row.id).body == PDF  # they read it, and that is all
            assert write(ENDED, [actor.id, row.file_id]) == 0
            with pytest.raises(DatabaseError):
                write(COPIED, [actor.id, row.file_id])
    with acts("coordinator") as actor:
        assert write(ENDED, [actor.id, row.file_id]) == 1


def test_through_the_screens(world: dict[str, Member], acts: Acts, begun_one: UUID) -> None:
    client = Client(headers={"accept-language": "en"})
    client.cookies["talka"] = world["coordinator"].token
    client.cookies["talka_language"] = "en"
    at = f"/safety/assessments/{begun_one}/"
    assert f"{at}files/1.1/" in client.get(at).content.decode()

    def post(address: str, **values: Any) -> Any:
        return client.post(address, {"idempotency_key": str(uuid4()), **values})

    made = io.BytesIO(PDF)
    made.name = "sprendimas.pdf"
    assert post(f"{at}files/1.1/new/", file=made).status_code == 422  # nobody looked
    made.seek(0)
    assert post(f"{at}files/1.1/new/", file=made, checked="on").status_code == 303
    page = client.get(f"{at}files/1.1/").content.decode()
    assert "sprendimas.pdf" in page
    link = next(a for a in page.split('href="') if a.startswith(f"{at}file/")).split('"')[0]
    told = client.get(link)
    assert b"".join(told.streaming_content if told.streaming else [told.content]) == PDF
    assert post(f"{link}destroy/", reason="x").status_code == 303
    assert client.get(link).status_code == 404
    assert "1 file" not in client.get(at).content.decode()
