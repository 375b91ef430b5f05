"""`xreg import`: releases all cards of a tree that is laid out like the hub's, each linted, none of them verified."""

import argparse
import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from xreg.publisher import files
from xreg.publisher.batch import Card, default_jobs, in_chunks, siblings_of
from xreg.publisher.commands.options import sources
from xreg.publisher.commands.registry.common import add_output, add_registry, config_of, number
from xreg.publisher.config import Config
from xreg.publisher.drafting import IMPORTED, as_it_is, corrected, draft, not_seen
from xreg.publisher.linting import Options
from xreg.publisher.registries import location_of, open_or_make
from xreg.publisher.releases.lines import shown
from xreg.publisher.releases.records import as_json
from xreg.publisher.selection import Choice, chosen
from xreg.registry.store.trees import FoundCard, find_cards, import_cards
from xreg.registry.store.values import Draft, Imported
from xreg.schema.errors import XregError
from xreg.schema.findings import Applicability
from xreg.schema.release import Uid

_NOT_IMPORTED = 2


class Plan(NamedTuple):
    """How the cards of a tree become drafts: UID by path, what to lint by, which fixes, who publishes."""

    uids: dict[str, Uid]
    options: Options
    least: Applicability | None
    publisher: str


class Failed(NamedTuple):
    """A card of which no draft could be made: why."""

    path: str
    reason: str


def fill(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder that holds mshub_res/assets")
    fixing = parser.add_mutually_exclusive_group()
    fixing.add_argument("--fix", action="store_true", help="release the cards with safe fixes applied")
    fixing.add_argument("--unsafe-fixes", action="store_true", help="apply also fixes that rest on knowledge")
    parser.add_argument("--publisher", default="", metavar="NAME", help="who publishes (default: as each UID begins)")
    text = "processes at a time (default: one a processor)"
    parser.add_argument("--jobs", type=number, default=default_jobs(), metavar="N", help=text)
    add_registry(parser)
    add_output(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Imports; a card that cannot be imported is named with the reason, and does not stop the others."""
    config = config_of(arguments)
    found, nameless = find_cards(arguments.folder)
    cards, unread = _read([card for card in found if files.is_card(card.path.name)], arguments.folder)
    location = location_of(arguments.registry, config)
    open_or_make(location).close()  # whatever is wrong with it is better said before the work than after it
    plan = _plan(arguments, config, found)
    done = _publish(location, found, cards, plan, arguments.jobs)
    imported = done._replace(failed=(*nameless, *unread, *done.failed))
    _print(imported, arguments.output_format)
    return _NOT_IMPORTED if imported.failed else 0


def _read(found: list[FoundCard], root: Path) -> tuple[list[Card], list[tuple[str, str]]]:
    """The cards' bytes; a link that leads out of the tree is not followed."""
    cards, failed = [], []
    inside = os.path.realpath(root) + os.sep
    for item in found:
        path = str(item.path)
        try:
            if not os.path.realpath(path).startswith(inside):
                raise XregError(f"{path}: is a link to a file outside of the folder: put the card itself there")
            cards.append(Card(path, files.read(path)))
        except XregError as error:
            failed.append((path, str(error)))
    return cards, failed


def _plan(arguments: argparse.Namespace, config: Config, found: list[FoundCard]) -> Plan:
    """Networks are answered from their records alone: nothing is built, run or fetched."""
    asked = argparse.Namespace(asset=[], assets=None, siblings=None, repository=[], network="recorded")
    choice = Choice(config.select, config.extend_select, config.ignore)
    root = str(config.root) if config.per_path else ""
    options = Options(chosen(choice), config.per_path, root, sources(asked, config))
    least = Applicability.UNSAFE if arguments.unsafe_fixes else Applicability.SAFE if arguments.fix else None
    return Plan({str(card.path): card.uid for card in found}, options, least, arguments.publisher)


def _publish(location: str, found: list[FoundCard], cards: list[Card], plan: Plan, jobs: int) -> Imported:
    """Releases the drafts as they are made. Processes are forked before the registry is opened."""
    readable = {card.path for card in cards}
    with siblings_of(cards, plan.options):
        drafts = _started(in_chunks(_drafts, cards, plan, jobs))
        with open_or_make(location) as registry:
            wanted = (card for card in found if str(card.path) in readable)
            return import_cards(wanted, lambda _uid, _path: _taken(next(drafts)), registry.publish_all)


def _started(drafts: Iterator[Draft | Failed]) -> Iterator[Draft | Failed]:
    first = next(drafts, None)
    return iter(()) if first is None else chain([first], drafts)


def _taken(made: Draft | Failed) -> Draft:
    if isinstance(made, Failed):
        raise XregError(made.reason)
    return made


def _drafts(cards: list[Card], plan: Plan) -> list[Draft | Failed]:
    with siblings_of(cards, plan.options):
        return [_draft(card, plan) for card in cards]


def _draft(card: Card, plan: Plan) -> Draft | Failed:
    uid = plan.uids[card.path]
    try:
        made = corrected(card, plan.options, plan.least) if plan.least else as_it_is(card, plan.options)
        if made.refused:
            return Failed(card.path, f"{card.path}: cannot be corrected: {made.refused}: import it without --fix")
        return draft(uid, made, plan.publisher or uid.publisher, not_seen(made.linted.document, IMPORTED))
    except XregError as error:
        return Failed(card.path, f"{card.path}: {error}")


def _print(imported: Imported, output_format: str) -> None:
    if output_format == "json":
        failed = [{"path": path, "reason": reason} for path, reason in imported.failed]
        sys.stdout.write(as_json({"new": imported.new, "same": imported.same, "failed": failed}))
        return
    for path, reason in imported.failed:
        print(f"xreg: {shown(path)} was not imported: {shown(reason)}", file=sys.stderr)
    total = imported.new + imported.same
    cards = "card" if total == 1 else "cards"
    same = f", {imported.same:,} the same as before" if imported.same else ""
    failed_said = f", {len(imported.failed):,} not imported" if imported.failed else ""
    print(f"imported {total:,} {cards}, not verified: {imported.new:,} new{same}{failed_said}")
