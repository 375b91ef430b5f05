"""`xreg schema`: the JSON Schema of the front matter."""

import argparse
import json
from typing import Any


def add(commands: Any) -> None:
    """Adds the command to the parser."""
    text = "print the JSON Schema (draft 2020-12) of a card's front matter"
    commands.add_parser("schema", help=text, description=f"{text}.").set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Prints the schema."""
    from xreg.schema.front_matter import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0
