from django.urls import path

from talka.prevention.polls.views import drawing, pages, paper, public, telling

urlpatterns = [
    path("a/<slug:slug>/", public.poll_answer, name="poll_answer"),
    path("a/<slug:slug>/thanks/", public.poll_thanks, name="poll_thanks"),
    path("polls/", pages.polls, name="polls"),
    path("polls/new/", pages.poll_new, name="poll_new"),
    path("polls/<uuid:poll_id>/", pages.poll, name="poll"),
    path("polls/<uuid:poll_id>/field/", pages.poll_field, name="poll_field"),
    path("polls/<uuid:poll_id>/close/", pages.poll_close, name="poll_close"),
    path("polls/<uuid:poll_id>/strike/", pages.poll_strike, name="poll_strike"),
    path("polls/<uuid:poll_id>/codes/", pages.poll_codes, name="poll_codes"),
    path("polls/<uuid:poll_id>/results/", telling.poll_results, name="poll_results"),
    path("polls/<uuid:poll_id>/results.csv", telling.poll_table, name="poll_table"),
    path("polls/<uuid:poll_id>/trend/<uuid:earlier_id>/", telling.poll_trend, name="poll_trend"),
    path(
        "polls/<uuid:poll_id>/crossed/<slug:question>/", telling.poll_crossed, name="poll_crossed"
    ),
    path(
        "polls/<uuid:poll_id>/crossed/<slug:question>.csv",
        telling.poll_crossed_table,
        name="poll_crossed_table",
    ),
    path("polls/<uuid:poll_id>/strata/new/", drawing.stratum_new, name="poll_stratum_new"),
    path("polls/<uuid:poll_id>/strata/divide/", drawing.strata_divide, name="poll_strata_divide"),
    path(
        "polls/<uuid:poll_id>/strata/<uuid:stratum_id>/strike/",
        drawing.stratum_strike,
        name="poll_stratum_strike",
    ),
    path(
        "polls/<uuid:poll_id>/strata/<uuid:stratum_id>/",
        drawing.field_work,
        name="poll_field_work",
    ),
    path("polls/<uuid:poll_id>/paper/", paper.batches, name="poll_paper"),
    path("polls/<uuid:poll_id>/paper/new/", paper.batch_new, name="poll_batch_new"),
    path("polls/paper/<uuid:batch_id>/", paper.batch, name="poll_batch"),
    path("polls/paper/<uuid:batch_id>/edit/", paper.batch_edit, name="poll_batch_edit"),
    path("polls/paper/<uuid:batch_id>/count/", paper.batch_count, name="poll_batch_count"),
    path("polls/paper/<uuid:batch_id>/<int:sheet>/", paper.sheet, name="poll_sheet"),
    path("polls/<uuid:poll_id>/sheet/", paper.printed, name="poll_sheet_print"),
    path("polls/<uuid:poll_id>/margin/<slug:question>/", pages.poll_margin, name="poll_margin"),
    path(
        "polls/questions/<slug:asked_code>/<int:asked_version>/",
        pages.questionnaire,
        name="questionnaire",
    ),
]
