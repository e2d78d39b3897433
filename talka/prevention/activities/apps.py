from django.apps import AppConfig


class Activities(AppConfig):
    name = "talka.prevention.activities"
    label = "activities"
