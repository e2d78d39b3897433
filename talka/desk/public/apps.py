from django.apps import AppConfig


class Public(AppConfig):
    name = "talka.desk.public"
    label = "public"
