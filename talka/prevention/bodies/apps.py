from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class Bodies(AppConfig):
    name = "talka.prevention.bodies"
    label = "bodies"

    def ready(self) -> None:
        from talka.ground.ui import nav, waiting
        from talka.prevention.bodies.queries.waiting import SOURCES

        nav.register(
            nav.Item("bodies", gettext_lazy("Bodies"), "bodies", order=66, wing="prevention")
        )
        nav.register(
            nav.Item("policy", gettext_lazy("Policy"), "policy", order=66, wing="prevention")
        )
        waiting.register(*SOURCES)
