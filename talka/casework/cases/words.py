"""The words of the room: what a dated fact, a basis, a class or a verb of the trail is called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talka.ground.kernel.pack import load_pack

STEPS = {
    "signal": _("A signal came in"),
    "screening": _("A screening was decided"),
    "assertion": _("A body stated its view of the status"),
    "information": _("The person was told their rights"),
    "consent": _("A consent was given"),
    "consent_withdrawn": _("A consent was withdrawn"),
    "referral": _("The person was referred"),
    "referral_accepted": _("A referral was accepted"),
    "referral_refused": _("A referral was refused"),
    "referral_withdrawn": _("A referral was taken back"),
    "risk": _("The risk was assessed"),
    "contact": _("The first contact was made"),
    "contact_rules": _("Rules of safe contact were written"),
    "needs": _("The needs were assessed"),
    "plan": _("The plan was made"),
    "plan_review": _("The plan was reviewed"),
    "goal_done": _("A goal ended"),
    "service": _("A service was given"),
    "service_withdrawn": _("A record of a service was taken back"),
    "note": _("A note was written"),
    "monitoring": _("A monitoring note was written"),
    "identity": _("The identity was entered"),
    "story": _("The story was written down"),
    "file": _("A file was added"),
    "file_withdrawn": _("A file was taken back"),
    "colleague": _("The case was shared with a colleague"),
    "access_ended": _("Somebody's access ended"),
    "seal": _("The case was sealed"),
    "unseal": _("The case was unsealed"),
    "conflict": _("A conflict of interest was marked"),
    "conflict_lifted": _("A conflict of interest was lifted"),
    "closure": _("The case was closed"),
    "reopening": _("The case was opened again"),
    "follow_up": _("The person was asked how they are"),
    "reflection": _("A reflection period was decided"),
}
"""Kind of step → sentence. A kind that is not here: "Something was noted"."""

OUTCOMES = {
    "signal": "signal_source",
    "screening": "status",
    "assertion": "status",
    "consent": "ground",
    "referral": "purpose",
    "referral_accepted": "purpose",
    "referral_refused": "refusal_reason",
    "risk": "risk_level",
    "service": "service",
    "service_withdrawn": "service",
    "goal_done": "need",
    "closure": "closure_reason",
}
"""Kind of step → list of the pack that names its outcome."""

STAGES = {
    "signal": _("Signal"),
    "screening": _("Screening"),
    "information": _("Information"),
    "referral": _("Referral"),
    "risk": _("Risk"),
    "needs": _("Needs"),
    "plan": _("Plan"),
    "service": _("Services"),
    "closure": _("Closure"),
}

ACTS = {
    "information.give": _("Tell the person their rights"),
    "referral.answer": _("Answer a referral"),
    "referral.send": _("Refer to somebody else: the referral was refused"),
    "contact.first": _("Make the first contact"),
    "risk.assess": _("Assess the risk"),
    "needs.assess": _("Assess the needs"),
    "plan.make": _("Make the plan"),
    "plan.review": _("Review the plan with the person"),
    "service.deliver": _("Give the service that was asked for"),
    "consent.renew": _("Ask whether the consent still holds"),
    "assertion.answer": _("Say what your institution found"),
    "case.close": _("Answer the proposal to close"),
    "follow_up.make": _("Ask how the person is"),
}
"""What a turn asks for, said as a verb."""

SCREENS = {
    "information.give": "information",
    "referral.answer": "referral",
    "referral.send": "referrals",
    "contact.first": "contact_made",
    "risk.assess": "risk_new",
    "needs.assess": "needs_new",
    "plan.make": "plan_new",
    "plan.review": "plan_review",
    "service.deliver": "service_new",
    "consent.renew": "consents",
    "assertion.answer": "status_assert",
    "case.close": "closure",
    "follow_up.make": "follow_up",
}
"""Code of an act → the screen on which it is done, by address name; an unknown act leads to its
case. The rooms above own the screens; a test asks for each."""

OF_REF = frozenset({"referral.answer"})
"""Acts whose screen belongs to what the turn is about, not to the case."""

GAPS = {
    "no_screening": (_("No screening has been made."), "case_signal"),
    "no_assertion": (_("No body has stated its view of the person's status."), "case_statuses"),
    "no_information": (_("The person has not been told about their rights."), "information"),
    "no_risk": (_("The risk has not been assessed."), "risk"),
    "no_needs": (_("The needs have not been assessed."), "needs"),
    "no_plan": (_("There is no plan."), "plan"),
    "exploitation_unknown": (_("The form of exploitation is not known."), "profile"),
}
"""What a case lacks → sentence, and the screen on which it is mended."""

BASES = {
    "own_work": _("own work on the case"),
    "consent": _("the person's consent"),
    "legal_ground": _("a legal ground"),
    "break_glass": _("danger, opened by force"),
}

CONFLICTS = {
    "relative": _("A relative of the person or of a suspect"),
    "acquaintance": _("Knows the person or a suspect"),
    "party": _("Takes part in the proceedings"),
    "former_work": _("Worked with the person or a suspect before"),
    "other": _("Another reason"),
}

LOOKS = {
    "case": _("looked at the case page"),
    "identity": _("looked at the identity"),
    "consents": _("looked at the consents"),
    "information": _("looked at what the person was told"),
    "statuses": _("looked at what each body says"),
    "story": _("looked at the story"),
    "risk": _("looked at the risk"),
    "contact": _("looked at the rules of safe contact"),
    "needs": _("looked at the needs"),
    "plan": _("looked at the plan"),
    "services": _("looked at the services"),
    "notes": _("looked at the notes"),
    "files": _("looked at the files"),
    "file": _("opened a file"),
    "screening": _("looked at a screening"),
    "referral": _("looked at a referral"),
    "closure": _("looked at the closure"),
}
"""What was looked at → what the person did. Anything else: "looked"."""

VERBS = {
    "look": _("looked"),
    "refused": _("was refused"),
    "case.open": _("opened the case"),
    "case.profile": _("changed the coded facts"),
    "case.colleague": _("shared the case with a colleague"),
    "case.end_access": _("ended an access"),
    "case.seal": _("sealed the case"),
    "case.unseal": _("unsealed the case"),
    "case.close": _("closed the case"),
    "case.reopen": _("opened the case again"),
    "identity.write": _("wrote the identity"),
    "conflict.mark": _("marked a conflict of interest"),
    "conflict.lift": _("lifted a conflict of interest"),
    "consent.give": _("wrote down a consent"),
    "ground.name": _("named a legal ground"),
    "consent.withdraw": _("withdrew a consent"),
    "information.give": _("wrote down what the person was told"),
    "referral.send": _("sent a referral"),
    "referral.accept": _("accepted a referral"),
    "referral.refuse": _("refused a referral"),
    "referral.withdraw": _("took a referral back"),
    "referral.rest": _("asks nobody else after a refusal"),
    "risk.assess": _("assessed the risk"),
    "contact.write": _("wrote the rules of safe contact"),
    "contact.confirm": _("wrote down that contact was made"),
    "needs.assess": _("assessed the needs"),
    "plan.make": _("made the plan"),
    "plan.review": _("reviewed the plan"),
    "plan.goal": _("changed a goal of the plan"),
    "service.record": _("recorded a service"),
    "service.withdraw": _("took the record of a service back"),
    "note.write": _("wrote a note"),
    "file.add": _("added a file"),
    "file.withdraw": _("took a file back"),
    "closure.write": _("wrote down the closure"),
    "follow_up.write": _("wrote down a follow-up"),
    "screening.begin": _("began a screening"),
    "screening.answer": _("answered questions of a screening"),
    "screening.decide": _("decided on a screening"),
    "status.assert": _("stated a view of the status"),
    "story.write": _("wrote down the story"),
}
"""Verb of the trail → what the person did. Anything else: "changed something"."""


def told(verb: str, what: str) -> Promise | str:
    """One line of the trail in words."""
    if verb == "look":
        return LOOKS.get(what, VERBS["look"])
    return VERBS.get(verb, _("changed something"))


def named(name: str, code: str, language: str) -> str:
    """A code of the pack in words; a code it does not have as it is."""
    pack = load_pack()
    return pack.label(name, code, language) if pack.has(name, code) else code


def sentence(kind: str, outcome: str, language: str) -> str:
    """A dated fact in words, with its outcome where the pack names it."""
    said = str(STEPS.get(kind, _("Something was noted")))
    of = OUTCOMES.get(kind, "")
    known = of and outcome and load_pack().has(of, outcome)
    return f"{said}: {named(of, outcome, language)}" if known else said
