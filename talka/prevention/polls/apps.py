from django.apps import AppConfig


class Polls(AppConfig):
    name = "talka.prevention.polls"
    label = "polls"
