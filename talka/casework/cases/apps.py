from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Cases(AppConfig):
    name = "talka.casework.cases"
    label = "cases"

    def ready(self) -> None:
        from talka.casework.cases import parts, policy
        from talka.casework.cases.rules import TEAM_ROLES
        from talka.ground.ui import nav

        nav.register(nav.Item("cases", _("Cases"), "cases", TEAM_ROLES, order=5, under=("/case/",)))
        nav.register(
            nav.Item(
                "conflicts", _("Conflicts of interest"), "conflicts", frozenset({"supervisor"}), 62
            )
        )
        parts.register(
            parts.Part("profile", _("Coded facts"), "profile", policy.SEE, frozenset({"signal"}), 5)
        )
        parts.register(
            parts.Part(
                "identity",
                _("Identity"),
                "identity",
                policy.SEE_IDENTITY,
                frozenset({"identity"}),
                6,
            )
        )
