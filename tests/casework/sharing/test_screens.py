"""The screens as people meet them: forms, refusals, two people at once, bad input."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from talka.casework.sharing.models import Consent, InformationGiven, Referral
from talka.ground.kernel.begun import counted

KEY = "0123456789abcdef"


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def send(client, url, data=None, key=None):
    return client.post(url, {"idempotency_key": key or str(uuid4()), **(data or {})})


CONSENT = {
    "purposes": ["investigation"],
    "classes": ["case", "legal"],
    "evidence": "signed",
    "given_by": "person",
}


def consent_values(**changes):
    until = (timezone.localdate() + timedelta(days=90)).isoformat()
    return {**CONSENT, "until": until, **changes}


def test_the_whole_way_by_screens(browser_of, opened, world, acts):
    case, ngo, police = opened(), browser_of("ngo"), browser_of("police")
    to = world["police"].institution
    assert "may not know their rights" in text(ngo.get(reverse("information", args=[case.id])))
    told = send(ngo, reverse("information", args=[case.id]), {"language": "uk", "how": "oral"})
    assert told.status_code == 303
    assert "Ukrainian" in text(ngo.get(told.url))

    chosen = ngo.get(reverse("referrals", args=[case.id]), {"to": str(to)})
    assert chosen.url == reverse("referral_send", args=[case.id, to])
    assert "Cannot send yet" in text(ngo.get(chosen.url))

    give = reverse("consent_give", args=[case.id, to])
    assert "your name, date of birth" in text(ngo.get(give))
    done = send(ngo, give + "?referral=1", consent_values())
    assert done.url == chosen.url
    shown = text(ngo.get(reverse("consents", args=[case.id])))
    assert "Šiauliai police" in shown
    assert "Legal matters" in shown

    values = {
        "purpose": "investigation",
        "urgency": "danger",
        "needs": ["safety"],
        "message": "Now",
    }
    assert send(ngo, chosen.url, values).status_code == 303
    with acts("police"):
        sent = Referral.objects.get()
    inbox = text(police.get(reverse("referral_inbox")))
    assert case.code in inbox
    assert "Danger now" in inbox
    card = text(police.get(reverse("referral", args=[sent.id])))
    assert "Now" in card
    assert "Legal matters" in card
    assert police.get(reverse("information", args=[case.id])).status_code == 404

    accept = send(police, reverse("referral_accept", args=[sent.id]))
    assert accept.url == reverse("case", args=[case.id])
    assert police.get(accept.url).status_code == 200
    assert police.get(reverse("consents", args=[case.id])).status_code == 200
    assert "accepted it" in text(ngo.get(reverse("referral", args=[sent.id])))

    with acts("ngo"):
        row = Consent.objects.get(shared_class="case")
    away = reverse("consent_withdraw", args=[case.id, row.id])
    assert "What it does not do" in text(ngo.get(away))
    assert send(ngo, away, {"reason": "person_asked"}).status_code == 303
    # the other browser is still signed in: its very next click finds nothing
    assert police.get(reverse("consents", args=[case.id])).status_code == 404


def test_refusing_by_screen_tells_the_sender(browser_of, opened, consented, referred, world):
    case = opened()
    consented(case, "case")
    sent = referred(case)
    police, ngo = browser_of("police"), browser_of("ngo")
    url = reverse("referral_refuse", args=[sent.id])
    assert send(police, url, {"reason": ""}).status_code == 422
    assert send(police, url, {"reason": "no_capacity", "note": "Full"}).status_code == 303
    seen = text(ngo.get(reverse("referral", args=[sent.id])))
    assert "No capacity" in seen
    assert "Full" in seen
    assert "Choose another institution" in seen


def test_the_second_colleague_is_told_who_was_first(browser_of, opened, accepted, world, acts):
    case = opened()
    _, sent = accepted(case, "case")
    ngo = browser_of("ngo")
    late = send(ngo, reverse("referral_accept", args=[sent.id]))
    assert late.status_code == 403  # the sender does not answer
    again = send(
        browser_of("police"), reverse("referral_refuse", args=[sent.id]), {"reason": "other"}
    )
    assert again.status_code == 422
    assert "Police has already answered this referral" in text(again)


@pytest.mark.parametrize("name", ["stranger", "social", "ministry", "technical", "ngo_colleague"])
def test_others_find_nothing(browser_of, opened, consented, referred, world, name):
    case = opened()
    consent = consented(case, "case")[0]
    sent = referred(case)
    client, to = browser_of(name), world["police"].institution
    for url in (
        reverse("information", args=[case.id]),
        reverse("consents", args=[case.id]),
        reverse("consent_give", args=[case.id, to]),
        reverse("ground_name", args=[case.id, to]),
        reverse("consent_withdraw", args=[case.id, consent.id]),
        reverse("referrals", args=[case.id]),
        reverse("referral_send", args=[case.id, to]),
        reverse("referral", args=[sent.id]),
        reverse("referral_refuse", args=[sent.id]),
    ):
        assert client.get(url).status_code == 404, url
        assert send(client, url).status_code in {404, 405}, url
    assert send(client, reverse("referral_accept", args=[sent.id])).status_code == 404
    away = reverse("referral_withdraw", args=[case.id, sent.id])
    assert send(client, away).status_code == 404


def test_without_signing_in_every_screen_asks_for_it(opened, consented, referred, world):
    case = opened()
    consented(case, "case")
    sent, client = referred(case), Client()
    for url in (
        reverse("consents", args=[case.id]),
        reverse("referral_inbox"),
        reverse("referral", args=[sent.id]),
        reverse("referral_send", args=[case.id, world["police"].institution]),
    ):
        assert client.get(url).status_code == 303
    assert client.get(reverse("referral_inbox"))["Location"].startswith("/account/login")


@pytest.mark.parametrize(
    "bad",
    [
        {"classes": []},
        {"classes": ["case", "everything"]},
        {"purposes": ["x" * 5000]},
        {"until": "yesterday"},
        {"until": "1999-01-01"},
        {"until": "2999-01-01"},
        {"given_by": "a neighbour"},
        {"evidence": ""},
        {"note": "x" * 5001},
        {"given_on": "2999-01-01"},
    ],
)
def test_a_bad_consent_says_what_is_wrong_and_writes_nothing(browser_of, opened, world, acts, bad):
    case = opened()
    url = reverse("consent_give", args=[case.id, world["police"].institution])
    response = send(browser_of("ngo"), url, consent_values(**bad))
    assert response.status_code == 422
    assert "faults" in text(response)
    with acts("ngo"):
        assert Consent.objects.count() == 0


def test_foreign_and_impossible_ids(browser_of, opened, world, consented):
    case, other = opened(), opened()
    consent = consented(other, "case")[0]
    ngo = browser_of("ngo")
    for institution in (uuid4(), world["ngo"].institution, world["ministry"].institution):
        assert ngo.get(reverse("consent_give", args=[case.id, institution])).status_code == 404
        assert ngo.get(reverse("referral_send", args=[case.id, institution])).status_code == 404
    assert ngo.get(reverse("consent_withdraw", args=[case.id, consent.id])).status_code == 404
    assert ngo.get(reverse("referral", args=[uuid4()])).status_code == 404
    listing = reverse("consents", args=[case.id])
    for to in ("", "x", str(uuid4()), "' OR 1=1"):
        assert ngo.get(listing, {"to": to}).status_code == 200
    assert ngo.get(listing, {"to": "\x00"}).status_code == 400
    assert send(ngo, listing).status_code == 405


def test_a_repeated_post_counts_once(browser_of, opened, acts):
    case = opened()
    ngo, url = browser_of("ngo"), reverse("information", args=[case.id])
    for _ in range(2):
        sent = send(ngo, url, {"language": "lt", "how": "oral"}, key=KEY)
        assert sent.status_code == 303
    with acts("ngo"):
        assert InformationGiven.objects.count() == 1


def test_a_refused_form_keeps_the_words(browser_of, opened, world):
    case = opened()
    ngo = browser_of("ngo")
    url = reverse("consent_give", args=[case.id, world["police"].institution])
    assert send(ngo, url, consent_values(until="x", note="said quietly")).status_code == 422
    assert "said quietly" in text(ngo.get(url))


def test_queries_do_not_grow_with_rows(browser_of, opened, consented, referred):
    case = opened()
    consented(case, "case")
    referred(case)
    ngo, police = browser_of("ngo"), browser_of("police")
    pages = [
        (ngo, reverse("consents", args=[case.id])),
        (ngo, reverse("referrals", args=[case.id])),
        (ngo, reverse("information", args=[case.id])),
        (police, reverse("referral_inbox")),
    ]

    def count(client, url):
        with counted() as statements:
            assert client.get(url).status_code == 200
        return len(statements)

    few = [count(*page) for page in pages]
    for to, purpose in (("social", "assistance"), ("child_rights", "safety")):
        consented(case, "case", "aid", to=to, purpose=purpose)
        referred(case, to=to, purpose=purpose)
    for _ in range(2):
        more = opened()
        consented(more, "case")
        referred(more)
    assert [count(*page) for page in pages] == few
    assert max(few) <= 12, few


@pytest.mark.parametrize("language", ["lt", "en"])
def test_every_screen_speaks_the_reader_s_language(
    browser_of, opened, consented, referred, world, language
):
    case = opened()
    consent = consented(case, "case")[0]
    sent = referred(case)
    to = world["police"].institution
    ngo, police = browser_of("ngo", language), browser_of("police", language)
    for client, url in (
        (ngo, reverse("information", args=[case.id])),
        (ngo, reverse("consents", args=[case.id])),
        (ngo, reverse("consent_give", args=[case.id, to])),
        (ngo, reverse("ground_name", args=[case.id, to])),
        (ngo, reverse("consent_withdraw", args=[case.id, consent.id])),
        (ngo, reverse("referrals", args=[case.id])),
        (ngo, reverse("referral_send", args=[case.id, to])),
        (ngo, reverse("referral", args=[sent.id])),
        (police, reverse("referral_inbox")),
        (police, reverse("referral", args=[sent.id])),
        (police, reverse("referral_refuse", args=[sent.id])),
    ):
        page = client.get(url)
        assert page.status_code == 200, url
        assert f'lang="{language}"' in text(page)
        assert len(page.content) < 60_000
