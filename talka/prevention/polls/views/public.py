"""The pages of somebody who answers: no cookie, no script, nobody is recorded.

Nothing is kept until the last page is sent. Until then the answers travel with the page, signed, so
that going on with a long questionnaire needs neither a cookie nor a row.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from talka.ground.kernel.errors import Refused
from talka.ground.ui import screens
from talka.ground.ui.screens import SeeOther
from talka.prevention.polls import codes, rules, words
from talka.prevention.polls.actions.taking import take
from talka.prevention.polls.models import Poll
from talka.prevention.polls.queries import asking

HOURS_OF_A_PAGE = 12


def language() -> str:
    """Of what is written in two languages, also for somebody who reads the page in a third."""
    return "en" if (get_language() or "lt").startswith("en") else "lt"


def tongue(text: rules.Text) -> str:
    """The language of the page where the text has it, else one that every text has."""
    wanted = (get_language() or "lt").split("-")[0]
    return wanted if wanted in text else language()


@csrf_exempt
@screens.public
def poll_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """The first page, or the next page of the questionnaire."""
    poll = asking.asked_poll(slug)
    if not asking.is_open(poll):
        return _page(request, "over", poll)
    if request.method != "POST":
        return _page(request, "start", poll, _coded(codes.read(request.GET.get("c", ""))))
    _from_our_own_page(request)
    if "state" not in request.POST:
        return _begin(request, poll)
    return _go_on(request, poll, _state(poll, request.POST["state"]))


def _coded(code: str) -> dict[str, str]:
    """The code of the strip, which the page keeps when its language is changed."""
    return {"code": code, "keeping": f"&{urlencode({'c': code})}" if code else ""}


@require_safe
@screens.public
def poll_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, "thanks", asking.asked_poll(slug))


def _from_our_own_page(request: HttpRequest) -> None:
    """No cookie is there for a foreign page to abuse; a browser still says where a form stood: a
    new one in Sec-Fetch-Site, an older one in Origin ("null" of a page without a referrer)."""
    origin = request.headers.get("Origin", "null")
    ours = origin == "null" or urlsplit(origin).netloc == request.get_host()
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        ours = False
    if not ours:
        raise Refused(_("This form was sent from another site."))


def _salt(poll: Poll) -> str:
    return f"poll|{poll.id}"


def _state(poll: Poll, signed: str) -> dict[str, Any]:
    """What travels with the page: answers so far, the section, the code. Refused when bent."""
    try:
        return dict(signing.loads(signed, salt=_salt(poll), max_age=HOURS_OF_A_PAGE * 3600))
    except signing.BadSignature:
        raise Refused(_("This page is too old. Begin anew; nothing was sent yet.")) from None


def _begin(request: HttpRequest, poll: Poll) -> HttpResponse:
    typed = request.POST.get("code", "")
    code = codes.read(typed) if poll.mode == "code" else ""
    if poll.mode == "code" and not (code and asking.stands(poll, code)):
        fault = _("This code is not good, or was used already. If you have just sent your answers, "
                  "they were received.")  # fmt: skip
        return _page(request, "start", poll, {"code": typed[:40], "fault": fault}, 422)
    turn = secrets.randbelow(rules.TURNS)
    return _section(request, poll, {"answers": {}, "at": 0, "code": code, "turn": turn})


def _go_on(request: HttpRequest, poll: Poll, state: dict[str, Any]) -> HttpResponse:
    """Take the answers of this section; then the next one, or the end."""
    sections = asking.form_of(poll).sections
    answers, faults = _answers(sections[state["at"]], request.POST, state["answers"])
    state = {**state, "answers": answers}
    if "stay" in request.POST:  # the same page in another language
        return _section(request, poll, state, {}, request.POST)
    if "back" in request.POST:
        return _section(request, poll, {**state, "at": max(0, state["at"] - 1)})
    if faults:
        return _section(request, poll, state, faults, request.POST)
    if state["at"] + 1 < len(sections):
        return _section(request, poll, {**state, "at": state["at"] + 1})
    return _send(request, poll, state)


def _send(request: HttpRequest, poll: Poll, state: dict[str, Any]) -> HttpResponse:
    order = {rules.TURN: state["turn"]} if asking.form_of(poll).mixed else {}
    said = take(poll=poll, code=state["code"], answers={**state["answers"], **order})
    if said == "taken":
        return SeeOther(f"{reverse('poll_thanks', args=[poll.slug])}?lang={get_language()}")
    if said == "closed":
        return _page(request, "over", poll)
    fault = _("This code was used meanwhile. Answers are taken once.")
    return _page(request, "start", poll, {"code": "", "fault": fault}, 409)


def _answers(
    section: rules.Section, sent: Any, before: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Answers so far with those of this section, and what is wrong at which question."""
    answers, faults = dict(before), {}
    for question in section.questions:
        answers.pop(question.key, None)
        if not rules.asked(question, answers):
            continue
        try:
            given = rules.taken(question, dict(sent.lists()))
        except rules.Wrong as wrong:
            faults[question.key] = str(words.WRONG[wrong.why])
            continue
        if given is not None:
            answers[question.key] = given
    return answers, faults


