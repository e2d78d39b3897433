"""Ten thousand answers in a house of its own: `python -m tests.prevention.polls.traces OUT.json`.

Most go in as the public page takes them; some are walked over the whole middleware, each from an
address of its own. What a search must not find is written to OUT.json.
"""

from __future__ import annotations

import ipaddress
import json
import random
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

TAKEN, WALKED = 9_900, 100


def main() -> None:
    django.setup()
    from talka.command.bootstrap import connect_migrate

    connect_migrate()
    from talka.prevention.polls.actions import taking

    coordinator, poll, made = _asked()
    taken, walked = made[:TAKEN], made[TAKEN:]
    for n, code in enumerate(taken):
        assert taking.take(poll=poll, code=code, answers={"sure": n % 11}) == "taken"
    addresses = [_walk(poll.slug, code, n) for n, code in enumerate(walked)]
    _closed(coordinator, poll.id)
    Path(sys.argv[1]).write_text(
        json.dumps({"codes": made, "addresses": addresses, "poll": str(poll.id)}), "utf-8"
    )


def _asked() -> tuple[Any, Any, list[str]]:
    from django.utils import timezone

    from talka.ground.access.actor import begun
    from talka.prevention.polls.actions import keeping
    from talka.prevention.polls.models import Questionnaire
    from tests.cast import gather

    coordinator, today = gather()["coordinator"], timezone.localdate()
    made: list[str] = []
    with begun(coordinator.token, "work", "test") as actor:
        poll = keeping.draft_poll(
            actor=actor, municipality="29", mode="code", title_lt="Apklausa", title_en="Poll",
            since=today, until=today + timedelta(days=9), min_age=18, probability=False,
            questionnaire_id=Questionnaire.objects.get(code="know_and_report").id, population=None,
        )  # fmt: skip
        keeping.field_poll(actor=actor, poll_id=poll.id)
    while len(made) < TAKEN + WALKED:
        with begun(coordinator.token, "work", "test") as actor:
            made += keeping.print_codes(actor=actor, poll_id=poll.id, count=2000)
    return coordinator, poll, made[: TAKEN + WALKED]


def _walk(slug: str, code: str, n: int) -> str:
    """From the link on the strip to the end, from an address that nobody else has."""
    from django.test import Client

    draw = random.Random(n)
    address = str(ipaddress.IPv6Address(draw.getrandbits(112) + (0x2001 << 112)))
    resident = Client(
        REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=address, HTTP_SEC_FETCH_SITE="same-origin"
    )
    at = f"/a/{slug}/"
    assert resident.get(f"{at}?c={code}").status_code == 200
    page = resident.post(at, {"code": code})
    page = resident.post(at, {"state": _state(page), "q_consent": "yes", "q_sure": "7"})
    done = resident.post(at, {"state": _state(page), "q_sex": "female"})
    assert done.status_code == 303, done.content[:300]
    assert resident.post(at, {"code": code}).status_code == 422
    return address


def _state(page: Any) -> str:
    found = re.search(r'name="state" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def _closed(coordinator: Any, poll: Any) -> None:
    from django.conf import settings
    from django.db import connections

    from talka.ground.access.actor import begun
    from talka.prevention.polls.actions import keeping, taking

    with begun(coordinator.token, "work", "test") as actor:
        keeping.close_poll(actor=actor, poll_id=poll)
    place = settings.HOME.databases(as_worker=True)["default"]
    connections.databases["worker_of_polls"] = {**connections.databases["default"], **place}
    assert taking.mix(poll_id=poll, using="worker_of_polls") == TAKEN + WALKED


if __name__ == "__main__":
    main()
