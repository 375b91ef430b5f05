"""A tree of cards as one run sees it: which are of the same model, and which list the same asset."""

import hashlib
from collections.abc import Mapping
from copy import copy
from functools import cached_property
from pathlib import Path

from xreg.registry.siblings.index import Rows, assets_by_card
from xreg.registry.siblings.listing import listing, read
from xreg.schema.siblings import Sibling, model_key, place_in_tree


class Tree:
    """The cards below a folder, by relative paths; `data` holds the bytes of those that the run has read anyhow."""

    def __init__(self, root: str, data: Mapping[str, bytes], cache: Path | None) -> None:
        self.root = root
        self._stamps = listing(root, data)
        self._data = {path: content for path, content in data.items() if path in self._stamps}
        self._cache = cache
        self._siblings: dict[str, Sibling] = {}

    def named(self, key: str) -> list[str]:
        """The cards whose file names say the same of model and dataset."""
        return self._by_name.get(key, [])

    def listing_asset(self, asset: str) -> list[str]:
        """The cards that list a digest or a link."""
        return self._by_asset.get(asset, [])

    def sibling(self, path: str) -> Sibling:
        """One of the cards; an unreadable one says nothing."""
        if path not in self._siblings:
            data = self._data.get(path)
            content = (read(self.root, path) or b"") if data is None else data
            self._siblings[path] = Sibling(f"{self.root}/{path}", place_in_tree(path), content)
        return self._siblings[path]

    def whole(self) -> "Tree":
        """This tree with the bytes of all its cards at hand: it answers alike where its folder is not."""
        data = {path: self.sibling(path).data for path in self._stamps}
        _ = self._by_name, self._by_asset  # in the order that they have here
        whole = copy(self)
        whole._data, whole._cache, whole._siblings = data, None, {}
        return whole

    def state(self, path: str) -> str:
        """Tells apart all states of the cards that can say something of one card."""
        others = self._foreign.get(path, ())
        return "".join([self._states.get(path, ""), *(self._states[other] for other in others)])

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._stamps:
            found.setdefault(_key(path), []).append(path)
        return found

    @cached_property
    def _assets(self) -> Rows:
        return assets_by_card(self.root, self._stamps, self._data, self._cache)

    @cached_property
    def _by_asset(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path, assets in self._assets.items():
            for asset in dict.fromkeys(assets):
                found.setdefault(asset, []).append(path)
        return found

    @cached_property
    def _states(self) -> dict[str, str]:
        """For each card the state of all cards of its name."""
        groups = ((paths, self._state(paths)) for paths in self._by_name.values())
        return {path: state for paths, state in groups for path in paths}

    def _state(self, paths: list[str]) -> str:
        """The bytes that are at hand, else size and time of change."""
        state = hashlib.sha256(self.root.encode("utf-8", "surrogateescape"))
        for path in paths:
            state.update(f"\n{path}\n".encode("utf-8", "surrogateescape"))
            state.update(self._data.get(path) or self._stamps[path].encode())
        return state.hexdigest()

    @cached_property
    def _foreign(self) -> dict[str, list[str]]:
        """For each card those of other names that list one of its assets: one of each name stands for all."""
        found: dict[str, list[str]] = {}
        for paths in self._by_asset.values():
            names = {_key(path): path for path in paths} if len(paths) > 1 else {}
            for path in paths if len(names) > 1 else ():
                found.setdefault(path, []).extend(names.values())
        return found


def _key(path: str) -> str:
    return model_key(path.rpartition("/")[2].removesuffix(".md"))
