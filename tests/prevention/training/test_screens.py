"""From a new course to a checked certificate, on the screens, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from talka.ground.access.actor import Actor
from talka.ground.kernel.begun import counted
from talka.prevention.training.models import Certificate, Enrolment, Question, TrainingSession
from tests.cast import Member
from tests.prevention.training.conftest import parts

Acts = Callable[[str], AbstractContextManager[Actor]]
Browser = Callable[..., Client]
TODAY = timezone.localdate()


def post(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, {"idempotency_key": str(uuid4()), **values})


def test_from_a_new_course_to_a_session(
    browser_of: Browser, acts: Acts, world: dict[str, Member]
) -> None:
    client = browser_of("coordinator")
    said = {"title_lt": "Kursas", "title_en": "Our course", "competences": ["recognition"],
            "attendance_percent": "80", "pass_percent": "50", "code": "S-9"}  # fmt: skip
    assert post(client, "/training/courses/new/", **{**said, "competences": []}).status_code == 422
    page = post(client, "/training/courses/new/", **said)["Location"]
    assert post(client, "/training/courses/new/", **said).status_code == 422
    assert (
        "at least one module"
        in client.get(post(client, f"{page}publish/")["Location"]).content.decode()
    )
    assert post(client, f"{page}module/", title_lt="Dalis", minutes="60").status_code == 303
    bad = post(client, f"{page}question/", text_lt="Ar?", options="taip", answer="1")
    assert bad.status_code == 422
    assert (
        post(client, f"{page}question/", text_lt="Ar?", options="taip\nne", answer="2").status_code
        == 303
    )
    edit = {**said, "version": "1", "title_en": "Renamed"}
    assert post(client, f"{page}edit/", **edit).status_code == 303
    assert post(client, f"{page}edit/", **edit).status_code == 409
    assert browser_of("ngo").get(page).status_code == 404
    assert post(client, f"{page}publish/").status_code == 303
    shown = browser_of("ngo").get(page).content.decode()
    assert "Renamed" in shown
    assert "taip" not in shown, "only the keeper reads the right answers"
    assert post(client, f"{page}edit/", **edit).status_code == 403
    session = post(client, f"{page}session/", place="Salė", capacity="2")["Location"]
    assert (
        post(client, f"{session}part/", title="Rytas", day=str(TODAY), minutes="721").status_code
        == 422
    )
    assert (
        post(client, f"{session}part/", title="Rytas", day=str(TODAY), minutes="60").status_code
        == 303
    )
    trainer = str(world["ngo_supervisor"].account)
    assert post(client, f"{session}trainer/").status_code == 422
    assert post(client, f"{session}trainer/", worker_id=trainer).status_code == 303
    assert post(client, f"{session}trainer/", organisation="Mokymų centras").status_code == 303
    assert "Mokymų centras" in browser_of("ngo", "lt").get(session).content.decode()
    assert post(client, f"{page}next/").status_code == 303
    assert post(browser_of("ngo_supervisor"), f"{session}part/", title="x").status_code == 403


def test_a_trainer_holds_and_closes_a_session(
    browser_of: Browser, acts: Acts, session: TrainingSession, enrolled: dict[str, Enrolment]
) -> None:
    at, trainer = f"/training/sessions/{session.id}/", browser_of("ngo_supervisor")
    own, police = f"/training/enrolments/{enrolled['police'].id}/", browser_of("police")
    with acts("police"):
        first, second = parts(session)
        right = {
            f"q_{i.id}": str(i.answer) for i in Question.objects.filter(course_id=session.course_id)
        }
    assert own in browser_of("police").get("/training/").content.decode()
    assert browser_of("social").get(own).status_code == 404
    assert trainer.get(f"{own}test/after/").status_code == 403
    assert police.get(f"{own}test/never/").status_code == 404
    assert police.get(f"{own}test/m3/").status_code == 403
    assert post(police, f"{own}test/after/", **right).status_code == 303
    assert police.get(f"{own}test/after/").status_code == 403
    assert "5 / 5" in police.get(own).content.decode()
    attended = f"/training/parts/{first.id}/attendance/"
    school = f"m_{enrolled['school'].id}"
    assert post(trainer, attended, **{school: "101"}).status_code == 422
    assert post(trainer, attended, **{school: "20"}).status_code == 303
    assert "5 entries" in trainer.get(f"{at}close/").content.decode()
    assert post(police, f"/training/parts/{first.id}/present/").status_code == 403
    for part in (first, second):
        assert post(trainer, f"/training/parts/{part.id}/present/").status_code == 303
    ready = trainer.get(f"{at}close/").content.decode()
    assert "1 person gets a certificate" in ready
    assert post(trainer, f"{at}close/").status_code == 303
    closed = " ".join(trainer.get(at).content.decode().split())
    for word in ("was there for too little of the time", "No. <a", "180 / 180"):
        assert word in closed
    with acts("police"):
        made = Certificate.objects.get(session=session)
    shown = police.get(f"/training/certificates/{made.id}/").content.decode()
    assert f"/check/{made.number}/" in shown
    assert "<svg" in shown
    assert browser_of("stranger").get(f"/training/certificates/{made.id}/").status_code == 404
    revoke = f"/training/certificates/{made.id}/revoke/"
    assert post(trainer, revoke, reason="x").status_code == 403
    assert post(browser_of("coordinator"), revoke, reason="").status_code == 422
    assert post(browser_of("coordinator"), revoke, reason="Klaida").status_code == 303
    assert "revoked" in police.get(f"/training/certificates/{made.id}/").content.decode()


def test_a_page_asks_as_much_of_three_people_as_of_one(
    browser_of: Browser, acts: Acts, session: TrainingSession, enrolled: dict[str, Enrolment]
) -> None:
    """Twelve questions at most, also with everybody enrolled."""
    for name in ("coordinator", "ngo_supervisor", "police"):
        for address in ("/training/", f"/training/sessions/{session.id}/",
                        f"/training/courses/{session.course_id}/"):  # fmt: skip
            with counted() as asked:
                assert browser_of(name).get(address).status_code == 200
            assert len([s for s in asked if "SAVEPOINT" not in s]) <= 12, (name, address, asked)
