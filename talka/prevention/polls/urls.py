from django.urls import path

from talka.prevention.polls.views import pages, public

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
    path("polls/<uuid:poll_id>/results/", pages.poll_results, name="poll_results"),
    path("polls/<uuid:poll_id>/results.csv", pages.poll_table, name="poll_table"),
    path("polls/<uuid:poll_id>/margin/<slug:question>/", pages.poll_margin, name="poll_margin"),
    path(
        "polls/questions/<slug:asked_code>/<int:asked_version>/",
        pages.questionnaire,
        name="questionnaire",
    ),
]
