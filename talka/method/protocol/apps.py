from django.apps import AppConfig


class Protocol(AppConfig):
    name = "talka.method.protocol"
    label = "protocol"
