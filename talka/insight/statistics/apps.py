from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Statistics(AppConfig):
    name = "talka.insight.statistics"
    label = "statistics"

    def ready(self) -> None:
        from talka.ground.ui import nav
        from talka.insight.statistics.queries import EXACT_ROLES

        nav.register(nav.Item("figures", _("Figures"), "figures", EXACT_ROLES, 70))
