"""Coded facts and the vault: two people at once lose nothing."""

from __future__ import annotations

from talka.casework.cases.models import Case, Profile

SENT = {
    "gender": "male",
    "age_group": "adult",
    "exploitation": ["labour", "sexual"],
    "citizenship": "LT",
    "other_citizenship": "UA",
    "languages": ["lt"],
    "source": "police",
}


def test_coded_facts_change_and_a_late_editor_sees_both(acts, opened, browser_of, send):
    case = opened()
    client, url = browser_of("ngo"), f"/case/{case.id}/profile/"
    assert send(client, url, **SENT, version="1").status_code == 303
    with acts("ngo"):
        there = Profile.objects.get(case=case)
        assert (there.gender, there.citizenship, there.version) == ("male", ["LT", "UA"], 2)
    late = send(client, url, **{**SENT, "gender": "female", "citizenship": "LV"}, version="1")
    assert late.status_code == 409
    page = late.content.decode()
    assert 'name="version" value="2"' in page
    assert "Ngo" in page, "who changed it meanwhile"
    assert send(client, url, **{**SENT, "gender": "female"}, version="2").status_code == 303


def test_further_citizenships_stay(acts, opened, browser_of, send):
    case = opened(citizenship=["LT", "UA", "LV"])
    sent = {**SENT, "citizenship": "LT", "other_citizenship": ""}
    assert (
        send(browser_of("ngo"), f"/case/{case.id}/profile/", **sent, version="1").status_code == 303
    )
    with acts("ngo"):
        assert Profile.objects.get(case=case).citizenship == ["LT", "LV"]


def test_in_doubt_a_child_stays_a_child(acts, opened, browser_of, send):
    case = opened(child=True, age_group="child")
    client, url = browser_of("ngo"), f"/case/{case.id}/profile/"
    for version, (age, child) in enumerate(
        (("unknown", True), ("adult", False), ("child", True)), 1
    ):
        assert (
            send(client, url, **{**SENT, "age_group": age}, version=str(version)).status_code == 303
        )
        with acts("ngo"):
            assert Case.objects.get(id=case.id).child is child


def test_who_may_only_read_reads_the_facts(opened, shared, browser_of, send, acts):
    case = opened()
    shared(case, "case")
    assert browser_of("ngo_colleague").get(f"/case/{case.id}/profile/").status_code == 200
    assert browser_of("police").get(f"/case/{case.id}/profile/").status_code == 404
    assert send(browser_of("police"), f"/case/{case.id}/profile/", **SENT).status_code == 404
