from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class Training(AppConfig):
    name = "talka.prevention.training"
    label = "training"

    def ready(self) -> None:
        from talka.ground.ui import nav, waiting
        from talka.prevention.training.queries.waiting import SOURCES

        nav.register(
            nav.Item("training", gettext_lazy("Training"), "training", order=64, wing="prevention")
        )
        waiting.register(*SOURCES)
