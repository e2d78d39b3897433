from django.apps import AppConfig


class Jobs(AppConfig):
    name = "talka.ground.jobs"
    label = "jobs"
