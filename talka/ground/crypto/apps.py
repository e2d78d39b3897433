from django.apps import AppConfig


class Crypto(AppConfig):
    name = "talka.ground.crypto"
    label = "crypto"
