"""The command `talka`. Each subcommand is a function in its own module; this file only reads
the words and sets TALKA_HOME before Django wakes up."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from talka.ground.kernel.errors import Absent, Broken, Refused


def _within(least: int, most: int) -> Callable[[str], int]:
    """A whole number in these bounds; argparse says the rest, exit code 2."""

    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text[:9]) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no number from {least} to {most}")
        return int(text)

    return number


_port, _year = _within(1, 65_535), _within(1900, 2999)


def words() -> argparse.ArgumentParser:
    """Every subcommand and its options; `run` names the module and function."""
    top = argparse.ArgumentParser(prog="talka", description=__doc__)
    top.add_argument("--dir", dest="top_dir", type=Path, help="TALKA_HOME for this command")
    sub = top.add_subparsers(dest="command", required=True)

    def command(name: str, run: str, help_text: str) -> argparse.ArgumentParser:
        one = sub.add_parser(name, help=help_text, description=help_text)
        one.add_argument("--dir", type=Path, help="TALKA_HOME for this command")
        one.set_defaults(run=run)
        return one

    setup = command("setup", "setup:run", "make roles, tables, policies, first administrator")
    setup.add_argument("--email", default="admin@localhost.localdomain")
    serve = command("serve", "serving:serve", "answer requests (gunicorn, several workers)")
    serve.add_argument("--port", type=_port, default=8000)
    serve.add_argument("--bind", default="127.0.0.1")
    serve.add_argument("--workers", type=int, default=2)
    command("work", "serving:work", "do the waiting jobs")
    demo = command("demo", "demo:run", "a working system with six teams and forty cases")
    demo.add_argument("--port", type=_port, default=8000)
    demo.add_argument("--fresh", action="store_true", help="throw the old demo away first")
    command(
        "check", "check:run", "are roles, policies, migrations, pack and audit as they should be"
    )
    bench = command("bench", "bench:run", "measure, as ratios within one run")
    bench.add_argument("--quick", action="store_true")
    bench.add_argument("--scale", default="full", choices=["full", "quick", "tiny"])
    bench.add_argument("--json", action="store_true")
    audit = command("audit", "audit:run", "the trail")
    audit.add_argument("what", choices=["verify"])
    _tables(command)
    return top


def _tables(command: object) -> None:
    """The two subcommands that read and give back tables of people."""
    intake = command("intake", "intake:run", "carry the people of a published table in")  # type: ignore[operator]
    intake.add_argument("file", type=Path)
    intake.add_argument("--words", type=Path, help="column,word,code: what the table's words mean")
    intake.add_argument(
        "--on", help="day of the referrals; else the quarter in the file's name; else today"
    )
    intake.add_argument("--partial", action="store_true", help="the totals cover more than is here")
    intake.add_argument("--municipality", help="where the people are met (LAU code)")
    figures = command("figures", "figures:run", "counts of people in a year")  # type: ignore[operator]
    figures.add_argument("--year", type=_year, required=True)
    figures.add_argument("--by", default="exploitation,age,gender,citizenship")
    figures.add_argument("--words", type=Path)
    figures.add_argument("--json", action="store_true")
    figures.add_argument("--new", action="store_true", help="only people new in the year")


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code: 0 well, 1 something is not as it should be, 2 the words were wrong."""
    given = words().parse_args(argv)
    home = given.dir or given.top_dir
    if home:
        os.environ["TALKA_HOME"] = str(Path(home).resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.settings")
    module, _, function = given.run.partition(":")
    run = getattr(import_module(f"talka.command.{module}"), function)
    try:
        return int(run(given) or 0)
    except (Broken, Refused, Absent) as fault:
        print(f"talka {given.command}: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
