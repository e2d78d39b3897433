from django.urls import path

from talka.people.accounts import sign_in, views

urlpatterns = [
    path("colleagues/", views.colleagues, name="colleagues"),
    path("colleagues/invite/", views.invite, name="invite"),
    path("colleagues/<uuid:worker_id>/seat/", views.seat_new, name="seat_new"),
    path("colleagues/<uuid:worker_id>/resend/", views.resend, name="resend"),
    path("colleagues/seat/<uuid:assignment_id>/end/", views.seat_end, name="seat_end"),
    path(
        "institutions/<uuid:institution_id>/invite/",
        views.institution_invite,
        name="institution_invite",
    ),
    path("account/invitation/<str:secret>/", views.invitation, name="invitation"),
    path("me/", views.card, name="card"),
    path("me/edit/", views.card_edit, name="card_edit"),
    *sign_in.urlpatterns,
]
