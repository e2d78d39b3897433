from django.apps import AppConfig


class Institutions(AppConfig):
    name = "talka.people.institutions"
    label = "institutions"
