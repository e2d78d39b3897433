from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class Accounts(AppConfig):
    name = "talka.people.accounts"
    label = "accounts"

    def ready(self) -> None:
        from talka.ground.ui import nav
        from talka.people.accounts import signals  # noqa: F401

        nav.register(nav.Item("colleagues", gettext_lazy("Colleagues"), "colleagues", order=84))
        nav.register(nav.Item("card", gettext_lazy("My card"), "card", order=95))
