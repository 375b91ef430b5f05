"""`xreg publish`: releases corrected cards, with assets that were really checked."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from xreg.publisher import files
from xreg.publisher.batch import Card
from xreg.publisher.commands.options import sources
from xreg.publisher.commands.registry.common import FAILED, add_output, add_registry, config_of
from xreg.publisher.commands.registry.verify_options import add_verify_options, report_lines, settings_of
from xreg.publisher.config import Config
from xreg.publisher.drafting import Corrected, as_it_is, corrected, uid_of
from xreg.publisher.files import InputError
from xreg.publisher.linting import Options
from xreg.publisher.output import style_of
from xreg.publisher.progress import progress
from xreg.publisher.publishing import Made, Sign, Verify, make
from xreg.publisher.registries import location_of, open_or_make
from xreg.publisher.releases.lines import shown, state_word
from xreg.publisher.releases.records import as_json, release_record
from xreg.publisher.reports.style import Style
from xreg.publisher.selection import Choice, chosen
from xreg.publisher.verifying.card import Outcome, verify_card
from xreg.publisher.verifying.reporting import report_json
from xreg.registry.store.opening import user_registry
from xreg.registry.store.registry import Registry
from xreg.registry.store.values import Published
from xreg.schema.document import Document
from xreg.schema.errors import XregError
from xreg.schema.findings import Applicability, Finding
from xreg.schema.release import Uid


class Receipt(NamedTuple):
    """What became of a card: what was made of it, and its release where there is one. `location` is the registry's."""

    made: Made
    published: Published | None
    location: str


