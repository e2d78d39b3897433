from django.urls import path

from talka.casework.cases import views

CASE = "case/<uuid:case_id>/"

urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path(CASE, views.case, name="case"),
    path(f"{CASE}who-can-see/", views.onlookers, name="case_onlookers"),
    path(f"{CASE}who-has-seen/", views.seen, name="case_seen"),
    path(f"{CASE}identity/", views.identity, name="identity"),
    path(f"{CASE}identity/edit/", views.identity_edit, name="identity_edit"),
    path(f"{CASE}profile/", views.profile, name="profile"),
    path(f"{CASE}colleague/", views.colleague, name="case_colleague"),
    path(f"{CASE}conflict/", views.conflict, name="case_conflict"),
    path(f"{CASE}conflict/<uuid:mark_id>/lift/", views.conflict_lift, name="conflict_lift"),
    path(f"{CASE}seal/", views.seal, name="case_seal"),
    path(f"{CASE}access/<uuid:assignment_id>/end/", views.access_end, name="access_end"),
]
