"""What every address answers to whom: said once more, by hand, without the code it judges.

A relation is how a person stands to one case; an address is a page of it. The answers follow the
design: who holds nothing finds nothing; who holds the case learns why a part of it stays shut.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

CLASSES = ("case", "identity", "contact", "story", "health", "legal", "aid", "note")
CASE = {"case_worker", "supervisor", "police", "prosecutor", "social_worker", "child_rights"}
TEAM = CASE | {"coordinator"}
SIGNAL = TEAM | {"operator"}
CLOSERS = {"case_worker", "supervisor"}
ANYBODY: set[str] = set()

OPEN, SHUT, ABSENT, NO_SUCH_WAY, DOOR = "open", "shut", "absent", "no such way", "door"


@dataclass(frozen=True)
class Person:
    """One of the cast: `place` is the key of the institution."""

    name: str
    role: str
    place: str
    area: str | None = None


@dataclass(frozen=True)
class Relation:
    """How everybody stands to the case."""

    name: str
    classes: tuple[str, ...] = CLASSES
    may_write: bool = True
    basis: str = "own_work"
    ended: bool = False
    expired: bool = False
    future: bool = False
    offered: bool = False
    withdrawn: bool = False
    sealed: bool = False
    admitted: bool = False
    conflict: bool = False
    child: bool = False

    @property
    def holds(self) -> bool:
        over = self.ended or self.expired or self.future or self.offered or self.withdrawn
        return "case" in self.classes and not over

    @property
    def barred(self) -> bool:
        return self.conflict or (self.sealed and self.holds and not self.admitted)

    def reads(self, role: str, data_class: str) -> bool:
        meets = data_class == "case" or role in CASE or not self.child
        return self.holds and not self.barred and meets and data_class in self.classes

    def writes(self, role: str, data_class: str) -> bool:
        return self.may_write and self.reads(role, data_class)

    @property
    def gives(self) -> bool:
        """Holds the case itself for own work, to change."""
        return self.basis == "own_work" and self.may_write and self.holds and not self.barred


RELATIONS = (
    Relation("granted"),
    Relation("granted_to_read", may_write=False, basis="consent"),
    Relation("none", classes=()),
    Relation("ended", ended=True),
    Relation("expired", expired=True),
    Relation("not_yet", future=True),
    Relation("offered_only", offered=True, basis="consent"),
    Relation("other_class_only", classes=("case", "health")),
    Relation("class_without_case", classes=("aid",)),
    Relation("consent_withdrawn", basis="consent", withdrawn=True),
    Relation("sealed", sealed=True),
    Relation("sealed_admitted", sealed=True, admitted=True),
    Relation("conflict", conflict=True),
    Relation("child", child=True),
)

Seen = Callable[[Person, Relation], bool]


@dataclass(frozen=True)
class Page:
    """An address of a case. `reads`: one of these classes; `writes`: likewise, to change; `also`:
    all of these, to change; `roles` (empty = any); `seen`: whether the named thing shows, asked
    after the role, `found`: before it; `way`: "read" answers no post, "button" nothing but a post;
    `post`: the rule of a post that carries something, where it differs; `hidden`: a barred person
    does not learn of it either."""

    reads: tuple[str, ...] = ("case",)
    writes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    roles: frozenset[str] | set[str] = frozenset()
    seen: Seen = lambda p, r: True
    found: Seen = lambda p, r: True
    way: str = "form"
    post: Page | None = None
    hidden: bool = False

    def answer(self, who: Person | None, r: Relation, method: str) -> str:
        posts = method == "POST"
        if self.way == "read" and posts:
            return NO_SUCH_WAY
        if who is None:
            return DOOR
        if posts and self.post:
            return replace(self.post, way=self.way).answer(who, r, method)
        if not r.holds or (self.hidden and not (not r.barred and self._reads(who, r))):
            return ABSENT
        if r.barred:
            return SHUT
        if not self.found(who, r):
            return ABSENT
        if not self._may(who, r):
            return SHUT
        if self.way == "button" and not posts:
            return NO_SUCH_WAY
        return OPEN if self.seen(who, r) else ABSENT

    def _reads(self, who: Person, r: Relation) -> bool:
        return any(r.reads(who.role, c) for c in self.reads)

    def _may(self, who: Person, r: Relation) -> bool:
        return (
            self._reads(who, r)
            and (not self.writes or any(r.writes(who.role, c) for c in self.writes))
            and all(r.writes(who.role, c) for c in self.also)
            and (not self.roles or who.role in self.roles)
        )


def sees(*classes: str) -> Page:
    return Page(classes, way="read")


def changes(*classes: str, roles: set[str] = CASE, way: str = "form", **more: Seen) -> Page:
    return Page(classes, writes=classes, roles=roles, way=way, **more)  # type: ignore[arg-type]


def reads_aid(who: Person, r: Relation) -> bool:
    return r.reads(who.role, "aid")


def elsewhere(who: Person, r: Relation) -> bool:
    """The addresses name the child-rights office: nobody shares with their own institution."""
    return who.place != "children"


def of_story(page: Page) -> Page:
    """A screening shows as the story of its case does: else there is nothing."""
    return replace(page, hidden=True)


CASE_PAGES: dict[str, Page] = {
    "case": sees("case"),
    "case_story": sees("case"),
    "case_seen": sees("case"),
    "case_onlookers": sees("case"),
    "identity": sees("identity"),
    "identity_edit": changes("identity"),
    "case_known": Page(("identity",), roles=CASE),
    "profile": Page(post=changes("case")),
    "case_colleague": changes("case"),
    "case_conflict": Page(),
    "case_seal": changes("case", roles=CLOSERS),
    "access_end": Page(),
    "case_signal": sees("story"),
    "story_new": changes("story"),
    "case_screen": changes("story"),
    "case_statuses": sees("case"),
    "status_assert": Page(roles=CASE),
    "screening": of_story(sees("story")),
    "screening_check": of_story(sees("story")),
    "screening_theme": of_story(changes("story")),
    "screening_decide": of_story(changes("story")),
    "information": Page(post=Page(roles=CASE)),
    "consents": sees("case"),
    "consent_give": changes("case", seen=elsewhere),
    "ground_name": changes("case", seen=elsewhere),
    "consent_withdraw": Page(roles=CASE, seen=lambda p, r: r.gives or p.place == "police"),
    "referrals": sees("case"),
    "referral_send": changes("case", seen=elsewhere),
    "referral_withdraw": changes(
        "case", way="button", seen=lambda p, r: r.gives and p.place == "caritas"
    ),
    "referral_rest": changes("case", way="button"),
    "risk": sees("aid"),
    "risk_new": changes("aid"),
    "contact": sees("contact"),
    "contact_edit": changes("contact"),
    "contact_made": Page(way="button"),
    "needs": sees("aid"),
    "needs_new": changes("aid"),
    "plan": sees("aid"),
    "plan_new": changes("aid"),
    "plan_review": changes("aid"),
    "goal_new": changes("aid"),
    "goal_change": changes("aid"),
    "goal_end": changes("aid"),
    "services": sees("aid", "health", "legal"),
    "service_new": changes("aid", "health", "legal"),
    "service_withdraw": Page(found=reads_aid, post=replace(changes("case"), found=reads_aid)),
    "notes": sees("note"),
    "note_new": changes("note"),
    "note_correct": changes("note"),
    "files": sees("case"),
    "file_new": changes("story", "health", "legal", "aid", "note"),
    "file": Page(seen=reads_aid, way="read"),
    "file_withdraw": Page(found=reads_aid, post=replace(changes("case"), found=reads_aid)),
    "closure": sees("aid"),
    "closure_new": replace(changes("aid", roles=CLOSERS), also=("case",)),
    "reopen": replace(changes("aid", roles=CLOSERS), also=("case",)),
    "follow_up": changes("aid", roles=CLOSERS),
}


def referral(way: str, who: Person | None, r: Relation, method: str) -> str:
    """A waiting referral to the social services: its senders read it, the receiver's team answers,
    before holding the case."""
    if way == "referral" and method == "POST":
        return NO_SUCH_WAY
    if who is None:
        return DOOR
    received = who.place == "social" and who.role in TEAM and not r.barred
    if not received and not r.gives:
        return ABSENT
    if way != "referral" and not received:
        return SHUT
    return NO_SUCH_WAY if way == "referral_accept" and method != "POST" else OPEN


Rule = Callable[[Person], str]


def role(*roles: str) -> Rule:
    return lambda p: OPEN if p.role in roles else SHUT


def everybody(p: Person) -> str:
    return OPEN


def at_caritas(*roles: str, ask_first: bool = False) -> Rule:
    """A thing of the first institution: nobody else finds it; `ask_first`: the role comes first."""

    def rule(p: Person) -> str:
        if ask_first and p.role not in roles:
            return SHUT
        return OPEN if p.role in roles and p.place == "caritas" else ABSENT

    return rule


@dataclass(frozen=True)
class House:
    """An address that belongs to no case. `visitor`: what somebody without a session gets."""

    rule: Rule
    way: str = "form"
    visitor: str = DOOR

    def answer(self, who: Person | None, method: str) -> str:
        if (self.way == "read" and method == "POST") or (self.way == "post" and method != "POST"):
            return NO_SUCH_WAY
        if who is None:
            return self.visitor
        if self.way == "press" and method != "POST":
            return NO_SUCH_WAY
        said = self.rule(who)
        return NO_SUCH_WAY if self.way == "button" and method != "POST" and said == OPEN else said


def reads(rule: Rule = everybody) -> House:
    return House(rule, "read")


ADMIN, TECHNICAL = role("institution_admin"), role("technical_admin")
OF_SIGNAL = at_caritas(*SIGNAL)
OPEN_TO_ALL = House(everybody, visitor=OPEN)

HOUSE_PAGES: dict[str, House] = {
    "home": House(everybody, visitor=DOOR),
    "empty": House(everybody),
    "ui_language": House(everybody, "post", OPEN),
    "ui_theme": House(everybody, "post", OPEN),
    "ui_names": House(everybody, "post", OPEN),
    "ui_lock": House(everybody, "post", OPEN),
    "ui_draft": House(everybody, "post", DOOR),
    "ui_forget": House(everybody, "post"),
    "ui_drafts": House(everybody),
    "ui_help": OPEN_TO_ALL,
    "ui_styleguide": OPEN_TO_ALL,
    "public_welcome": OPEN_TO_ALL,
    "public_years": OPEN_TO_ALL,
    "public_figures": House(lambda p: ABSENT, visitor=ABSENT),
    "institutions": reads(),
    "institution_new": House(TECHNICAL),
    "institution_edit": House(at_caritas("institution_admin")),
    "institution_invite": House(TECHNICAL),
    "colleagues": reads(),
    "invite": House(ADMIN),
    "seat_new": House(at_caritas("institution_admin", ask_first=True)),
    "seat_end": House(at_caritas("institution_admin", ask_first=True)),
    "resend": House(at_caritas("institution_admin"), "press"),
    "invitation": House(lambda p: ABSENT, visitor=ABSENT),
    "card": reads(),
    "card_edit": House(everybody),
    "teams": reads(),
    "team": reads(),
    "team_new": House(role("coordinator")),
    "team_seat": House(role("coordinator")),
    "team_leave": House(role("coordinator")),
    "method": reads(),
    "criteria_version": reads(),
    "protocol_version": reads(),
    "cases": reads(role(*TEAM)),
    "conflicts": reads(role("supervisor")),
    "signals": reads(role(*SIGNAL)),
    "signal_new": House(role(*SIGNAL)),
    "signal": reads(OF_SIGNAL),
    "signal_danger": House(OF_SIGNAL),
    "signal_pass": House(OF_SIGNAL),
    "signal_drop": House(OF_SIGNAL),
    "signal_screen": House(OF_SIGNAL),
    "signal_known": House(OF_SIGNAL),
    "signal_open": House(OF_SIGNAL),
    "referral_inbox": reads(role(*TEAM)),
    "figures": House(role("coordinator", "ministry", "rapporteur")),
    "figures_publish": House(role("ministry", "rapporteur"), "button"),
}


def drafted(said: str = OPEN) -> Rule:
    return lambda p: said if p.role == "coordinator" else ABSENT


DOOR_PAGES = {
    "account_login", "account_logout", "account_inactive", "account_reauthenticate",
    "account_change_password", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "mfa_index",
    "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn",
    "mfa_add_webauthn", "mfa_login_webauthn", "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn", "mfa_edit_webauthn",
}  # fmt: skip
"""Pages of the sign-in library: about one's own account only, never about a case."""

REFERRAL_PAGES = ("referral", "referral_accept", "referral_refuse")
MARK_PAGE = "conflict_lift"


def lifting(who: Person | None, r: Relation, method: str) -> str:
    """A mark about somebody else: a supervisor of the case's institution lifts it; who holds the
    case sees it and does not lift it."""
    if who is None:
        return DOOR
    if method != "POST":
        return NO_SUCH_WAY
    if who.role == "supervisor" and who.place == "caritas":
        return OPEN
    return SHUT if r.holds and not r.barred else ABSENT
