from django.apps import AppConfig


class Teams(AppConfig):
    name = "talka.people.teams"
    label = "teams"