def _section(
    request: HttpRequest,
    poll: Poll,
    state: dict[str, Any],
    faults: Mapping[str, str] | None = None,
    sent: Any = None,
) -> HttpResponse:
    """One section. What was typed stays typed, also when it was wrong."""
    sections = asking.form_of(poll).sections
    section = sections[state["at"]]
    page = {
        "section": section,
        "title_of_section": section.title[tongue(section.title)],
        "tongue_of_section": tongue(section.title),
        "questions": [
            question_page(
                rules.turned(q, state["turn"]),
                state["answers"],
                (faults or {}).get(q.key, ""),
                sent,
            )
            for q in section.questions
        ],
        "number": state["at"] + 1,
        "of": len(sections),
        "last": state["at"] + 1 == len(sections),
        "faults": len(faults or {}),
        "state": signing.dumps(state, salt=_salt(poll), compress=True),
    }
    return _page(request, "section", poll, page, 422 if faults else 200)


def question_page(
    question: rules.Question, answers: Mapping[str, Any], fault: str, sent: Any
) -> dict[str, Any]:
    """A question as the template needs it: every choice with its field, and whether it is made."""
    spoken, given = tongue(question.text), answers.get(question.key)
    name = f"q_{question.key}"

    def typed(field: str, kept: Any) -> list[str]:
        if sent is not None:
            return list(sent.getlist(field))
        return [str(k) for k in kept] if isinstance(kept, list) else [str(kept or "")]

    none = [(c, words.NO_ANSWER[c]) for c in rules.NO_ANSWER]
    options = [(o.code, _said(o.text, spoken)) for o in question.options]
    if question.kind == "scale":
        options = [(str(n), str(n)) for n in range(question.low, question.high + 1)]
    if question.kind == "consent":
        options, none = [("yes", _("I agree"))], []
    if question.kind == "ranking":
        order = given if isinstance(given, list) else []
        rows = [(c, label, f"{name}_{c}",
                 typed(f"{name}_{c}", order.index(c) + 1 if c in order else ""))
                for c, label in options]  # fmt: skip
    else:
        held = given if isinstance(given, dict) else {}
        rows = [(r.code, _said(r.text, spoken), f"{name}_{r.code}",
                 typed(f"{name}_{r.code}", held.get(r.code, "")))
                for r in question.rows]  # fmt: skip
    return {
        "key": question.key, "kind": question.kind, "name": name, "fault": fault,
        "text": question.text[spoken], "tongue": spoken, "required": question.required,
        "options": options, "none": none, "rows": rows, "chosen": typed(name, given),
        "written": next((c for c in typed(name, given) if c not in rules.NO_ANSWER), ""),
        "places": range(1, len(options) + 1), "low": question.low, "high": question.high,
        "ends": [_said(e, spoken) for e in question.ends or ()],
        "dependent": question.when is not None,
    }  # fmt: skip


def _said(text: rules.Text, spoken: str) -> str:
    return text.get(spoken) or text["lt"]


def _page(
    request: HttpRequest, name: str, poll: Poll, page: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    shown = {
        "poll": poll, "title": poll.title(language()), "tongue": language(),
        "public_languages": list(screens.PUBLIC_LANGUAGES.items()), **(page or {}),
    }  # fmt: skip
    answer = render(request, f"polls/answer_{name}.html", shown, status=status)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
