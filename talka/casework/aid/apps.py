from django.apps import AppConfig


class Aid(AppConfig):
    name = "talka.casework.aid"
    label = "aid"
