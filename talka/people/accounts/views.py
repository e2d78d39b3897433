"""Colleagues, invitations, one's own card."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talka.ground.kernel.errors import Absent
from talka.ground.ui import screens
from talka.ground.ui.screens import repeatable, signed_in, with_role
from talka.people.accounts import actions, forms, invitations, letters, queries
from talka.people.institutions.models import Institution

ASK = gettext_lazy("the administrator of your institution")


def _lang() -> str:
    return get_language() or "lt"


def _link(request: HttpRequest, secret: str) -> str:
    path = reverse("invitation", args=[secret])
    return (
        f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)
    )


@require_safe
@signed_in
def colleagues(request: HttpRequest) -> HttpResponse:
    shown = {"colleagues": queries.colleagues(request.actor, _lang())}  # type: ignore[attr-defined]
    return render(request, "accounts/colleagues.html", shown)


def _own_institution(request: HttpRequest) -> Institution:
    """The institution to invite to: the administrator's own, or the one asked for among them."""
    mine = actions.administered(request.actor)  # type: ignore[attr-defined]
    found = Institution.objects.filter(id__in=mine)
    wanted = request.GET.get("institution", "")
    return next((i for i in found if str(i.id) == wanted), None) or found.order_by("name_lt")[0]


@with_role("institution_admin", ask=ASK)
def invite(request: HttpRequest) -> HttpResponse:
    place = _own_institution(request)
    return _invite(request, place, forms.roles_of_kind(place.kind), reverse("colleagues"))


@with_role("technical_admin", ask=ASK)
def institution_invite(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    place = Institution.objects.filter(id=institution_id, active=True).first()
    if place is None:
        raise Absent
    roles = forms.roles_of_kind(place.kind, as_technical=True)
    return _invite(request, place, roles, reverse("institutions"))


def _invite(request: HttpRequest, place: Institution, roles: list[str], back: str) -> HttpResponse:
    def do(values: dict[str, Any]) -> str:
        _worker, secret = actions.invite(
            actor=request.actor,  # type: ignore[attr-defined]
            institution_id=place.id,
            **values,
        )
        if secret:
            link = _link(request, secret)
            letters.send_invitation(address=values["email"], link=link, language=values["language"])
        return secret

    sent, known = (
        _("Invited. The letter is on its way."),
        _("This person already works with Talka and has the seat now."),
    )
    initial = {"municipality": place.municipality_id, "role": roles[0] if len(roles) == 1 else ""}
    return screens.act(
        request,
        screens.form(request, forms.InviteForm, initial=initial, roles=roles),
        do=do,
        template="accounts/invite.html",
        page={"place": place.name(_lang()), "back": back},
        success=back,
        message=lambda secret: sent if secret else known,
    )


@with_role("institution_admin", ask=ASK)
def seat_new(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    worker = queries.colleague_of(request.actor, worker_id)  # type: ignore[attr-defined]
    place = _own_institution(request)
    return screens.act(
        request,
        screens.form(request, forms.SeatForm, roles=forms.roles_of_kind(place.kind)),
        do=lambda values: actions.assign(
            actor=request.actor,  # type: ignore[attr-defined]
            worker_id=worker_id,
            institution_id=place.id,
            **values,
        ),
        template="accounts/seat_new.html",
        page={"worker": worker, "place": place.name(_lang())},
        success=reverse("colleagues"),
        message=_("The seat is given."),
    )


@with_role("institution_admin", ask=ASK)
def seat_end(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    name, seat = queries.seat_of(request.actor, assignment_id, _lang())  # type: ignore[attr-defined]
    return screens.act(
        request,
        screens.form(request, forms.EndForm),
        do=lambda values: actions.end_assignment(
            actor=request.actor,  # type: ignore[attr-defined]
            assignment_id=assignment_id,
            on=values["on"],
        ),
        template="accounts/seat_end.html",
        page={"name": name, "seat": seat},
        success=reverse("colleagues"),
        message=_("The seat is ended."),
    )


@signed_in
def resend(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    def do() -> None:
        address, secret, language = actions.resend(
            actor=request.actor,  # type: ignore[attr-defined]
            worker_id=worker_id,
        )
        letters.send_invitation(address=address, link=_link(request, secret), language=language)

    return screens.press(
        request,
        do,
        success=reverse("colleagues"),
        message=_("A new letter is on its way. The old link no longer works."),
    )


@repeatable
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever holds the link chooses a password. Repeating it finds the link used."""
    invitations.invitation_of(secret)
    return screens.act(
        request,
        screens.form(request, forms.PasswordForm),
        do=lambda values: invitations.accept_invitation(secret=secret, password=values["password"]),
        template="accounts/invitation.html",
        success=reverse("account_login"),
        message=_("Your account is open. Sign in with the password you chose."),
    )


@require_safe
@signed_in
def card(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    shown = {
        "card": queries.card(actor, _lang()),
        "marks": queries.marks(actor),
        "sign_ins": queries.sign_ins(actor),
    }
    return render(request, "accounts/card.html", shown)


@signed_in
def card_edit(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    now = queries.card(actor, _lang())
    initial = {n: getattr(now, n) for n in ("name", "phone", "language", "version")}
    form = screens.form(request, forms.CardForm, initial=initial)
    response = screens.act(
        request,
        form,
        do=lambda values: actions.keep_card(actor=actor, **values),
        template="accounts/card_edit.html",
        success=reverse("card"),
        message=_("Saved."),
    )
    if response.status_code == 303:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            form.cleaned_data["language"],
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
