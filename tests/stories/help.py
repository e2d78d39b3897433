"""The path from needs to the end of help, one function a stage."""

from __future__ import annotations

from django.utils import timezone

from tests.stories import words
from tests.stories.person import Person
from tests.stories.stages import Path, Who, part, today
from tests.stories.words import Code, Plain, Shown, Typed


def word_of_a_body(who: Who, name: str, path: Path, status: str, ground: str) -> None:
    """Each body says by itself what it holds; none replaces another's."""
    person = part(who(name), path, "What each body says")
    person.go("Write down what your institution holds")
    person.pick("What does your institution hold?", Code("status", status))
    person.pick("On what ground?", Code("assertion_ground", ground))
    person.press("Write it down")


def needs(who: Who, name: str, path: Path) -> None:
    person = part(who(name), path, "Needs").go("Assess the needs")
    person.pick(Code("need", "housing"), "Urgent need")
    person.pick(Code("need", "legal"), "Some need")
    person.fill("Altogether", words.NEEDED_FIRST)
    person.press("Save the assessment")


def plan(who: Who, name: str, path: Path, helper: Shown) -> None:
    person = part(who(name), path, "Plan").go("Make the plan")
    person.pick("Does the person agree?", "The person agrees")
    person.fill("In the person's own words", words.AGREES)
    person.press("Make the plan")
    for need, text in (("housing", words.GOAL_HOME), ("legal", words.GOAL_PAY)):
        person.go("Add a goal")
        person.choose("Need", Code("need", need))
        person.fill("Goal", text)
        person.choose("Who answers for it", helper)
        person.fill("By when", today(30))
        person.press("Add the goal")


def service(who: Who, name: str, path: Path, code: str, quantity: str, cost: str) -> None:
    """Given today by the own institution."""
    person = part(who(name), path, "Services").go("Record a service")
    person.choose("Service", _with_unit(person, code))
    person.fill("Day, or first day", today())
    person.fill("How much", Plain(quantity))
    person.fill("Cost, EUR", Plain(cost))
    person.press("Record the service")


def _with_unit(person: Person, code: str) -> Plain:
    from talka.ground.kernel.pack import load_pack

    unit = next(s.unit for s in load_pack().services if s.code == code)
    name = person.say(Code("service", code))
    return Plain(f"{name} ({person.say(Code('service_unit', unit))})")


def monitoring(who: Who, path: Path) -> None:
    ngo = part(who("ngo"), path, "Notes").go("Write a note")
    ngo.pick("Who may read it", "Monitoring: how things go, read like a shared note")
    ngo.fill("Note", words.GOES_WELL)
    ngo.press("Save the note")


def withdrawal(who: Who, path: Path, shared: Typed) -> None:
    """The person changes their mind about one institution; it is written down at once."""
    ngo = part(who("ngo"), path, "Consents")
    whole = f"{ngo.say('Withdraw')} {ngo.say(shared)}: {ngo.say(Code('data_class', 'case'))}"
    ngo.go(Plain(whole))
    ngo.pick("Reason", "The person asked for it")
    ngo.press("Withdraw")


def goals_reached(who: Who, name: str, path: Path) -> None:
    person = part(who(name), path, "Plan")
    while (ends := person.main.get_by_role("link", name=person.say("Done or dropped"))).count():
        with person.arriving():
            ends.first.click()
        person.pick("How does the goal stand?", "Goal reached")
        person.press("Save")


def closure(who: Who, path: Path) -> None:
    ngo = part(who("ngo"), path, "Closure")
    assert ngo.reads("Nothing is missing."), ngo.main.inner_text()
    ngo.go("Close the case")
    ngo.choose("Why help ends", Code("closure_reason", "goals_met"))
    ngo.fill("How it ended", words.ENDED)
    ngo.tick("The person agrees to be asked how they are, after 3, 6 and 12 months")
    ngo.press("Close the case")


def persons_counted(who: Who, name: str = "coordinator") -> int:
    """The annual figure of the place, as this person reads it."""
    person = who(name)
    person.menu("Figures")
    lines = person.main.inner_text().splitlines()
    at = lines.index(person.say("Persons in the year"))
    assert (
        str(timezone.localdate().year) in person.page.get_by_role("heading", level=1).inner_text()
    )
    person.keep("figures", width=1280)
    return int(lines[at + 1])
