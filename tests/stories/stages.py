"""The path of a possible victim, one function a stage, in the words of the field.

`who("ngo")` is that member of the cast at a browser. Every step is what a person does: read a
label, fill it, press. A stage begins on the page where its person looks first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from talka.casework.sharing.models import Referral
from talka.ground.access.actor import begun
from tests.stories import words
from tests.stories.person import Person
from tests.stories.words import Code, Plain, Shown

Who = Callable[[str], Person]


@dataclass
class Path:
    """What the people of the story know of the case: its address and its code."""

    address: str = ""
    code: str = ""


def today(days: int = 0) -> Plain:
    return Plain((timezone.localdate() + timedelta(days=days)).isoformat())


def first_signal(who: Who) -> None:
    """A neighbour calls the NGO."""
    ngo = who("ngo")
    ngo.menu("New signal")
    ngo.fill("What was told?", words.TOLD)
    ngo.choose("Who told it?", Code("signal_source", "public"))
    ngo.pick("How?", Code("signal_channel", "phone"))
    ngo.fill("When?", today())
    ngo.choose("Where?", Code("municipality", "29"))
    ngo.choose("Language the person speaks", Code("language", "uk"))
    ngo.fill("The caller: name, how to reach them safely", words.CALLER)
    ngo.fill("The person's name, if it was told", words.NAME)
    ngo.fill("Date or year of birth", words.BORN)
    ngo.press("Log the signal")


def screening_by_the_criteria(who: Who) -> None:
    """Six themes; what is not known stays open."""
    ngo = who("ngo")
    ngo.go("Screen")
    ngo.main.get_by_role("radio").first.check()
    ngo.press("Begin")
    while ngo.main.get_by_role("button", name=ngo.say("Next"), exact=True).count():
        _answer(ngo)
        ngo.press("Next")
    _answer(ngo)
    ngo.press("Check the answers")
    ngo.go("What do the answers add up to?")
    ngo.keep("screening", width=1280)


def _answer(ngo: Person) -> None:
    """Yes to the first three questions of a theme, not known to the last."""
    for number in range(3):
        ngo.main.get_by_role("radio", name=ngo.say("Yes"), exact=True).nth(number).check()
    ngo.main.get_by_role("radio", name=ngo.say("Not known"), exact=True).last.check()


def presumption(who: Who) -> None:
    """The score decides nothing; a person does, and says why."""
    ngo = who("ngo")
    ngo.go("Decide")
    ngo.pick(
        "What do you decide?",
        "Presumed victim: act as if trafficking happened until shown otherwise",
    )
    ngo.fill("Why?", words.WHY)
    ngo.press("Write down the decision")


def opening_the_case(who: Who, path: Path) -> None:
    """Nobody else knows the person; what was told is not typed again."""
    ngo = who("ngo")
    if ngo.main.get_by_role("link", name=ngo.say("Open a case"), exact=True).count() == 0:
        ngo.go("Back")
    ngo.go("Open a case")
    if ngo.main.get_by_role("button", name=ngo.say("Ask"), exact=True).count():
        ngo.press("Ask").go("Open a case")
    ngo.pick("Age", Code("age_group", "adult"))
    ngo.pick("Gender", Code("gender", "male"))
    ngo.choose("Citizenship", Code("country", "UA"))
    ngo.pick("Kind of exploitation", Code("exploitation", "labour"))
    ngo.press("Open a case")
    path.address = ngo.page.url
    path.code = ngo.page.get_by_role("heading", level=1).inner_text().strip()
    ngo.keep("case-on-a-phone", width=390)


def part(person: Person, path: Path, name: Shown) -> Person:
    """From the list of cases to a part of this one."""
    person.menu("Cases")
    person.go(Plain(path.code))
    return person.go(name)


def information_about_rights(who: Who, path: Path) -> None:
    ngo = part(who("ngo"), path, "Information")
    ngo.choose("In which language", Code("language", "uk"))
    ngo.pick("How", "Told and given in writing")
    ngo.tick("An interpreter helped")
    ngo.press("Write down")


def risk_and_first_contact(who: Who, path: Path) -> None:
    ngo = part(who("ngo"), path, "Risk").go("Assess the risk")
    ngo.pick("Do those who exploited know where the person is?", "No")
    ngo.pick("Are their documents withheld?", "Yes")
    ngo.pick("Risk, as you judge it", Code("risk_level", "medium"))
    ngo.fill("What the risk is, and what protects", words.DANGER)
    ngo.press("Save the assessment")
    part(ngo, path, "Safe contact").go("Write the rules")
    ngo.fill("How to reach the person", words.SAFE)
    ngo.fill("Never do this", words.NEVER)
    ngo.press("Save the rules")
    ngo.press("Contact was made today")


def consent(who: Who, path: Path, to: Shown, purpose: str, may_see: list[str]) -> None:
    """Read aloud, ticked by what the person allows, for one institution and one purpose."""
    ngo = part(who("ngo"), path, "Referrals")
    ngo.choose("Institution", to).press("Go on to the referral")
    ngo.go("Ask for the consent")
    ngo.pick("What for", Code("purpose", purpose))
    for seen in may_see:
        ngo.pick("May see", seen)
    ngo.fill("Until", today(90))
    ngo.pick("Who gives it", "The person")
    ngo.pick("How it is given", Code("consent_evidence", "signed"))
    ngo.keep("consent", width=1280)
    ngo.press("Write down the consent")


def referral(who: Who, urgency: str = "Ordinary", need: str = "") -> None:
    """Goes on from the consent; nothing is asked twice."""
    ngo = who("ngo")
    ngo.pick("How urgent", urgency)
    if need:
        ngo.pick("What is needed", Code("need", need))
    ngo.fill("Message", words.MESSAGE)
    ngo.press("Send the referral")


def acknowledgement(who: Who, name: str, sender: Shown, path: Path) -> None:
    """The receiver reads what is asked, accepts, and the case opens. Others of the same sender may
    wait too, left by tests before: the one of this case is opened."""
    person = who(name)
    with begun(who("ngo").member.token) as actor:
        assert actor
        ours = (
            Referral.objects.filter(case=path.address.rstrip("/").split("/")[-1])
            .latest("sent_at")
            .id
        )
    person.menu("Referrals")
    line = person.main.get_by_role("link", name=person.say(sender), exact=True)
    with person.arriving():
        line.and_(person.page.locator(f'[href*="{ours}"]')).click()
    assert not person.reads(words.TOLD)
    person.press("Accept the referral")
    assert person.page.get_by_role("heading", level=1).inner_text().strip() == path.code
