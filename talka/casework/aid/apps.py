from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Aid(AppConfig):
    name = "talka.casework.aid"
    label = "aid"

    def ready(self) -> None:
        from talka.casework.aid import policy
        from talka.casework.cases.parts import Part, register

        for code, label, verb, kinds, order in (
            ("risk", _("Risk"), policy.SEE_RISK, {"risk"}, 60),
            ("contact", _("Safe contact"), policy.SEE_CONTACT, {"contact_rules"}, 65),
            ("needs", _("Needs"), policy.SEE_NEEDS, {"needs"}, 70),
            ("plan", _("Plan"), policy.SEE_PLAN, {"plan"}, 80),
            ("services", _("Services"), policy.SEE_SERVICES, {"service"}, 90),
            ("notes", _("Notes"), policy.SEE_NOTES, {"note", "monitoring"}, 100),
            ("files", _("Files"), policy.SEE_FILES, {"file"}, 110),
            ("closure", _("Closure"), policy.SEE_CLOSURE, {"closure"}, 120),
        ):
            register(Part(code, label, code, verb, frozenset(kinds), order))
