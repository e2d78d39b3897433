from django.apps import AppConfig


class Files(AppConfig):
    name = "talka.ground.files"
    label = "files"
