"""`talka serve` and `talka work`: stateless processes over one home."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from talka.command.engine import database, progress
from talka.ground.kernel.home import Home


def web_command(bind: str, port: int, workers: int) -> list[str]:
    """gunicorn with twelve threads a worker: passwords hash outside Python's lock, and
    some of them wait in the lane of public questions. The recycled
    worker keeps memory flat; its log holds no addresses and no query strings."""
    return [
        sys.executable, "-m", "gunicorn", "talka.wsgi:application",
        "--bind", f"{bind}:{port}", "--workers", str(workers), "--threads", "12",
        "--worker-class", "gthread", "--timeout", "60", "--graceful-timeout", "10",
        "--max-requests", "20000", "--max-requests-jitter", "2000", "--preload",
        "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [sys.executable, "-c", "from talka.ground.jobs.worker import main; main()"]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "talka.settings", **more}


def serve(given: argparse.Namespace) -> int:
    home = Home.from_environment()
    with database(home, progress()):
        command = web_command(given.bind, given.port, given.workers)
        return subprocess.run(command, env=environment(), check=False).returncode


def work(given: argparse.Namespace) -> int:
    home = Home.from_environment()
    with database(home, progress()):
        env = environment(TALKA_WORKER="1")
        return subprocess.run(worker_command(), env=env, check=False).returncode
