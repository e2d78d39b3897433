from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class Safety(AppConfig):
    name = "talka.prevention.safety"
    label = "safety"

    def ready(self) -> None:
        from talka.ground.ui import nav, waiting
        from talka.prevention.programmes import beside
        from talka.prevention.safety.queries.carried import carried
        from talka.prevention.safety.queries.waiting import SOURCES

        nav.register(
            nav.Item("safety", gettext_lazy("Safety"), "safety", order=65, wing="prevention")
        )
        waiting.register(*SOURCES)
        beside.register_carried("safety", carried)
