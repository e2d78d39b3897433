from django.apps import AppConfig


class Detection(AppConfig):
    name = "talka.casework.detection"
    label = "detection"
