from django.urls import path

from talka.people.institutions import views

urlpatterns = [
    path("institutions/", views.institutions, name="institutions"),
    path("institutions/new/", views.institution_new, name="institution_new"),
    path(
        "institutions/<uuid:institution_id>/edit/", views.institution_edit, name="institution_edit"
    ),
]
