from django.apps import AppConfig


class Access(AppConfig):
    name = "talka.ground.access"
    label = "access"
