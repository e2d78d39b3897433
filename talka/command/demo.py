"""`talka demo`: one command from nothing to six teams at work.

Prints one JSON line (url, database, accounts) and serves until interrupted. A second start keeps
the data. A demo whose making was cut short is made anew: only a finished one has
`secrets/demo.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from typing import Any

from talka.command.engine import database, progress, revive
from talka.command.serving import end, environment, stopping, web_command, worker_command
from talka.command.setup import prepare
from talka.ground.kernel.home import Home

MARK = "talka-demo"


def run(given: argparse.Namespace) -> int:
    os.environ["TALKA_DEMO"] = "1"
    home = Home.from_environment()
    say = progress()
    if given.fresh:
        _throw_away(home)
    home.path.mkdir(parents=True, exist_ok=True)
    (home.path / MARK).touch()
    _refuse_taken(given.port)
    with stopping(), database(home, say) as admin:
        if not (home.path / "secrets" / "demo.json").exists():
            _forget_half_made(home, admin, say)
        prepare(home, admin, say)
        told = _told(home, given.port, say)
        _serve(home, told, given.port, say)
    return 0


def _throw_away(home: Home) -> None:
    """Only a directory that a demo made, and only while nothing runs in it."""
    if not home.path.exists():
        return
    if not (home.path / MARK).exists():
        raise SystemExit(f"{home.path} was not made by a demo: not throwing it away")
    from talka.command.engine import cluster_of, is_given

    if not is_given():
        cluster_of(home).discard()
    shutil.rmtree(home.path)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise SystemExit(f"port {port} is taken: choose another with PORT=… (--port)")


def _forget_half_made(home: Home, admin: dict[str, Any], say: Callable[[str], None]) -> None:
    """Drop what an interrupted making left behind; a fresh home has nothing to drop."""
    import psycopg

    with psycopg.connect(**{**admin, "autocommit": True}) as db:
        if db.execute("SELECT 1 FROM pg_database WHERE datname = 'talka'").fetchone():
            say("an unfinished demo is made anew")
            db.execute("DROP DATABASE talka WITH (FORCE)")


def _told(home: Home, port: int, say: Callable[[str], None]) -> dict[str, Any]:
    """What the JSON line says; seeds on the first start."""
    kept = home.path / "secrets" / "demo.json"
    if kept.exists():
        accounts = json.loads(kept.read_text())
    else:
        from talka.command.seeding import seed

        accounts = seed(say)
        told = json.dumps(accounts, ensure_ascii=False, indent=1)
        home.write_secret(told, "secrets", "demo.json")
    return {
        "url": f"http://127.0.0.1:{port}/",
        "database": _address(home.database()),
        "accounts": accounts,
    }


def _address(place: dict[str, Any]) -> str:
    """Where the database is, as the runtime role reaches it."""
    who = f"talka_app:{place['passwords']['talka_app']}"
    host, port, name = place["host"], place["port"], place["name"]
    if host.startswith("/"):
        return f"postgresql://{who}@/{name}?host={host}&port={port}"
    return f"postgresql://{who}@{host}:{port}/{name}"


def _serve(home: Home, told: dict[str, Any], port: int, say: Callable[[str], None]) -> None:
    """Web and worker processes and their database, each started again when it dies, until
    interrupted."""
    say("starting the web and worker processes")
    commands = {"web": web_command("127.0.0.1", port, 2), "worker": worker_command()}
    extra = {"web": environment(), "worker": environment(TALKA_WORKER="1")}
    running = {name: _start(command, extra[name]) for name, command in commands.items()}
    try:
        _await(told["url"])
        print(json.dumps(told, ensure_ascii=False), flush=True)
        say(f"open {told['url']}   (Ctrl-C stops)")
        while True:
            time.sleep(0.5)
            revive(home, say)
            for name, process in running.items():
                if process.poll() is not None:
                    say(f"{name} stopped, starting it again")
                    running[name] = _start(commands[name], extra[name])
    except KeyboardInterrupt:
        say("stopping")
    finally:
        end(running.values())


def _start(command: list[str], env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=env, stdout=sys.stderr, start_new_session=True)


def _await(url: str, seconds: int = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}public/", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the web process did not answer within a minute; see the messages above")
