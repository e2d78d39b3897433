from django.apps import AppConfig


class Safety(AppConfig):
    name = "talka.prevention.safety"
    label = "safety"
