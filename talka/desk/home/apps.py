from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Home(AppConfig):
    name = "talka.desk.home"
    label = "home"

    def ready(self) -> None:
        from talka.ground.ui import nav

        nav.register(nav.Item("home", _("Whose turn"), "home", order=1))
