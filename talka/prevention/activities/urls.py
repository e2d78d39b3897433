from django.urls import path

from talka.prevention.activities.views import changes, evidence, feeding, pages

ONE = "activities/<uuid:activity_id>/"

urlpatterns = [
    path("activities/", pages.activities, name="activities"),
    path("activities/calendar/", pages.calendar, name="activity_calendar"),
    path("activities/table/", pages.table_out, name="activities_table"),
    path("activities/new/", changes.activity_new, name="activity_new"),
    path(ONE, pages.activity, name="activity"),
    path(f"{ONE}edit/", changes.activity_edit, name="activity_edit"),
    path(f"{ONE}held/", changes.activity_held, name="activity_held"),
    path(f"{ONE}cancel/", changes.activity_cancel, name="activity_cancel"),
    path(f"{ONE}again/", changes.activity_again, name="activity_again"),
    path(f"{ONE}evidence/", evidence.listed, name="activity_evidence"),
    path(f"{ONE}evidence/new/", evidence.evidence_new, name="activity_evidence_new"),
    path(
        f"{ONE}evidence/<uuid:evidence_id>/", evidence.evidence_file, name="activity_evidence_file"
    ),
    path(
        f"{ONE}evidence/<uuid:evidence_id>/destroy/",
        evidence.evidence_destroy,
        name="activity_evidence_destroy",
    ),
    path(f"{ONE}<slug:activity_part>/new/", changes.line_new, name="activity_line_new"),
    path(
        f"{ONE}<slug:activity_part>/<uuid:activity_line_id>/strike/",
        changes.line_strike,
        name="activity_line_strike",
    ),
    path("measures/<uuid:served_id>/activities/", pages.measure, name="measure_activities"),
    path("indicators/<uuid:fed_use_id>/feed/", feeding.feed, name="indicator_feed"),
    path("indicators/<uuid:fed_use_id>/starve/", feeding.starve, name="indicator_starve"),
    path(
        "indicators/<uuid:fed_use_id>/take/<int:figure_year>/", feeding.take, name="indicator_take"
    ),
]
