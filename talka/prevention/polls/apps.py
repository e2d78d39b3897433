from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class Polls(AppConfig):
    name = "talka.prevention.polls"
    label = "polls"

    def ready(self) -> None:
        from talka.ground.ui import nav, waiting
        from talka.prevention.polls import tasks  # noqa: F401
        from talka.prevention.polls.queries.waiting import SOURCES

        nav.register(nav.Item("polls", gettext_lazy("Polls"), "polls", order=67, wing="prevention"))
        waiting.register(*SOURCES)
