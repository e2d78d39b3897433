from django.urls import path

from talka.prevention.programmes.views import analysis, drafts, pages, progress, tables

urlpatterns = [
    path("programmes/", pages.programmes, name="programmes"),
    path("programmes/analysis/", analysis.analysis, name="indicator_analysis"),
    path("programmes/analysis/table/", analysis.analysis_out, name="indicator_analysis_csv"),
    path("programmes/new/", drafts.programme_new, name="programme_new"),
    path("programmes/import/", tables.import_new, name="programme_import"),
    path("programmes/import/<uuid:table_id>/", tables.import_read, name="programme_incoming"),
    path("programmes/import/<uuid:table_id>/notes/", tables.import_notes, name="programme_notes"),
    path("programmes/<uuid:plan_id>/discard/", tables.discard, name="programme_discard"),
    path("programmes/<uuid:plan_id>/", pages.programme, name="programme"),
    path("programmes/<uuid:plan_id>/country/", pages.country, name="programme_country"),
    path(
        "programmes/<uuid:plan_id>/country/table/", pages.country_out, name="programme_country_csv"
    ),
    path("programmes/<uuid:plan_id>/table/", pages.table_out, name="programme_table"),
    path("programmes/<uuid:plan_id>/next/", drafts.programme_next, name="programme_next"),
    path("programmes/<uuid:plan_id>/adopt/", drafts.programme_adopt, name="programme_adopt"),
    path("programmes/<uuid:plan_id>/publish/", drafts.programme_publish, name="programme_publish"),
    path(
        "programmes/<uuid:plan_id>/since/<uuid:other_id>/", pages.compare, name="programme_compare"
    ),
    path("programmes/<uuid:plan_id>/node/", drafts.node_new, name="programme_node_new"),
    path("measures/<uuid:node_id>/", pages.measure, name="measure"),
    path("measures/<uuid:node_id>/municipalities/", pages.municipalities, name="measure_towns"),
    path("measures/<uuid:node_id>/edit/", drafts.node_edit, name="measure_edit"),
    path("programmes/<uuid:plan_id>/act/", drafts.act_edit, name="programme_act"),
    path("measures/<uuid:node_id>/links/", drafts.links_edit, name="measure_links"),
    path("measures/<uuid:node_id>/strike/", drafts.node_strike, name="measure_strike"),
    path(
        "measures/<uuid:node_id>/lines/<uuid:line_id>/strike/",
        drafts.line_strike,
        name="measure_line_strike",
    ),
    path("measures/<uuid:node_id>/step/", drafts.step_new, name="measure_step"),
    path("measures/<uuid:node_id>/money/", drafts.money_new, name="measure_money"),
    path("measures/<uuid:node_id>/indicator/", drafts.indicator_new, name="measure_indicator"),
    path(
        "measures/<uuid:node_id>/indicator/<uuid:use_id>/aim/",
        drafts.indicator_aim,
        name="measure_aim",
    ),
    path("measures/<uuid:node_id>/paid/", progress.paid, name="measure_paid"),
    path("measures/<uuid:node_id>/status/", progress.status, name="measure_status"),
    path("measures/<uuid:node_id>/status/lift/", progress.status_lift, name="measure_lift"),
    path("measures/<uuid:node_id>/drop/", progress.drop, name="measure_drop"),
    path("measures/<uuid:node_id>/drop/lift/", progress.take_up, name="measure_take_up"),
    path("measures/<uuid:node_id>/quality/", progress.quality, name="measure_quality"),
    path("measures/<uuid:node_id>/logic/", progress.logic, name="measure_logic"),
    path(
        "measures/<uuid:node_id>/step/<uuid:step_id>/", progress.step_done, name="measure_step_done"
    ),
    path(
        "measures/<uuid:node_id>/step/<uuid:step_id>/reopen/",
        progress.step_reopen,
        name="measure_step_reopen",
    ),
    path(
        "measures/<uuid:node_id>/indicator/<uuid:use_id>/", progress.observe, name="measure_observe"
    ),
]
