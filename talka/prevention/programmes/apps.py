from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class Programmes(AppConfig):
    name = "talka.prevention.programmes"
    label = "programmes"

    def ready(self) -> None:
        from talka.ground.ui import nav, waiting
        from talka.prevention.programmes.queries.waiting import SOURCES

        nav.register_wing("prevention", gettext_lazy("Prevention"))
        nav.register(
            nav.Item(
                "programmes",
                gettext_lazy("Programmes"),
                "programmes",
                order=61,
                wing="prevention",
                under=("/measures/",),
            )
        )
        waiting.register(*SOURCES)
