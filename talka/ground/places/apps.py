from django.apps import AppConfig


class Places(AppConfig):
    name = "talka.ground.places"
    label = "places"
