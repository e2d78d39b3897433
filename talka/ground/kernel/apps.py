from django.apps import AppConfig
from django.db.backends.signals import connection_created


class Kernel(AppConfig):
    name = "talka.ground.kernel"
    label = "kernel"

    def ready(self) -> None:
        from talka.ground.kernel import lookups
        from talka.ground.kernel.begun import guard

        lookups.register()
        connection_created.connect(guard, dispatch_uid="talka.begun")
