from django.urls import path

from talka.method.criteria import views

urlpatterns = [
    path("method/", views.method, name="method"),
    path(
        "method/criteria/<slug:code>/<int:version>/",
        views.criteria_version,
        name="criteria_version",
    ),
]
