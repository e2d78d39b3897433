from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Sharing(AppConfig):
    name = "talka.casework.sharing"
    label = "sharing"

    def ready(self) -> None:
        from talka.casework.cases.parts import Part, register
        from talka.casework.cases.rules import TEAM_ROLES
        from talka.casework.sharing import policy
        from talka.ground.ui import nav

        for code, label, verb, kinds, order in (
            ("information", _("Information"), policy.SEE_INFORMATION, {"information"}, 30),
            ("consents", _("Consents"), policy.SEE_CONSENTS, {"consent"}, 40),
            ("referrals", _("Referrals"), policy.SEE_REFERRALS, {"referral"}, 50),
        ):
            register(Part(code, label, code, verb, frozenset(kinds), order))
        nav.register(
            nav.Item(
                "referral_inbox",
                _("Referrals"),
                "referral_inbox",
                TEAM_ROLES,
                20,
                under=("/referral/",),
            )
        )
