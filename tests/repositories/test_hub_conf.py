"""Which names a hub file accepts is read from its syntax tree, and unknown where the code does not tell."""

import pytest

from xreg.registry.repositories.hub_conf import NOTHING, accepts

ENTRY = "def create_network(name, *args, **kwargs):\n"
REFUSE = "    raise NotImplementedError(f'{name} is not there')\n"


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("    if name == 'Net':\n        return N()\n", ("Net",)),
        ("    if 'a' == name: return A()\n    if name in ('b', 'c'): return B()\n", ("a", "b", "c")),
        ("    if name not in ['a', 'b']: raise ValueError(name)\n    return N()\n", ("a", "b")),
        ("    nets = {'a': A, 'b': B}\n    if name in nets: return nets[name]()\n", ("a", "b")),
        ("    nets = {'a': A}\n    if name in nets.keys(): return nets[name]()\n", ("a",)),
        ("    if name != 'a': raise ValueError(name)\n    return N()\n", ("a",)),
        ("    return nets[name]()\n", None),
        ("    if name == 'a': return N()\n    if name.startswith('b'): return M()\n", None),
        ("    if name.lower() == 'a': return N()\n", None),
        ("    if name == 'a': return build(name)\n", None),
        ("    if name == A + '50': return N()\n", None),
        ("    if name in ('a', B): return N()\n", None),
        ("    pass\n", None),
    ],
)
def test_names(body, names):
    assert accepts((ENTRY + body + REFUSE).encode()).names == names


@pytest.mark.parametrize(
    "source",
    [b"def other(name): raise X", b"def create_network(): raise X", b"print 'x'", b"\0", b"(" * 9999, b"\xff", b""],
)
def test_what_cannot_be_read_tells_nothing(source):
    assert accepts(source) == NOTHING


def test_where_nothing_is_refused_every_name_may_be_right():
    assert accepts((ENTRY + "    if name == 'a': return A()\n    return B()\n").encode()).names is None


def test_arguments():
    body = (
        "    if 'size' in kwargs: x = kwargs['size']\n    y = kwargs.get('classes', 2)\n    return N(*args, **kwargs)\n"
    )
    found = accepts(f"def create_network(name, depth, *args, wide=1, **kwargs):\n{body}".encode()).arguments
    assert sorted(found) == ["**kwargs", "*args", "classes", "depth", "size", "wide"]
