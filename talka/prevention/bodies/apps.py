from django.apps import AppConfig


class Bodies(AppConfig):
    name = "talka.prevention.bodies"
    label = "bodies"
