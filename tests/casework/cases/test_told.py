"""Every act on a case has words on "who has seen it"; nothing there is only "changed something"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from django.utils import translation

import talka
from talka.casework.cases import words
from talka.casework.sharing import policy as sharing
from talka.ground.audit.models import AuditEvent

ROOMS = Path(talka.__file__).parent / "casework"
NOT_OF_A_CASE = ("signal.", "notice.")
"""Verbs whose rows belong to a signal, or to the worker."""
ACT = re.compile(r"""\bact\(\s*"([a-z_.]+)"(?: if \w+ else "([a-z_.]+)")?""")


def verbs_of(sources: Iterable[str]) -> set[str]:
    """What the actions of the rooms name."""
    found = {v for text in sources for pair in ACT.findall(text) for v in pair if v}
    return {v for v in found if not v.startswith(NOT_OF_A_CASE)}


def untold(verbs: Iterable[str]) -> set[str]:
    nothing = words.told("x.nobody_has_words_for", "x")
    return {v for v in verbs if words.told(v, "x") == nothing}


def test_every_act_on_a_case_is_told_in_words():
    verbs = verbs_of(p.read_text(encoding="utf-8") for p in ROOMS.glob("*/actions/*.py"))
    assert {"note.write", "case.seal", "case.unseal"} <= verbs
    by_register = {sharing.GIVE_CONSENT.code, sharing.NAME_GROUND.code}  # act(verb.code)
    with translation.override("en"):
        assert untold(verbs | by_register) == set()


def test_every_look_at_a_case_is_told_in_words():
    looked = re.compile(r"""(?:look|ring_for)\((?:held, )?"([a-z]+)\"""")
    pages = {w for p in ROOMS.rglob("*.py") for w in looked.findall(p.read_text(encoding="utf-8"))}
    assert {"identity", "story", "case"} <= pages
    assert pages - set(words.LOOKS) == {"signal"}, "a look at a signal, before there is a case"


def test_an_act_without_words_would_be_found():
    verbs = verbs_of(['with act("case.knit"):', 'with act("case.sew" if new else "case.darn"):'])
    with translation.override("en"):
        assert untold(verbs) == {"case.knit", "case.sew", "case.darn"}


def test_a_refusal_is_noted_once_under_the_verb_that_was_tried(acts, opened, browser_of, shared):
    """Also that of a post, whose own work is undone."""
    case = opened()
    shared(case, "case")
    colleague = browser_of("ngo_colleague")
    form = {"name": "Ona", "version": "0", "idempotency_key": uuid4().hex}
    assert colleague.get(f"/case/{case.id}/identity/").status_code == 403
    assert colleague.post(f"/case/{case.id}/identity/edit/", form).status_code == 403
    with acts("ngo"):
        tried = AuditEvent.objects.filter(scope=case.id, verb="refused").order_by("seq")
        assert list(tried.values_list("kind", flat=True)) == ["identity.see", "identity.write"]
