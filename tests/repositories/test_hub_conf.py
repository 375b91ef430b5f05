"""What a hub file accepts is read from syntax trees, and unknown where the code does not tell."""

import pytest

from xreg.registry.repositories.hub_conf import NOTHING, accepts

ENTRY = "def create_network(name, *args, **kwargs):\n"
REFUSE = "    raise NotImplementedError(f'{name} is not there')\n"


def nothing(_: str) -> None:
    return None


def signature(body, files=(), head=""):
    """What the code accepts with the name `a`."""
    known = dict(files)
    found = accepts((head + ENTRY + body).encode(), lambda path: known[path].encode() if path in known else None)
    names = found.names or ("a",)
    return found.signatures[names.index("a") if len(found.signatures) > 1 else 0]


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
    assert accepts((ENTRY + body + REFUSE).encode(), nothing).names == names


BOMBS = {
    "parentheses": b"(" * 100_000,
    "brackets": b"x = " + b"[" * 90 + b"]" * 90,
    "signs": b"x = " + b"-" * 200_000 + b"1",
    "sums": b"x = " + b"1+" * 100_000 + b"1",
    "attributes": b"x" + b".a" * 100_000,
    "calls": b"f" + b"()" * 100_000,
    "a list": b"x = [" + b"1," * 100_000 + b"]",
    "a number": b"x = " + b"9" * 200_000,
    "too long": b"#" * (300 * 1024),
    "blocks": b"".join(b" " * depth + b"if x:\n" for depth in range(120)),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_bombs(bomb):
    """Neither a hub file nor one that it imports takes the process down."""
    assert accepts(bomb, nothing).names is None
    head = b"from src.n import N\n" + ENTRY.encode()
    found = accepts(head + b"    if name == 'a': return N(*args, **kwargs)\n    raise X\n", lambda _: bomb)
    assert found.names == ("a",)
    found = accepts(ENTRY.encode() + b"    " + bomb[:60_000].replace(b"\n", b" ") + b"\n", nothing)
    assert found.names is None


@pytest.mark.parametrize(
    "source",
    [b"def other(name): raise X", b"def create_network(): raise X", b"print 'x'", b"\0", b"(" * 9999, b"\xff", b""],
)
def test_what_cannot_be_read_tells_nothing(source):
    assert accepts(source, nothing) == NOTHING


def test_where_nothing_is_refused_every_name_may_be_right():
    assert accepts((ENTRY + "    if name == 'a': return A()\n    return B()\n").encode(), nothing).names is None


NET = "class Net(Cell):\n    def __init__(self, classes, width=1, *, deep=False, x=f()): pass\n"
IMPORT = "from src.net import Net\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("    return Net(*args, **kwargs)\n", "classes, width=1, *, deep=False, x=…"),
        ("    return Net(10, *args, **kwargs)\n", "width=1, *, deep=False, x=…"),
        ("    return Net(*args, classes=10, **kwargs)\n", "*, width=1, deep=False, x=…"),
        ("    return Net(10, **kwargs)\n", "*ignored, width=1, deep=False, x=…"),
        ("    return Net(*args)\n", "classes, width=1, **ignored"),
        ("    return Net(10)\n", "*ignored, **ignored"),
        ("    return Unknown(*args, **kwargs)\n", "*open, **open"),
        ("    return src.net.Net(*args, **kwargs)\n", "*open, **open"),
        ("    f(args)\n    return Net(1)\n", "*open, **ignored"),
        ("    f(kwargs)\n    return Net(1)\n", "*ignored, **open"),
        ("    return Net(kwargs['size'])\n", "*ignored, size, **ignored"),
        ("    if 'size' in kwargs: x = kwargs['size']\n    return Net(1)\n", "*ignored, size=…, **ignored"),
        ("    return Net(kwargs.get('size', -2), kwargs.pop('x'))\n", "*ignored, size=-2, x=None, **ignored"),
        ("    return Net(kwargs.get('size', 'a, b'))\n", "*ignored, size=…, **ignored"),
        ("    return Net(kwargs.get('not a name'))\n", "*ignored, **open"),
        ("    return Net(kwargs.get(f'{x}'))\n", "*ignored, **open"),
        ("    kwargs['classes'] = 3\n    return Net(*args, **kwargs)\n", "classes, width=1, *, deep=False, x=…"),
        ("    kwargs['classes'] = 3\n    return Net(**kwargs)\n", "*ignored, classes=…, width=1, deep=False, x=…"),
        (
            "    n = kwargs.get('width', 2)\n    del kwargs['width']\n    return Net(*args, **kwargs)\n",
            "classes, *, width=2, deep=False, x=…",
        ),
        (
            "    nets = {'b': Other, 'a': Net}\n    return nets[name](*args, **kwargs)\n",
            "classes, width=1, *, deep=False, x=…",
        ),
        ("    nets = {'b': Other}\n    return nets[name](*args, **kwargs)\n", "*open, **open"),
        (
            "    if x: return Net(*args, **kwargs)\n    return two(*args, **kwargs)\n",
            "classes, width=1, *, deep=False, x=…, y=…",
        ),
    ],
)
def test_signatures(body, expected):
    head = IMPORT + "def two(classes, y): pass\n"
    start = "    if name != 'a': raise ValueError(name)\n"
    assert signature(start + body, {"src/net.py": NET}, head) == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"src/net.py": "def Net(a, b=2): pass"}, "a, b=2"),
        ({"src/net/__init__.py": "from .deep.one import One as Net", "src/net/deep/one.py": "def One(a): pass"}, "a"),
        ({"src/net.py": "from ..other import Net"}, "*open, **open"),
        ({"src/net.py": "from ...other import Net"}, "*open, **open"),
        ({"src/net.py": "from src.net import Net"}, "*open, **open"),
        ({"src/net.py": "class Net(Base): pass\nclass Base:\n    def __init__(self, a): pass"}, "a"),
        ({"src/net.py": "class Net(nn.Cell): pass"}, "*open, **open"),
        ({"src/net.py": "class Net(Base): pass\nclass Base(Net): pass"}, "*open, **open"),
        ({"src/net.py": "class Net(A, B): pass"}, "*open, **open"),
        ({"src/net.py": "@wrapped\ndef Net(a): pass"}, "*open, **open"),
        ({"src/net.py": "@register_model\ndef Net(a): pass"}, "a"),
        ({"src/net.py": "class Net:\n    @cell_attr_register(attrs=[])\n    def __init__(self, a): pass"}, "a"),
        ({"src/net.py": "class Net:\n    @wrapped\n    def __init__(self, a): pass"}, "*open, **open"),
        ({"src/net.py": "def Net(*args, **kwargs): return Net(*args, **kwargs)"}, "*open, **open"),
        ({"src/net.py": "def Net(a, **kwargs): return Two(a, **kwargs)\ndef Two(a, b, c=1): pass"}, "a, *, b, c=1"),
        ({"src/net.py": "def Net(a, /, *, b): pass"}, "a, *, b"),
        ({"src/net.py": "def Net(a=123456789012345678901): pass"}, "a=…"),
        ({"src/net.py": "Net = 3"}, "*open, **open"),
        ({"src/net.py": "print 'x'"}, "*open, **open"),
    ],
)
def test_networks(files, expected):
    assert signature("    return Net(*args, **kwargs)\n", files, IMPORT) == expected


def test_an_import_of_the_folder_itself():
    files = {"__init__.py": "def Net(a): pass"}
    assert signature("    return Net(*args, **kwargs)\n", files, "from . import Net\n") == "a"


def test_a_chain_without_end_tells_nothing():
    chain = "known = x" + ".keys()" * 1500 + "\n"
    assert accepts((chain + ENTRY + "    if name in known: return N()\n" + REFUSE).encode(), nothing) == NOTHING


def test_a_name_chooses_among_branches():
    body = (
        "    if name == 'b': return B(*args, **kwargs)\n    elif 'a' == name: net = A(*args, **kwargs)\n"
        "    else: raise X\n    return net\n"
    )
    head = "def A(x): pass\ndef B(y): pass\n"
    found = accepts((head + ENTRY + body).encode(), nothing)
    assert (found.names, found.signatures) == (("b", "a"), ("y", "x"))


def test_only_so_many_files_are_read():
    asked = []

    def endless(path):
        asked.append(path)
        return f"from .n{len(asked)} import Net".encode()

    found = accepts((IMPORT + ENTRY + "    return Net(*args, **kwargs)\n").encode(), endless)
    assert found.signatures == ("*open, **open",)
    assert len(asked) < 30
