from django.urls import path

from talka.prevention.training.views import checking, courses, pages, sessions, tests_taken

COURSE = "training/courses/<uuid:course_version_id>/"
SESSION = "training/sessions/<uuid:training_id>/"
ENROLMENT = "training/enrolments/<uuid:enrolment_id>/"
CERTIFICATE = "training/certificates/<uuid:certificate_id>/"
PART = "training/parts/<uuid:training_part_id>/"

urlpatterns = [
    path("training/", pages.training, name="training"),
    path("training/courses/new/", courses.course_new, name="course_new"),
    path(COURSE, pages.course, name="course"),
    path(f"{COURSE}edit/", courses.course_edit, name="course_edit"),
    path(f"{COURSE}module/", courses.course_module, name="course_module"),
    path(f"{COURSE}question/", courses.course_question, name="course_question"),
    path(f"{COURSE}publish/", courses.course_publish, name="course_publish"),
    path(f"{COURSE}next/", courses.course_next, name="course_next"),
    path(f"{COURSE}effect/", pages.course_effect, name="course_effect"),
    path(f"{COURSE}session/", sessions.session_new, name="training_new"),
    path(SESSION, pages.session, name="training_session"),
    path(f"{SESSION}edit/", sessions.session_edit, name="training_edit"),
    path(f"{SESSION}part/", sessions.session_part, name="training_part"),
    path(f"{SESSION}trainer/", sessions.session_trainer, name="training_trainer"),
    path(f"{SESSION}enrol/", sessions.session_enrol, name="training_enrol"),
    path(f"{SESSION}outside/", sessions.session_outside, name="training_outside"),
    path(f"{SESSION}paper/", tests_taken.paper, name="training_paper"),
    path(f"{SESSION}close/", sessions.session_close, name="training_close"),
    path(f"{SESSION}effect/", pages.session_effect, name="training_effect"),
    path(f"{PART}present/", sessions.part_present, name="part_present"),
    path(f"{PART}attendance/", sessions.part_attendance, name="part_attendance"),
    path(f"{PART}strike/", sessions.part_strike, name="part_strike"),
    path(ENROLMENT, pages.enrolment, name="enrolment"),
    path(f"{ENROLMENT}withdraw/", sessions.withdraw, name="enrolment_withdraw"),
    path(f"{ENROLMENT}test/<str:training_phase>/", tests_taken.test, name="enrolment_test"),
    path(CERTIFICATE, pages.certificate, name="certificate"),
    path(f"{CERTIFICATE}revoke/", sessions.certificate_revoke, name="certificate_revoke"),
    path("training/teams/<uuid:team_id>/", pages.team, name="training_team"),
    path("check/", checking.ask, name="certificate_ask"),
    path("check/<str:certificate_number>/", checking.check, name="certificate_check"),
]
