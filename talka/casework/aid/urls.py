from django.urls import path

from talka.casework.aid.views import assessments, closures, notes, plans, services

CASE = "case/<uuid:case_id>/"

urlpatterns = [
    path(f"{CASE}risk/", assessments.risk, name="risk"),
    path(f"{CASE}risk/new/", assessments.risk_new, name="risk_new"),
    path(f"{CASE}contact/", assessments.contact, name="contact"),
    path(f"{CASE}contact/edit/", assessments.contact_edit, name="contact_edit"),
    path(f"{CASE}contact/made/", assessments.contact_made, name="contact_made"),
    path(f"{CASE}needs/", assessments.needs, name="needs"),
    path(f"{CASE}needs/new/", assessments.needs_new, name="needs_new"),
    path(f"{CASE}plan/", plans.plan, name="plan"),
    path(f"{CASE}plan/new/", plans.plan_new, name="plan_new"),
    path(f"{CASE}plan/review/", plans.plan_review, name="plan_review"),
    path(f"{CASE}plan/goal/new/", plans.goal_new, name="goal_new"),
    path(f"{CASE}plan/goal/<uuid:goal_id>/", plans.goal_change, name="goal_change"),
    path(f"{CASE}plan/goal/<uuid:goal_id>/end/", plans.goal_end, name="goal_end"),
    path(f"{CASE}services/", services.services, name="services"),
    path(f"{CASE}services/new/", services.service_new, name="service_new"),
    path(
        f"{CASE}services/<uuid:service_id>/back/",
        services.service_withdraw,
        name="service_withdraw",
    ),
    path(f"{CASE}notes/", notes.notes, name="notes"),
    path(f"{CASE}notes/new/", notes.note_new, name="note_new"),
    path(f"{CASE}notes/<uuid:note_id>/correct/", notes.note_correct, name="note_correct"),
    path(f"{CASE}files/", notes.files, name="files"),
    path(f"{CASE}files/new/", notes.file_new, name="file_new"),
    path(f"{CASE}files/<uuid:file_id>/", notes.file, name="file"),
    path(f"{CASE}files/<uuid:file_id>/back/", notes.file_withdraw, name="file_withdraw"),
    path(f"{CASE}closure/", closures.closure, name="closure"),
    path(f"{CASE}closure/new/", closures.closure_new, name="closure_new"),
    path(f"{CASE}closure/reopen/", closures.reopen, name="reopen"),
    path(f"{CASE}closure/follow-up/", closures.follow_up, name="follow_up"),
]
