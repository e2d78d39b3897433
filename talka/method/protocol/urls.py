from django.urls import path

from talka.method.protocol import views

urlpatterns = [
    path(
        "method/protocol/<slug:code>/<int:version>/",
        views.protocol_version,
        name="protocol_version",
    ),
]
