"""The models' folders of a branch that may be meant by a path that it does not have."""

from collections.abc import Iterable

from xreg.registry.repositories.views import View
from xreg.schema.repository import last_part

# Where models lie in the first of them; elsewhere (`benchmark/`) are copies of them.
_ROOTS = ("official/", "research/", "community/", "model_zoo/", "configs/", "examples/")
_SHORTEST = 4


def _is_model(folder: str) -> bool:
    return folder.startswith(_ROOTS) and folder.count("/") > (3 if folder.startswith("model_zoo/") else 1)


def nearest(view: View, path: str) -> tuple[str, ...]:
    """The models' folders of the same name; else those whose name holds this one, or is held by it.

    A folder within a model's folder (a backbone, say) is meant only where no model has the name.
    """
    key = last_part(path)
    names = {folder: last_part(folder) for folder in view.folders() if _is_model(folder)}
    found = _shallowest(folder for folder, name in names.items() if name == key)
    if not found and len(key) >= _SHORTEST:
        found = [folder for folder, name in names.items() if key in name or (len(name) >= _SHORTEST and name in key)]
    return tuple(sorted(found)[:5])


def of_same_name(view: View, path: str) -> str:
    """The only model's folder of the same name, or nothing."""
    key = last_part(path)
    found = _shallowest(folder for folder in view.folders() if _is_model(folder) and last_part(folder) == key)
    return found[0] if len(found) == 1 else ""


def _shallowest(folders: Iterable[str]) -> list[str]:
    found = list(folders)
    least = min((folder.count("/") for folder in found), default=0)
    return [folder for folder in found if folder.count("/") == least]
