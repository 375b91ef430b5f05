"""The calls to try for a network, in order: the card's own, then those that its repository's evidence suggests.

How the repository's own scripts (`export.py`, `eval.py`) call the same function is the best evidence; then come its
configuration files and, for the number of classes, the card's dataset. Nothing is guessed: a call for which a required
argument has no source is not made.
"""

import ast
from collections.abc import Iterator
from typing import Any

from xreg.registry.networks.providers.entry import Entry, Link
from xreg.registry.networks.providers.literals import Dtype, Reference, UnknownError
from xreg.registry.networks.providers.protocol import tellable
from xreg.registry.networks.providers.reading import Handed, written
from xreg.registry.networks.providers.scripts import Folder, Script
from xreg.schema.network import Supplied
from xreg.schema.rules.load_arguments import CLASS_COUNTS
from xreg.schema.signature import Signature

Call = tuple[Supplied, ...]
FIRST_SCRIPTS = ("export.py", "eval.py", "infer.py", "predict.py", "test.py", "train.py")
MOST_SCRIPTS, MOST_CALLS = 16, 5
_CONFIGS = frozenset({"config", "cfg", "args", "opt", "hparams", "params", "net_config", "configs", "args_opt"})
_MAKERS = ("src.model_utils.config", "model_utils.config", "src.config", "config", "src.utils.config", "src.configs")


class Dataset:
    """The number of classes of the card's dataset, and where that is known from."""

    def __init__(self, classes: int | None = None, source: str = "") -> None:
        self.classes, self.source = classes, source


def calls_for(folder: Folder, entry: Entry, own: Call, dataset: Dataset) -> tuple[Call, ...]:
    """The calls, the card's own first; each other one gives what that does, and more."""
    given = {each.name for each in own}
    found: list[Call] = [own]
    scripted = list(script_calls(folder, entry))
    for call in scripted:
        found.append((*own, *(each for each in call if each.name not in given)))
    if required := _required(folder, entry, own, next(iter(scripted), ()), dataset):
        found.append((*own, *required))
    if any(each.name.startswith("#") for each in own):
        found = [each for each in found if not _twice(each, entry.signature)]
    unique = {tuple((each.name, each.value) for each in call): call for call in reversed(found)}
    return tuple(call for call in found if any(call is each for each in unique.values()))[:MOST_CALLS]


def _twice(call: Call, signature: Signature | None) -> bool:
    """Whether an argument is given by place and by name."""
    places = sum(each.name.startswith("#") for each in call)
    taken = {each.name for each in signature.places[:places]} if signature else set[str]()
    return any(each.name in taken for each in call)


def scripts(folder: Folder) -> Iterator[Script]:
    """The scripts of the folder, those that export and evaluate first."""
    names = folder.source.files("")
    others = sorted(name for name in names if name.endswith(".py") and name not in FIRST_SCRIPTS)
    for name in [*(each for each in FIRST_SCRIPTS if each in names), *others][:MOST_SCRIPTS]:
        if script := folder.script(name):
            yield script


def script_calls(folder: Folder, entry: Entry) -> Iterator[Call]:
    """What the scripts give to the functions that the hub file's arguments reach, each call once."""
    seen = set[tuple[tuple[str, str], ...]]()
    links = [(link, link.parameters) for link in entry.links]
    for script in scripts(folder):
        for call in script.calls():
            for link, names in links:
                if not isinstance(call.func, ast.Name) or not _same(script, call.func.id, link):
                    continue
                supplied = _supplied(script, call, link, names, entry)
                key = tuple((each.name, each.value) for each in supplied or ())
                if supplied and key not in seen and len(seen) < MOST_CALLS:
                    seen.add(key)
                    yield supplied


def _same(script: Script, name: str, link: Link) -> bool:
    return any(found.node is link.found.node for found in script.stands_for(name))


