"""The command line. The only place that catches: what a user can act on ends with 2, a defect of xreg with 3."""

import argparse
import os
import sys
from collections.abc import Sequence
from enum import IntEnum
from typing import NoReturn

from xreg import __version__
from xreg.publisher.commands import knowledge, lint, network, registry, render, report, rules, schema
from xreg.schema.errors import XregError


class Exit(IntEnum):
    """What the program's exit code says."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    BUG = 3
    INTERRUPTED = 130


class _Parser(argparse.ArgumentParser):
    """Says on a wrong command line how to get help, in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(Exit.USAGE, f"xreg: {message}: see `{self.prog} --help`\n")


def parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the whole command line; of commands that take long to import, it knows all about the one given."""
    top = _Parser(prog="xreg", description="Finds, proves and corrects what is wrong in MindSpore Hub model cards.")
    top.add_argument("--version", action="version", version=f"xreg {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in (lint, report, render, rules, schema, knowledge, network):
        module.add(commands)
    registry.add(commands, next(iter(argv), ""))
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Runs xreg; returns its exit code."""
    try:
        given = sys.argv[1:] if argv is None else argv
        arguments = parser(given).parse_args(given)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except XregError as error:
        print(f"xreg: {error}", file=sys.stderr)
        return Exit.USAGE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough; without this the interpreter complains when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.CLEAN
    except Exception:
        import traceback

        traceback.print_exc()
        print("xreg: this is a defect of xreg: please report it with the lines above", file=sys.stderr)
        return Exit.BUG


def run() -> NoReturn:
    """The program `xreg`."""
    sys.exit(main())
