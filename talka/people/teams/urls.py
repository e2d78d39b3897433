from django.urls import path

from talka.people.teams import views

urlpatterns = [
    path("teams/", views.teams, name="teams"),
    path("teams/new/", views.team_new, name="team_new"),
    path("teams/<uuid:team_id>/", views.team, name="team"),
    path("teams/<uuid:team_id>/seat/<slug:seat>/", views.team_seat, name="team_seat"),
    path("teams/<uuid:team_id>/leave/<uuid:holding_id>/", views.team_leave, name="team_leave"),
]
