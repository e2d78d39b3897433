from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class Activities(AppConfig):
    name = "talka.prevention.activities"
    label = "activities"

    def ready(self) -> None:
        from talka.ground.ui import nav, waiting
        from talka.prevention.activities.queries.waiting import SOURCES
        from talka.prevention.programmes import beside

        nav.register(
            nav.Item(
                "activities",
                gettext_lazy("Activities"),
                "activities",
                order=63,
                wing="prevention",
                under=("/indicators/",),
            )
        )
        beside.register(
            beside.Page("activities", gettext_lazy("What was done"), "measure_activities", order=1)
        )
        waiting.register(*SOURCES)
