"""Makes what is generated in this repository: python docs/make.py [--check]

docs/rules.md from the rules' docstrings, docs/output.svg from a real run of `xreg lint`, and the JSON Schema beside the
pydantic models. With --check it changes nothing and fails where a file is not current.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
SVG = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
WIDTH = 118
PICTURED = ("lint", "cards/xception.md", "--select", "XR301,XR501,XR211", "--network", "recorded", "--color", "always")


def rules_page() -> str:
    """All rules' pages, with a table of contents."""
    from xreg.publisher.commands.rules import page_of
    from xreg.schema.rules.all import RULES

    head = "# Rules\n\nMade by `python docs/make.py` from the rules' own docstrings; `xreg rule XR301` prints one.\n\n"
    rows = [
        f"| [{rule.code}](#{rule.code.lower()}-{rule.name}) | {rule.name} | {rule.severity.value} "
        f"| {rule.fixes.value if rule.fixes else '-'} | {rule.summary} |"
        for rule in RULES
    ]
    table = "\n".join(["| code | name | severity | fix | |", "|---|---|---|---|---|", *rows])
    return head + table + "\n\n" + "\n".join(page_of(rule) for rule in RULES)


def schema() -> str:
    """The JSON Schema of the front matter."""
    from xreg.schema.front_matter import json_schema

    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def picture() -> str:
    """What a real run prints, as a picture."""
    from rich.console import Console
    from rich.text import Text

    command = [sys.executable, "-m", "xreg", *PICTURED]
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "COLUMNS": str(WIDTH), "XREG_CACHE_DIR": folder}
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 1:
        raise SystemExit(f"xreg lint ended with {done.returncode}: {done.stderr}")
    console = Console(record=True, width=WIDTH, file=open("/dev/null", "w"), color_system="truecolor")  # noqa: PTH123, SIM115
    console.print(Text.from_ansi("$ xreg lint cards/xception.md\n" + done.stdout), soft_wrap=False)
    svg = console.export_svg(title="xreg lint cards/xception.md", code_format=SVG, unique_id="xreg")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


MADE: dict[str, Callable[[], str]] = {
    "schema/front-matter.schema.json": schema,
    "docs/rules.md": rules_page,
    "docs/output.svg": picture,
}


def main() -> int:
    """Makes or checks all files; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only tell which files are not current")
    check = parser.parse_args().check
    stale = 0
    for name, make in MADE.items():
        path, made = ROOT / name, make()
        if path.is_file() and path.read_text(encoding="utf-8") == made:
            continue
        stale += 1
        if check:
            print(f"{name} is not current: run `python docs/make.py`")
        else:
            path.write_text(made, encoding="utf-8")
            print(f"made {name}")
    return int(check and stale > 0)


if __name__ == "__main__":
    sys.exit(main())
