from django.apps import AppConfig


class Statistics(AppConfig):
    name = "talka.insight.statistics"
    label = "statistics"
