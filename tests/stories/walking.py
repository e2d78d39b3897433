"""The path as a whole, put together from its stages."""

from __future__ import annotations

from tests.stories import help, stages
from tests.stories.person import Seen
from tests.stories.stages import Path, Who
from tests.stories.words import Typed

CASE = "that you have a case here, its number and its dates; not your name"
LEGAL = "about your legal matters"
AID = "what help you need and receive"
REACHED = "how you can be reached safely"
NGO = Typed("NVO „Šviesa“", "NGO Light")
POLICE = Typed("Šiaulių policija", "Šiauliai police")
PROSECUTION = Typed("Šiaulių prokuratūra", "Šiauliai prosecution")
SOCIAL = Typed("Šiaulių socialinės paslaugos", "Šiauliai social services")


Pages = dict[str, tuple[str, str]]
_finished: list[tuple[Path, Pages]] = []


def walked(who: Who, seen: Seen) -> tuple[Path, Pages]:
    """A finished case and the pages seen on its way: of this run's first walk in Lithuanian."""
    if not _finished:
        remember(the_whole_path(who), seen)
    return _finished[0]


def remember(path: Path, seen: Seen) -> None:
    _finished.append((path, seen.pages))


def the_whole_path(who: Who) -> Path:
    path = Path()
    detection(who, path)
    sharing(who, path)
    assistance(who, path)
    a_change_of_mind(who, path)
    ending(who, path)
    return path


def detection(who: Who, path: Path) -> None:
    stages.first_signal(who)
    stages.screening_by_the_criteria(who)
    stages.presumption(who)
    stages.opening_the_case(who, path)
    nothing_there(who, path, "police", "social", "prosecutor", "coordinator", "stranger")


def sharing(who: Who, path: Path) -> None:
    stages.information_about_rights(who, path)
    stages.risk_and_first_contact(who, path)
    stages.consent(who, path, SOCIAL, "assistance", [CASE, AID, REACHED])
    stages.referral(who, urgency="Urgent", need="housing")
    stages.acknowledgement(who, "social", NGO, path)
    who("ngo").menu("Whose turn").keep("whose-turn", width=1280)
    stages.consent(who, path, POLICE, "investigation", [CASE, LEGAL])
    stages.referral(who)
    stages.acknowledgement(who, "police", NGO, path)
    stages.consent(who, path, PROSECUTION, "investigation", [CASE, LEGAL])
    stages.referral(who)
    stages.acknowledgement(who, "prosecutor", NGO, path)
    help.word_of_a_body(who, "prosecutor", path, "recognised", "decision")


def assistance(who: Who, path: Path) -> None:
    help.needs(who, "social", path)
    help.plan(who, "social", path, SOCIAL)
    help.service(who, "ngo", path, "legal_counselling", "2", "80")
    help.service(who, "social", path, "social_counselling", "1,5", "0")
    help.service(who, "ngo", path, "psychological_help", "1", "45")
    help.monitoring(who, path)


def a_change_of_mind(who: Who, path: Path) -> None:
    police = who("police").open(path.address)
    assert not police.refused
    help.withdrawal(who, path, POLICE)
    nothing_there(who, path, "police")
    assert not who("prosecutor").open(path.address).refused


def ending(who: Who, path: Path) -> None:
    help.goals_reached(who, "social", path)
    help.closure(who, path)
    nothing_there(who, path, "stranger", "ministry")


def nothing_there(who: Who, path: Path, *names: str) -> None:
    """The address of the case answers them as an address that leads nowhere."""
    for name in names:
        assert who(name).open(path.address).refused == 404, name
