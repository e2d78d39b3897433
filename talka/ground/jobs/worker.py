"""The worker process: takes jobs out of the queue as its own role, at least once each.

A job that a killed worker held is taken up again: the heart of a worker beats into the database,
and a periodic job returns what a silent one left (see `jobs.py`).
"""

from __future__ import annotations

import asyncio
import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.settings")
    os.environ["TALKA_WORKER"] = "1"
    import django

    django.setup()
    from procrastinate.contrib.django import app

    async def work() -> None:
        async with app.open_async():
            await app.run_worker_async(
                concurrency=2, shutdown_graceful_timeout=10, install_signal_handlers=True
            )

    # The pages' connector speaks only inside a request's transaction; the worker has its own.
    own = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(own):
        asyncio.run(work())


if __name__ == "__main__":
    main()
