"""Eight clicks on "adopt" at the same instant: real commits, in a house of its own.

Run by test_races.py in a process of its own, so that the shared house stays as it was.
"""

from __future__ import annotations

import json
import sys
from threading import Barrier, Thread
from typing import Any

from tests import house

CLICKS = 8


def main() -> None:
    house.build()
    from tests.cast import gather

    cast = gather()
    sys.stdout.write(json.dumps(adopted_together(cast["coordinator"].token)))


def adopted_together(token: str) -> dict[str, Any]:
    from django.db import connections

    from talka.ground.access.actor import begun
    from talka.ground.ui.screens import first_of_two
    from talka.prevention.programmes.actions import drafting
    from talka.prevention.programmes.models import ProgrammeVersion

    with begun(token):
        nation = ProgrammeVersion.objects.get(programme__code="thb-2024").id
    gate, said = Barrier(CLICKS), [""] * CLICKS

    def click(n: int) -> None:
        try:
            with begun(token) as actor:
                gate.wait()
                first_of_two(
                    lambda: drafting.adopt(actor=actor, version_id=nation, municipality="29")
                )
            said[n] = "done"
        except Exception as fault:
            said[n] = type(fault).__name__
        finally:
            connections.close_all()

    threads = [Thread(target=click, args=(n,)) for n in range(CLICKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with begun(token):
        stand = ProgrammeVersion.objects.filter(adopted_from=nation).count()
    return {"said": sorted(said), "stand": stand}


if __name__ == "__main__":
    main()
