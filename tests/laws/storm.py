"""Many colleagues write while something is killed. What was acknowledged must be there, once."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from tests.houses import House
from tests.laws.visitor import Visitor, Web

OPEN = """
import sys, django
django.setup()
from talka.casework.cases import actions
from talka.ground.access.actor import begun
with begun(sys.argv[1]) as actor:
    case, _, _ = actions.open_case(
        actor=actor, municipality="29", profile={"exploitation": ["labour"]}, protocol=("lt", 1)
    )
    print(case.id)
"""

READ = """
import json, sys, django
django.setup()
from uuid import UUID
from talka.casework.aid.models import Note
from talka.casework.cases.keys import keyring
from talka.ground.access.actor import begun
with begun(sys.argv[1]):
    ring = keyring(UUID(sys.argv[2]))
    print(json.dumps([n.read(ring, "text") for n in Note.objects.filter(case_id=sys.argv[2])]))
"""


def open_case(house: House, token: str) -> str:
    done = house.run("-c", OPEN, token)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def notes(house: House, token: str, case: str) -> Counter[str]:
    """Every note of the case in words, with how often it stands there."""
    done = house.run("-c", READ, token, case)
    assert done.returncode == 0, done.stderr
    return Counter(json.loads(done.stdout))


@dataclass
class Storm:
    """Writers who post notes and, without an answer, post the same again (as a browser and a
    person do) unless `patient` is off; then an unanswered note is given up."""

    web: Web
    token: str
    case: str
    patient: bool = True
    acknowledged: list[str] = field(default_factory=list)
    unanswered: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def blow(self, kills: list[Callable[[], None]], writers: int = 4, calm: float = 0.4) -> None:
        """Write through all kills, each after a moment of calm; ends when nothing is open."""
        threads = [threading.Thread(target=self._write) for _ in range(writers)]
        for thread in threads:
            thread.start()
        try:
            for kill in kills:
                self._await_more(3)
                time.sleep(calm)
                kill()
        finally:
            if self.patient:
                self._await_more(3)
            self.over.set()
            for thread in threads:
                thread.join(60)

    def _await_more(self, count: int) -> None:
        """Until the house takes notes again."""
        wanted, until = len(self.acknowledged) + count, time.monotonic() + 60
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < until, f"nothing is taken any more: {self.refused}"
            time.sleep(0.02)

    def _write(self) -> None:
        visitor = Visitor(self.web.port, self.token)
        while not self.over.is_set():
            key, text = str(uuid4()), f"note {uuid4()}"
            while not self._post(visitor, key, text) and self.patient:
                time.sleep(0.05)

    def _post(self, visitor: Visitor, key: str, text: str) -> bool:
        try:
            answer = visitor.post(f"/case/{self.case}/notes/new/", key, kind="shared", text=text)
        except OSError:
            self.unanswered += 1
            return False
        if answer.status != 303 or "/notes/" not in answer.location:
            self.refused[answer.status] += 1
            return False
        self.acknowledged.append(text)
        return True
