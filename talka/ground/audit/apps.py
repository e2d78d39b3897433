from django.apps import AppConfig


class Audit(AppConfig):
    name = "talka.ground.audit"
    label = "audit"
