"""The options that commands which lint have in common, and what they amount to together with the configuration."""

import argparse
import os
from pathlib import Path

from xreg.publisher import config as configuration
from xreg.publisher.commands.sharing import add_engine_options
from xreg.publisher.config import Config
from xreg.publisher.linting import Options
from xreg.publisher.selection import Choice, chosen
from xreg.registry.asset_files import AssetSource
from xreg.registry.collect import Sources
from xreg.registry.networks.modes import ISOLATIONS, MODES, Isolation, Mode
from xreg.registry.repositories.given import clones, named_path
from xreg.registry.siblings.evidence import SiblingSource
from xreg.registry.user_cache import user_cache
from xreg.schema.errors import XregError

FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown")


def add_lint_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that choose rules, evidence and output."""
    rules = parser.add_argument_group("rules")
    for name, text in (
        ("--select", "the rules to check, by code, beginning of a code, or name"),
        ("--extend-select", "rules to check besides"),
        ("--ignore", "rules not to check"),
    ):
        rules.add_argument(name, action="append", default=[], metavar="RULE,…", help=text)
    rules.add_argument("--config", type=Path, metavar="FILE", help="this configuration, and no other")
    add_evidence_options(parser)
    output = parser.add_argument_group("output")
    output.add_argument("--output-format", choices=FORMATS, help="how findings are printed (default: full)")
    output.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours (default: auto)")
    parser.add_argument("--stdin-filename", default="-", metavar="PATH", help="the path of the card that is given as -")
    parser.add_argument("--no-cache", action="store_true", help="neither use nor keep what was found before")
    parser.add_argument("--jobs", type=_positive, metavar="N", help="processes at a time (default: one a processor)")
    add_engine_options(parser)


def add_evidence_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that say where evidence comes from."""
    evidence = parser.add_argument_group("evidence")
    help_text = "build and run the card's network, or take the record of an earlier run (default: auto)"
    evidence.add_argument("--network", choices=MODES, help=help_text)
    isolation_help = "require: run no network that cannot be kept from files, network and processes (default: auto)"
    evidence.add_argument("--isolation", choices=ISOLATIONS, help=isolation_help)
    evidence.add_argument("--asset", action="append", default=[], type=Path, metavar="FILE", help="the card's asset")
    evidence.add_argument("--assets", type=Path, metavar="DIR", help="a folder that holds assets under their own names")
    repository_help = "a local clone of a repository that cards link to, such as gitee.com/mindspore/models=../models"
    evidence.add_argument("--repository", action="append", default=[], metavar="NAME=PATH", help=repository_help)
    siblings_help = "a folder of other cards to compare with (default: the tree of assets that the card lies in)"
    evidence.add_argument("--siblings", type=Path, metavar="DIR", help=siblings_help)


def _positive(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"must be a number from 1, not {text!r}")
    return int(text)


def config_of(arguments: argparse.Namespace) -> Config:
    """The configuration that holds for this command."""
    given: Path | None = arguments.config
    return configuration.read(given) if given else configuration.find(Path.cwd())


def options_of(arguments: argparse.Namespace) -> tuple[Options, Config]:
    """What to lint by: the command line wins over the configuration."""
    config = config_of(arguments)
    select, extend, ignore = (_split(getattr(arguments, name)) for name in ("select", "extend_select", "ignore"))
    choice = Choice(select or config.select, (*config.extend_select, *extend), (*config.ignore, *ignore))
    here = (str(config.root.absolute()), str(Path.cwd())) if config.per_path else ("", "")
    options = Options(chosen(choice), config.per_path, here[0], sources(arguments, config), here[1])
    return options, config


def sources(arguments: argparse.Namespace, config: Config) -> Sources:
    """Where evidence comes from. Raises XregError for an asset that is no file, or a folder that is none."""
    for path in arguments.asset:
        if not path.is_file():
            raise XregError(f"--asset {path}: there is no such file: download the card's asset first")
    if arguments.assets and not arguments.assets.is_dir():
        raise XregError(f"--assets {arguments.assets}: there is no such folder")
    siblings = arguments.siblings or config.siblings
    if siblings and not siblings.is_dir():
        raise XregError(f"--siblings {siblings}: there is no such folder: name one that holds cards")
    cache = None if getattr(arguments, "no_cache", False) else user_cache()
    asset_source = AssetSource(tuple(arguments.asset), arguments.assets)
    mode: Mode = arguments.network or config.network or "auto"
    given = (*config.repositories, *map(named_path, arguments.repository))
    sibling_source = SiblingSource(os.path.normpath(siblings) if siblings else "")
    isolation: Isolation = getattr(arguments, "isolation", None) or config.isolation or "auto"
    return Sources(mode, cache, asset_source, sibling_source, clones(given), isolation)


def _split(values: list[str]) -> tuple[str, ...]:
    return tuple(item for value in values for item in value.split(",") if item.strip())
