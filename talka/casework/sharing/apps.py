from django.apps import AppConfig


class Sharing(AppConfig):
    name = "talka.casework.sharing"
    label = "sharing"
