from django.urls import path

from talka.prevention.bodies.views import assembly, participation, supervision, tables

urlpatterns = [
    path("bodies/", assembly.bodies, name="bodies"),
    path("bodies/new/", assembly.body_new, name="body_new"),
    path("bodies/<uuid:body_id>/", assembly.body, name="body"),
    path("bodies/<uuid:body_id>/edit/", assembly.body_edit, name="body_edit"),
    path("bodies/<uuid:body_id>/seat/", assembly.seat_new, name="body_seat_new"),
    path("bodies/<uuid:body_id>/meeting/", assembly.meeting_new, name="body_meeting_new"),
    path("bodies/<uuid:body_id>/decisions.csv", tables.decisions, name="body_decisions_table"),
    path("bodies/seats/<uuid:body_seat_id>/end/", assembly.seat_end, name="body_seat_end"),
    path("bodies/meetings/<uuid:body_meeting_id>/", assembly.meeting, name="body_meeting"),
    path(
        "bodies/meetings/<uuid:body_meeting_id>/attendance/",
        assembly.attendance,
        name="body_attendance",
    ),
    path("bodies/meetings/<uuid:body_meeting_id>/minutes/", assembly.minutes, name="body_minutes"),
    path(
        "bodies/meetings/<uuid:body_meeting_id>/decision/",
        assembly.decision_new,
        name="body_decision_new",
    ),
    path("bodies/decisions/<uuid:body_decision_id>/", assembly.decision, name="body_decision"),
    path(
        "bodies/decisions/<uuid:body_decision_id>/follow-up/",
        assembly.follow_up,
        name="body_follow_up",
    ),
    path("bodies/teams/<uuid:team_id>/", supervision.supervision, name="supervision"),
    path("bodies/teams/<uuid:team_id>/new/", supervision.supervision_new, name="supervision_new"),
    path(
        "bodies/supervisions/<uuid:supervision_id>/strike/",
        supervision.supervision_strike,
        name="supervision_strike",
    ),
    path("policy/", participation.processes, name="policy"),
    path("policy/new/", participation.process_new, name="policy_new"),
    path("policy/ours/", participation.ours, name="policy_ours"),
    path("policy/<uuid:policy_process_id>/", participation.process, name="policy_process"),
    path("policy/<uuid:policy_process_id>/edit/", participation.process_edit, name="policy_edit"),
    path("policy/<uuid:policy_process_id>/publish/", participation.publish, name="policy_publish"),
    path(
        "policy/<uuid:policy_process_id>/part/", participation.contribute, name="policy_contribute"
    ),
    path("policy/<uuid:policy_process_id>/invite/", participation.invite, name="policy_invite"),
    path("policy/<uuid:policy_process_id>/proposal/", participation.propose, name="proposal_new"),
    path("policy/<uuid:policy_process_id>/proposals.csv", tables.proposals, name="proposals_table"),
    path("policy/proposals/<uuid:policy_proposal_id>/", participation.proposal, name="proposal"),
    path(
        "policy/proposals/<uuid:policy_proposal_id>/edit/",
        participation.proposal_edit,
        name="proposal_edit",
    ),
    path(
        "policy/proposals/<uuid:policy_proposal_id>/strike/",
        participation.strike,
        name="proposal_strike",
    ),
    path(
        "policy/proposals/<uuid:policy_proposal_id>/submit/",
        participation.submit,
        name="proposal_submit",
    ),
    path(
        "policy/proposals/<uuid:policy_proposal_id>/replace/",
        participation.replace,
        name="proposal_replace",
    ),
    path(
        "policy/proposals/<uuid:policy_proposal_id>/answer/",
        participation.answer,
        name="proposal_answer",
    ),
]
