from django.apps import AppConfig


class Accounts(AppConfig):
    name = "talka.people.accounts"
    label = "accounts"
