"""The commands that read and keep a registry, one a module: each has `fill(parser)` and a function that runs it."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

# Each command's module is imported when it is the one that is run: linting one card pays for none of them.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "publish": ("publish", "release corrected cards, with assets that were really checked"),
    "verify": ("verify", "check the assets of cards or releases, and publish nothing"),
    "list": ("listing", "list the releases of a registry"),
    "search": ("searching", "find releases by words"),
    "show": ("showing", "show a release: its claims with the evidence, its assets, who signed it"),
    "history": ("history", "list all releases of a model"),
    "diff": ("differing", "show which claims and assets differ between two releases"),
    "pull": ("pulling", "copy a release's card and assets into a folder"),
    "yank": ("yanking", "take a release out of search, with a reason"),
    "check": ("checking", "hold every byte of a registry against its digest"),
    "export": ("exporting", "write all cards as the hub's own tree"),
    "import": ("importing", "release all cards of a tree that is laid out like the hub's"),
    "key": ("keys", "make a key for signing, or show it"),
}


def add(commands: Any, wanted: str) -> None:
    """Adds the commands to the parser, the wanted one with all that it takes; none where another one is wanted."""
    if wanted in commands.choices:
        return
    for name, (module, text) in COMMANDS.items():
        parser = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        if name == wanted:
            import_module(f"{__name__}.{module}").fill(parser)
