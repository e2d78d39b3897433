"""How a page with a form works, so that a room's view stays at five to fifteen lines.

    @signed_in
    def note_new(request, case_id):
        held = hold(request.actor, case_id, policy.WRITE_NOTE)
        form = screens.form(request, NoteForm)
        return screens.act(
            request,
            form,
            do=lambda values: actions.write_note(actor=request.actor, case_id=case_id, **values),
            template="cases/note_new.html",
            page={"held": held},
            success=reverse("case", args=[case_id]),
            message=_("Note written."),
        )

`form` binds a POST; on a GET it shows the kept draft, else `initial`. `act`

- GET: renders `template` with `form` and `page`;
- POST with faults, also those an action raises as Broken: renders it again with 422, sentences at
  the fields, and keeps the words as a draft;
- Stale from the action: renders it again with 409, both texts shown, and keeps the words. Put the
  fresh `version` into `theirs`: saving again then replaces knowingly;
- done: forgets the draft, says `message`, redirects with 303. `success` and `message` may be
  functions of what `do` returned.

Refused and Absent pass through to the refusal pages. In the template:

    {% form_start form %}{{ form }}<div class="actions"><button class="ds-button">…</button></div>
    {% form_end %}      or      {% include "ui/form.html" with act=… back=… %}

A post without fields of its own (a button) needs only `{% form_start %}` … `</form>` and
`screens.press`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from psycopg.errors import UniqueViolation

from talka.ground.access.actor import Actor
from talka.ground.kernel.errors import Absent, Broken, Refused, Stale
from talka.ground.ui import drafts
from talka.ground.ui.forms.base import Form

F = TypeVar("F", bound=Form)
View = Callable[..., HttpResponse]
PUBLIC_LANGUAGES = {
    "lt": "Lietuvių",
    "en": "English",
    "ru": "Русский",
    "uk": "Українська",
}


class Asked(HttpRequest):
    """A request behind `signed_in`: somebody is asking."""

    actor: Actor


class SeeOther(HttpResponse):
    """303: fetch the next page, do not post again."""

    status_code = 303

    def __init__(self, url: str) -> None:
        super().__init__()
        self["Location"] = url

    @property
    def url(self) -> str:
        return str(self["Location"])


def sign_in_url(path: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': path})}"


def signed_in(view: View) -> View:
    """Without an actor: to the sign-in page, and back afterwards."""

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "actor", None) is None:
            return SeeOther(sign_in_url(request.get_full_path()))
        return view(request, *args, **kwargs)

    gated.gated = True  # type: ignore[attr-defined]
    return gated


def with_role(*roles: str, ask: Any = "") -> Callable[[View], View]:
    """Signed in and holding one of the roles, else Refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.actor.roles & set(roles):  # type: ignore[attr-defined]
                raise Refused(translation.gettext("Your role does not do this."), str(ask))
            return view(request, *args, **kwargs)

        return signed_in(gated)

    return decorate


