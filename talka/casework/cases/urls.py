from django.urls import path

from talka.casework.cases.views import access, file, lists, person

CASE = "case/<uuid:case_id>/"

urlpatterns = [
    path("cases/", lists.cases, name="cases"),
    path("conflicts/", access.conflicts, name="conflicts"),
    path("conflicts/<uuid:mark_id>/lift/", access.conflict_lift, name="conflict_lift"),
    path(CASE, file.case, name="case"),
    path(f"{CASE}story/", file.story, name="case_story"),
    path(f"{CASE}who-has-seen/", file.seen, name="case_seen"),
    path(f"{CASE}who-can-see/", access.onlookers, name="case_onlookers"),
    path(f"{CASE}identity/", person.identity, name="identity"),
    path(f"{CASE}identity/edit/", person.identity_edit, name="identity_edit"),
    path(f"{CASE}known/", person.known, name="case_known"),
    path(f"{CASE}profile/", person.profile, name="profile"),
    path(f"{CASE}colleague/", access.colleague, name="case_colleague"),
    path(f"{CASE}conflict/", access.conflict, name="case_conflict"),
    path(f"{CASE}seal/", access.seal, name="case_seal"),
    path(f"{CASE}access/<uuid:assignment_id>/end/", access.access_end, name="access_end"),
]
