from django.apps import AppConfig


class Training(AppConfig):
    name = "talka.prevention.training"
    label = "training"
