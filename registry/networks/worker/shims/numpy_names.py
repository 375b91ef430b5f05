"""Names that NumPy has removed: other names of Python's own types."""

from xreg.registry.networks.worker.shims.kinds import Shim


def _builtin(kind: type) -> Shim:
    return Shim("gone since NumPy 1.24", f"Python's own {kind.__name__}", lambda: kind)


_KINDS = {"bool": bool, "complex": complex, "float": float, "int": int, "object": object, "str": str}
NAMES = {"numpy": {name: _builtin(kind) for name, kind in _KINDS.items()}}