def public(view: View) -> View:
    """For everybody: language from `?lang=`, no cookie is read or set, nobody is recorded."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.GET.get("lang", "")
        language = chosen if chosen in PUBLIC_LANGUAGES else translation.get_language() or "lt"
        with translation.override(language):
            return view(request, *args, **kwargs)

    shown.public = True  # type: ignore[attr-defined]
    return shown


def repeatable(view: View) -> View:
    """A post that may be repeated without harm and carries no idempotency key."""
    view.repeatable = True  # type: ignore[attr-defined]
    return view


def form(
    request: HttpRequest,
    kind: type[F],
    *,
    initial: Mapping[str, Any] | None = None,
    draft_key: str = "",
    **more: Any,
) -> F:
    """The form of this page: bound on POST, else from the draft, else from `initial`."""
    key = draft_key or request.path
    if request.method == "POST":
        made = kind(request.POST, request.FILES, initial=dict(initial or {}), **more)
    else:
        made = kind(initial=dict(initial or {}), **more)
        actor = getattr(request, "actor", None)
        if actor is not None and (kept := drafts.load(actor, key)):
            _fill(made, kept)
    made.draft_key = key if getattr(request, "actor", None) else ""
    return made


def _fill(made: Form, kept: drafts.Kept) -> None:
    """Show kept words in an unbound form. The version stays that of the page."""
    sent = QueryDict(mutable=True)
    for name, values in kept.values.items():
        sent.setlist(name, values)
    for name, field in made.fields.items():
        key = made.add_prefix(name)
        if name != "version" and not field.widget.value_omitted_from_data(sent, {}, key):
            made.initial[name] = field.widget.value_from_datadict(sent, {}, key)
    made.draft_saved_at = kept.saved_at


def act(
    request: HttpRequest,
    form: Form,
    *,
    do: Callable[[dict[str, Any]], Any],
    template: str,
    success: str | Callable[[Any], str],
    message: str | Callable[[Any], str] = "",
    page: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """See the top of this module."""
    shown = {"form": form, **(page or {})}
    if request.method != "POST":
        return render(request, template, shown)
    status = 422
    if form.is_valid():
        try:
            done = first_of_two(lambda: do(form.cleaned_data))
        except Broken as broken:
            form.add_faults(broken.faults)
        except Stale as stale:
            show_conflict(form, stale)
            status = 409
        else:
            return _done(request, form, done, success, message)
    keep(request, form.draft_key)
    return render(request, template, shown, status=status)


def first_of_two(do: Callable[[], Any]) -> Any:
    """Do it. Two people may pass the same check at the same instant; the database lets one of them
    write, and the other is told so: Broken."""
    try:
        return do()
    except IntegrityError as fault:
        if isinstance(fault.__cause__, UniqueViolation):
            raise Broken(
                translation.gettext("Somebody did the same a moment ago. Look before repeating it.")
            ) from None
        raise


def _done(request: HttpRequest, form: Form, done: Any, success: Any, message: Any) -> HttpResponse:
    if form.draft_key:
        drafts.forget(request.actor, form.draft_key)  # type: ignore[attr-defined]
    text = message(done) if callable(message) else message
    if text:
        messages.success(request, text)
    return SeeOther(success(done) if callable(success) else str(success))


def keep(request: HttpRequest, draft_key: str) -> None:
    """Keep what this post carries as a draft of the person."""
    actor = getattr(request, "actor", None)
    if actor is not None and draft_key:
        drafts.save(actor, draft_key, request.POST)


def show_conflict(form: Form, stale: Stale) -> None:
    """Put the colleague's words beneath the fields they differ in, and take their version."""
    data = form.data.copy()  # type: ignore[attr-defined]
    theirs = dict(stale.theirs)
    version = theirs.pop("version", None)
    if version is not None:
        data[form.add_prefix("version")] = str(version)
        form.data = data
    mine = {name: _plain(form.cleaned_data.get(name)) for name in theirs}
    form.theirs = {n: _words(form, n, t) for n, t in theirs.items() if _plain(t) != mine[n]}
    form.conflict = {"by": stale.by, "at": stale.at, "renewed": version is not None}


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _words(form: Form, name: str, value: Any) -> str:
    """A colleague's value as the reader would see it: codes by their names."""
    choices = dict(getattr(form.fields.get(name), "choices", ()) or ())
    if isinstance(value, list | tuple):
        return ", ".join(str(choices.get(v, v)) for v in value)
    return str(choices.get(value, value)) or "–"


def press(
    request: HttpRequest,
    do: Callable[[], Any],
    *,
    success: str | Callable[[Any], str],
    message: str | Callable[[Any], str] = "",
) -> HttpResponse:
    """A button without fields. Broken becomes a message on the page it returns to."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    done, text = None, message
    try:
        done = first_of_two(do)
    except Broken as broken:
        messages.error(request, " ".join(broken.faults.values()))
        return SeeOther(success(None) if callable(success) else str(success))
    said = text(done) if callable(text) else text
    if said:
        messages.success(request, said)
    return SeeOther(success(done) if callable(success) else str(success))


__all__ = [
    "Absent",
    "Broken",
    "Refused",
    "SeeOther",
    "Stale",
    "act",
    "form",
    "keep",
    "press",
    "public",
    "repeatable",
    "sign_in_url",
    "signed_in",
    "with_role",
]
