from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class Teams(AppConfig):
    name = "talka.people.teams"
    label = "teams"

    def ready(self) -> None:
        from talka.ground.ui import nav

        nav.register(nav.Item("teams", gettext_lazy("Teams"), "teams", order=60, wing="people"))
