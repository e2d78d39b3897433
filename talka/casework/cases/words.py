"""The words of the room: what a dated fact, a basis, a class or a verb of the trail is called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
}
"""Kind of step → sentence. A kind that is not here shows itself."""

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
    "follow_up.make": _("Ask how the person is"),
}
"""What a turn asks for, said as a verb."""

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

VERBS = {"look": _("looked"), "refused": _("was refused")}
"""Verbs of the trail that are not writes; a write shows as "changed"."""
