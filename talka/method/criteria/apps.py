from django.apps import AppConfig


class Criteria(AppConfig):
    name = "talka.method.criteria"
    label = "criteria"
