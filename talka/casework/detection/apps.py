from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Detection(AppConfig):
    name = "talka.casework.detection"
    label = "detection"

    def ready(self) -> None:
        from talka.casework.cases.parts import Part, register
        from talka.casework.detection import policy
        from talka.casework.detection.rules import SIGNAL_ROLES
        from talka.ground.ui import nav

        kinds = frozenset({"signal", "screening"})
        register(
            Part("signal", _("Signal and screening"), "case_signal", policy.SEE_STORY, kinds, 10)
        )
        register(
            Part(
                "statuses",
                _("What each body says"),
                "case_statuses",
                policy.SEE_STATUS,
                frozenset({"assertion"}),
                20,
            )
        )
        nav.register(
            nav.Item("signals", _("Signals"), "signals", SIGNAL_ROLES, 10, under=("/screening/",))
        )
        nav.register(nav.Item("signal_new", _("New signal"), "signal_new", SIGNAL_ROLES, order=11))
