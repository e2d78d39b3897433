from django.urls import path

from talka.prevention.safety.views import (
    advice,
    assessments,
    country,
    figures,
    groups,
    needs,
    showing,
)

AT = "safety/assessments/<uuid:assessment_id>/"
ADVICE = "safety/recommendations/<uuid:recommendation_id>/"
TO = "safety/addressees/<uuid:addressee_id>/"

urlpatterns = [
    path("safety/", country.country, name="safety"),
    path("safety/figures.csv", country.table_out, name="safety_csv"),
    path("safety/framework/", country.framework, name="safety_framework"),
    path("safety/framework/weights/", country.weights, name="safety_weights"),
    path("safety/rubric/", assessments.rubric, name="safety_rubric"),
    path("safety/municipalities/<slug:safety_place>/", country.town, name="safety_town"),
    path("safety/municipalities/<slug:safety_place>/figure/", figures.figure, name="safety_figure"),
    path("safety/figures/table/", figures.table_in, name="safety_table"),
    path("safety/assessments/new/", assessments.begin, name="assessment_begin"),
    path(AT, assessments.assessment, name="assessment"),
    path(f"{AT}submit/", assessments.submit, name="assessment_submit"),
    path(f"{AT}agree/", assessments.agree, name="assessment_agree"),
    path(f"{AT}close/", assessments.close, name="assessment_close"),
    path(f"{AT}answer/<str:safety_criterion>/", assessments.answer, name="assessment_answer"),
    path(f"{AT}review/<str:safety_criterion>/", assessments.review, name="assessment_review"),
    path(f"{AT}files/<str:safety_criterion>/", showing.listed, name="assessment_files"),
    path(f"{AT}files/<str:safety_criterion>/new/", showing.file_new, name="assessment_file_new"),
    path(f"{AT}file/<uuid:safety_file_id>/", showing.file, name="assessment_file"),
    path(
        f"{AT}file/<uuid:safety_file_id>/destroy/",
        showing.file_destroy,
        name="assessment_file_destroy",
    ),
    path("safety/groups/", groups.groups, name="safe_groups"),
    path("safety/groups.csv", groups.groups_out, name="safe_groups_csv"),
    path("safety/groups/new/", groups.group_new, name="safe_group_new"),
    path("safety/groups/<uuid:safe_group_id>/", groups.group_edit, name="safe_group"),
    path("safety/needs/", needs.analyses, name="analyses"),
    path("safety/needs/new/", needs.analysis_new, name="analysis_new"),
    path("safety/needs/<uuid:analysis_id>/", needs.analysis, name="analysis"),
    path("safety/needs/<uuid:analysis_id>/edit/", needs.analysis_edit, name="analysis_edit"),
    path(
        "safety/needs/<uuid:analysis_id>/publish/", needs.analysis_publish, name="analysis_publish"
    ),
    path("safety/needs/<uuid:analysis_id>/finding/", needs.finding_new, name="finding_new"),
    path("safety/findings/<uuid:finding_id>/", needs.finding_edit, name="finding_edit"),
    path("safety/findings/<uuid:finding_id>/need/", needs.need_new, name="need_new"),
    path("safety/recommendations/", advice.recommendations, name="recommendations"),
    path("safety/recommendations/new/", advice.recommendation_new, name="recommendation_new"),
    path(ADVICE, advice.recommendation, name="recommendation"),
    path(f"{ADVICE}edit/", advice.recommendation_edit, name="recommendation_edit"),
    path(f"{ADVICE}send/", advice.recommendation_send, name="recommendation_send"),
    path(f"{ADVICE}withdraw/", advice.recommendation_withdraw, name="recommendation_withdraw"),
    path(f"{TO}respond/", advice.respond, name="advice_respond"),
    path(f"{TO}step/", advice.step, name="advice_step"),
    path(f"{TO}measure/<uuid:carried_plan_id>/", advice.measure, name="advice_measure"),
    path(f"{TO}confirm/", advice.confirm, name="advice_confirm"),
]
