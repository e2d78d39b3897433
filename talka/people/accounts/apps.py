from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class Accounts(AppConfig):
    name = "talka.people.accounts"
    label = "accounts"

    def ready(self) -> None:
        from talka.ground.ui import nav
        from talka.people.accounts import signals  # noqa: F401

        colleagues, card = gettext_lazy("Colleagues"), gettext_lazy("My card")
        nav.register(nav.Item("colleagues", colleagues, "colleagues", order=62, wing="people"))
        nav.register(nav.Item("card", card, "card", order=64, wing="people"))
