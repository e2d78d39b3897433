from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class Criteria(AppConfig):
    name = "talka.method.criteria"
    label = "criteria"

    def ready(self) -> None:
        from talka.ground.ui import nav

        nav.register(nav.Item("method", gettext_lazy("Method"), "method", order=80))
