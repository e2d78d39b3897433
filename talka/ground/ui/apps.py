from django.apps import AppConfig


class Ui(AppConfig):
    name = "talka.ground.ui"
    label = "ui"
