from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class Institutions(AppConfig):
    name = "talka.people.institutions"
    label = "institutions"

    def ready(self) -> None:
        from talka.ground.ui import nav

        nav.register_wing("people", gettext_lazy("People"))
        nav.register(
            nav.Item(
                "institutions",
                gettext_lazy("Institutions"),
                "institutions",
                order=63,
                wing="people",
            )
        )
