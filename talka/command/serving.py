"""`talka serve` and `talka work`: stateless processes over one home."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from talka.command.engine import database, progress, revive, set_up
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
    command = web_command(given.bind, given.port, given.workers)
    return _one(command, environment())


def work(given: argparse.Namespace) -> int:
    return _one(worker_command(), environment(TALKA_WORKER="1"))


def _one(command: list[str], env: dict[str, str]) -> int:
    """Run one process until it ends or we are told to stop; its exit code."""
    home, say = set_up(Home.from_environment()), progress()
    with stopping(), database(home, say):
        process = subprocess.Popen(command, env=env, start_new_session=True)
        try:
            while process.poll() is None:
                time.sleep(0.5)
                revive(home, say)
        except KeyboardInterrupt:
            pass
        finally:
            end([process])
        return process.returncode


@contextmanager
def stopping() -> Iterator[None]:
    """SIGTERM is heard as Ctrl-C."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def end(processes: Iterable[subprocess.Popen[bytes]], patience: int = 15) -> None:
    """Ask them to stop, wait, and kill who does not. A second Ctrl-C changes nothing: else the
    database would be stopped under processes that still work."""
    for heard in (signal.SIGINT, signal.SIGTERM):
        signal.signal(heard, signal.SIG_IGN)
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