def fill(parser: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    parser.add_argument("cards", nargs="*", metavar="CARD", help="cards or folders (default: those of [tool.xreg])")
    parser.add_argument("--verify-asset", action="store_true", help="fetch and verify each asset, or refuse")
    parser.add_argument("--sign", type=Path, metavar="KEY", help="sign the release with this key: see xreg key new")
    parser.add_argument("--dry-run", action="store_true", help="do all of it but the release")
    parser.add_argument("--uid", help="publisher/version/name, for a card whose place does not say it")
    parser.add_argument("--publisher", metavar="NAME", help="who releases it (default: the publisher of the UID)")
    fixing = parser.add_argument_group("fixing")
    fixing.add_argument("--fix", action="store_true", help="apply safe fixes to the released copy")
    fixing.add_argument("--unsafe-fixes", action="store_true", help="apply also fixes that rest on knowledge")
    add_verify_options(parser)
    add_registry(parser)
    add_output(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Releases each card by itself, and prints its receipt; 1 where one was refused, 2 where one cannot be read."""
    config = config_of(arguments)
    _refuse_contradictions(arguments)
    sign = _sign(arguments.sign)
    found = list(files.cards(arguments.cards or _configured(config)))
    wrong = [item for item in found if isinstance(item, InputError)]
    paths = [item for item in found if isinstance(item, str)]
    if arguments.uid and len(paths) != 1:
        raise XregError(f"--uid names one release, and there are {len(paths)} cards: publish them one by one")
    receipts = _released(paths, arguments, config, sign)
    _print(receipts, arguments)
    for error in wrong:
        print(f"xreg: {error}", file=sys.stderr)
    refused = any(receipt.made.refused for receipt in receipts)
    return 2 if wrong else FAILED if refused else 0


def _refuse_contradictions(arguments: argparse.Namespace) -> None:
    if arguments.sign and not arguments.verify_asset:
        raise XregError("only what was verified can be signed: give --verify-asset with --sign")


def _configured(config: Config) -> list[str]:
    if not config.cards:
        raise XregError("there is nothing to publish: name cards, or list them under `cards` in [tool.xreg]")
    return [str(config.root / card) for card in config.cards]


def _sign(path: Path | None) -> Sign | None:
    """What signs a release; the key is opened before anything is fetched."""
    if not path:
        return None
    from xreg.registry.signing.password import open_key
    from xreg.registry.signing.signing import sign
    from xreg.registry.signing.statement import statement_of

    key = open_key(path)
    return lambda release, report: sign(statement_of(release, report), key)


def _released(paths: list[str], arguments: argparse.Namespace, config: Config, sign: Sign | None) -> list[Receipt]:
    location = location_of(arguments.registry, config)
    if arguments.dry_run:
        return [Receipt(_made(path, arguments, config, None, None), None, "") for path in paths]
    receipts = []
    with open_or_make(location) as registry:
        for path in paths:
            made = _made(path, arguments, config, sign, registry)
            published = registry.publish(made.draft) if made.draft else None
            receipts.append(Receipt(made, published, location or str(user_registry())))
    return receipts


def _made(
    path: str, arguments: argparse.Namespace, config: Config, sign: Sign | None, registry: Registry | None
) -> Made:
    uid = Uid.parse(arguments.uid) if arguments.uid else uid_of(path)
    card = _corrected(Card(path, files.read(path)), arguments, config)
    verify = _verify(arguments, config, registry) if arguments.verify_asset else None
    return make(uid, card, arguments.publisher or uid.publisher, verify, sign)


def _corrected(card: Card, arguments: argparse.Namespace, config: Config) -> Corrected:
    rules = chosen(Choice(config.select, config.extend_select, config.ignore))
    options = Options(rules, config.per_path, str(config.root) if config.per_path else "", sources(arguments, config))
    if not (arguments.fix or arguments.unsafe_fixes):
        return as_it_is(card, options)
    return corrected(card, options, Applicability.UNSAFE if arguments.unsafe_fixes else Applicability.SAFE)


def _verify(arguments: argparse.Namespace, config: Config, registry: Registry | None) -> Verify:
    def verify(document: Document) -> tuple[Outcome, ...]:
        if not sys.stderr.isatty():
            for asset in document.assets:
                print(f"xreg: verifying {shown(asset.link or asset.file_name)}", file=sys.stderr)
        with progress(None, "B") as bar:
            return verify_card(document, settings_of(arguments, config, document, registry), bar)

    return verify


def _print(receipts: list[Receipt], arguments: argparse.Namespace) -> None:
    if arguments.output_format == "json":
        sys.stdout.write(as_json([_record(receipt) for receipt in receipts]))
        return
    style = style_of(arguments)
    for receipt in receipts:
        sys.stdout.writelines(_lines(receipt, style))


def _lines(receipt: Receipt, style: Style) -> Iterator[str]:
    made = receipt.made
    if made.refused:
        yield f"{made.uid}  {style.paint('error', 'refused')}: {shown(made.refused)}\n"
        yield from _error_lines(made)
    elif receipt.published:
        release = receipt.published.release
        what = "released" if receipt.published.new else "is released already, nothing was written"
        yield f"{release.name}  {what}, {state_word(release.state, style)}\n"
        yield f"  card: {release.card}, as given {release.raw}\n"
    elif made.draft:
        yield f"{made.uid}  would be released, {state_word(made.draft.state, style)}\n"
    yield from _fix_lines(made.card.applied)
    yield from report_lines(made.reports, style)
    if receipt.published:
        signed = receipt.published.release.attestation
        yield f"  {f'signed: {signed}' if signed else 'not signed'}\n"
        yield f"  registry: {shown(receipt.location)}\n"


def _error_lines(made: Made) -> Iterator[str]:
    text = made.card.linted.document.text
    for finding in made.errors:
        row = text.location(finding.span.start).row
        fix = f" ({finding.fix.applicability.value} fix: {finding.fix.message})" if finding.fix else " (no fix)"
        yield f"  {shown(made.card.path)}:{row}: {finding.code} {finding.name}: {shown(finding.message)}{shown(fix)}\n"


def _fix_lines(applied: tuple[Finding, ...]) -> Iterator[str]:
    if applied:
        codes = ", ".join(sorted({finding.code for finding in applied}))
        yield f"  fixed on the released copy: {len(applied)} ({codes})\n"


def _record(receipt: Receipt) -> dict[str, Any]:
    made = receipt.made
    return {
        "filename": made.card.path,
        "uid": str(made.uid),
        "released": bool(receipt.published),
        "new": bool(receipt.published and receipt.published.new),
        "refused": made.refused or None,
        "errors": [{"code": item.code, "name": item.name, "message": item.message} for item in made.errors],
        "fixed": [item.code for item in made.card.applied],
        "assets": [report_json(report) for report in made.reports],
        "release": release_record(receipt.published.release) if receipt.published else None,
    }
