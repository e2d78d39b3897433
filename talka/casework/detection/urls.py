from django.urls import path

from talka.casework.detection.views import cases, opening, screenings, signals

urlpatterns = [
    path("signals/", signals.listed, name="signals"),
    path("signals/new/", signals.new, name="signal_new"),
    path("signals/<uuid:signal_id>/", signals.one, name="signal"),
    path("signals/<uuid:signal_id>/danger/", signals.danger, name="signal_danger"),
    path("signals/<uuid:signal_id>/pass/", signals.pass_on, name="signal_pass"),
    path("signals/<uuid:signal_id>/drop/", signals.drop, name="signal_drop"),
    path("signals/<uuid:signal_id>/screen/", screenings.of_signal, name="signal_screen"),
    path("signals/<uuid:signal_id>/known/", opening.known, name="signal_known"),
    path(
        "signals/<uuid:signal_id>/open/<uuid:screening_id>/", opening.open_case, name="signal_open"
    ),
    path("screening/<uuid:screening_id>/", screenings.result, name="screening"),
    path("screening/<uuid:screening_id>/<int:number>/", screenings.theme, name="screening_theme"),
    path("screening/<uuid:screening_id>/check/", screenings.check, name="screening_check"),
    path("screening/<uuid:screening_id>/decide/", screenings.decide, name="screening_decide"),
    path("case/<uuid:case_id>/signal/", cases.signal, name="case_signal"),
    path("case/<uuid:case_id>/signal/story/", cases.story_new, name="story_new"),
    path("case/<uuid:case_id>/screen/", screenings.of_case, name="case_screen"),
    path("case/<uuid:case_id>/statuses/", cases.statuses, name="case_statuses"),
    path("case/<uuid:case_id>/statuses/new/", cases.assert_status, name="status_assert"),
]