def _supplied(script: Script, call: ast.Call, link: Link, names: list[str], entry: Entry) -> Call | None:
    """What a script's call gives and `create_network` hands on; `None` where one that is required is not told."""
    source = f"{script.path}:{call.lineno}"
    if any(isinstance(each, ast.Starred) for each in call.args) or len(call.args) > len(names):
        return None
    pairs = list(zip(names, call.args, strict=False))
    pairs += [(each.arg, each.value) for each in call.keywords if each.arg]
    fixed = {*names[: link.taken], *link.named}
    supplied: list[Supplied] = []
    for name, node in pairs:
        if name in fixed or not _accepted(entry.signature, name):
            continue
        value = told(script, node)
        if value is None:
            if _is_required(entry.signature, name):
                return None
            continue
        supplied.append(Supplied(name, value, source))
    return tuple(supplied) if link.by_name else _by_place(supplied, names[link.taken :])


def _by_place(supplied: list[Supplied], names: list[str]) -> Call:
    """Arguments that can be handed on by place alone, up to the first that is not given."""
    known = {each.name: each for each in supplied}
    placed: list[Supplied] = []
    for number, name in enumerate(names):
        if name not in known:
            break
        placed.append(known[name]._replace(name=f"#{number + 1}"))
    return tuple(placed)


def told(script: Script, node: ast.expr) -> str | None:
    """An expression's value as it is told to the child; `None` where it cannot be."""
    try:
        value = script.found(node)
    except UnknownError:
        return None
    return told_value(value)


def told_value(value: Any) -> str | None:
    """A literal as Python writes it, or a module and what to take from it; `None` for anything else."""
    if isinstance(value, Reference):
        return value.told
    if isinstance(value, Dtype):
        return f"mindspore:{value.name}"
    return repr(value) if type(value) is not dict and tellable(value) else None


def _accepted(signature: Signature | None, name: str) -> bool:
    return signature is None or bool(signature.more_names) or signature.parameter(name) is not None


def _is_required(signature: Signature | None, name: str) -> bool:
    found = signature.parameter(name) if signature else None
    return found is not None and found.default is None


def _required(folder: Folder, entry: Entry, own: Call, scripted: Call, dataset: Dataset) -> Call:
    """What the signature requires beyond the card's own arguments; nothing where one has no source."""
    if entry.signature is None:
        return ()
    places = sum(each.name.startswith("#") for each in own)
    given = {each.name for each in own} | {each.name for each in entry.signature.places[:places]}
    missing = [each.name for each in entry.signature.parameters if each.default is None and each.name not in given]
    known = {**given_instead(folder, entry), **{each.name: each for each in scripted}}
    found = [known.get(name) or evidence_for(folder, name, dataset) for name in missing]
    return tuple(each for each in found if each) if all(found) else ()


def given_instead(folder: Folder, entry: Entry) -> dict[str, Supplied]:
    """What the scripts give to the functions to which the hub file hands what it reads from its keywords."""
    found, asked = dict[str, Supplied](), dict[str, list[Handed]]()
    for each in entry.handed:
        asked.setdefault(each.function, []).append(each)
    for script in scripts(folder) if asked else ():
        for call in script.calls():
            for keyword, node in (pair for each in asked.get(written(call.func), ()) for pair in each.given(call)):
                if keyword not in found and (value := told(script, node)) is not None:
                    found[keyword] = Supplied(keyword, value, f"{script.path}:{call.lineno}")
    return found


def evidence_for(folder: Folder, name: str, dataset: Dataset) -> Supplied | None:
    """A value for a parameter by its name: a setting of that name, the dataset's classes, the repository's settings."""
    setting = folder.settings.get(name)
    if setting and (value := told_value(setting.value)):
        return Supplied(name, value, setting.file)
    for module in _MAKERS:
        script = folder.named(module)
        literal = script.top(name) if script else None
        if script and literal is not None and (value := told_value(literal)):
            return Supplied(name, value, script.path)
    if name in CLASS_COUNTS and dataset.classes:
        return Supplied(name, repr(dataset.classes), dataset.source)
    return _settings_object(folder, name) if name in _CONFIGS else None


def _settings_object(folder: Folder, name: str) -> Supplied | None:
    """The object in which the repository's own module keeps its settings."""
    for module in _MAKERS:
        script = folder.named(module)
        for each in (name, "config", "cfg") if script else ():
            if script and script.assigns(each):
                return Supplied(name, Reference(module, each).told, script.path)
    return None
