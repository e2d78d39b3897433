from django.apps import AppConfig


class Cases(AppConfig):
    name = "talka.casework.cases"
    label = "cases"
