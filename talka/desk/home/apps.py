from django.apps import AppConfig


class Home(AppConfig):
    name = "talka.desk.home"
    label = "home"
