"""The steps of the isolation on kernels that refuse or lack something: each says what it could not do."""

import errno
import os
import struct
import sys
from pathlib import Path
from typing import Any

import pytest

from xreg.registry.networks.engine.isolation import isolate, limits, namespaces, privileges, view
from xreg.registry.networks.engine.isolation.kernel import LANDLOCK_ADD, LANDLOCK_CREATE, Kernel
from xreg.registry.networks.engine.isolation.landlock import landlock
from xreg.registry.networks.engine.isolation.steps import Limits, Seen, View, missing
from xreg.registry.networks.engine.task import LIMITS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel is Linux's")
LIMIT = Limits(**LIMITS)
SEEN = Seen(("/usr",), (), "/nowhere")


class FakeKernel:
    """Remembers the calls, and refuses those whose name is in `refused`, or whose system call's number."""

    def __init__(self) -> None:
        self.refused: set[Any] = set()
        self.calls: list[tuple[Any, ...]] = []
        self.landlock = 7

    def __call__(self, _: Kernel, name: str, *arguments: Any) -> int:
        number = arguments[0].value if name == "syscall" else None
        self.calls.append((number or name, *arguments))
        if name in self.refused or number in self.refused:
            raise OSError(1, "Operation not permitted")
        if number == LANDLOCK_CREATE:
            return self.landlock if arguments[1] is None else os.open("/", os.O_PATH)
        return 0

    def rules(self) -> list[int]:
        """The rights that Landlock was told to give."""
        return [struct.unpack("=Qi", call[4])[0] for call in self.calls if call[0] == LANDLOCK_ADD]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeKernel:
    made = FakeKernel()
    monkeypatch.setattr(Kernel, "_call", lambda *given: made(*given))
    return made


def said(steps: list[Any]) -> list[str]:
    return [step.says for step in steps]


@pytest.mark.parametrize(
    ("version", "size", "sentences"), [(1, 8, 1), (2, 8, 1), (3, 8, 1), (4, 16, 2), (5, 16, 2), (6, 24, 3), (9, 24, 3)]
)
def test_each_version_of_landlock(fake: FakeKernel, tmp_path: Path, version: int, size: int, sentences: int) -> None:
    fake.landlock = version
    steps = landlock(View(str(tmp_path), Seen(("/usr",), ("/etc/hostname", "/nothing"), ""), alone=False))
    assert len(steps) == sentences and not missing(steps)
    created = next(call[2] for call in fake.calls if call[0] == LANDLOCK_CREATE and call[2] is not None)
    assert len(created) == size
    handled = struct.unpack_from("=Q", created)[0]
    assert all(rule & ~handled == 0 for rule in fake.rules()), "no right that this version does not know"
    assert handled in fake.rules(), "the scratch folder may be used in every way"


@pytest.mark.parametrize(("alone", "lacks"), [(True, ()), (False, ("files",))])
def test_a_kernel_without_landlock(fake: FakeKernel, tmp_path: Path, alone: bool, lacks: tuple[str, ...]) -> None:
    fake.refused = {LANDLOCK_CREATE}
    steps = landlock(View(str(tmp_path), SEEN, alone))
    assert said(steps) == ["files outside stay readable: Landlock says Operation not permitted"]
    assert missing(steps) == lacks


def test_namespaces_that_are_refused(fake: FakeKernel, monkeypatch: pytest.MonkeyPatch) -> None:
    fake.refused = {"unshare"}
    steps = namespaces.own_namespaces(inside_bubblewrap=False)
    assert missing(steps) == ("network", "processes") and "unshare says Operation not permitted" in steps[0].says
    monkeypatch.setattr(namespaces.socket, "if_nameindex", lambda: [(1, "lo")])
    assert missing(namespaces.own_namespaces(inside_bubblewrap=True)) == ()
    monkeypatch.setattr(namespaces.socket, "if_nameindex", lambda: [(1, "lo"), (2, "eth0")])
    assert missing(namespaces.own_namespaces(inside_bubblewrap=True)) == ("network", "processes")


def test_an_ordinary_user_is_mapped_to_itself(fake: FakeKernel, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = [OSError(1, "no")]
    written: list[str] = []

    def unshare(*_: object) -> None:
        if refusals:
            raise refusals.pop()

    monkeypatch.setattr(Kernel, "unshare", unshare)
    monkeypatch.setattr(Path, "write_text", lambda path, text, **_: written.append(f"{path.name} {text}"))
    assert not missing(namespaces.own_namespaces(inside_bubblewrap=False)) and not fake.calls
    assert written == [
        "setgroups deny",
        f"uid_map {os.geteuid()} {os.geteuid()} 1",
        f"gid_map {os.getegid()} {os.getegid()} 1",
    ]


def test_a_view_that_is_refused_changes_nothing(fake: FakeKernel, tmp_path: Path) -> None:
    fake.refused = {"mount"}
    made, steps = view.own_view(str(tmp_path), SEEN, LIMIT)
    assert made == View(str(tmp_path), SEEN, alone=False) and os.listdir(tmp_path) == []
    assert said(steps)[1] == "not limited to: disk space at most 256 MiB (mount says Operation not permitted)"


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("proc", [True, False])
def test_what_is_in_a_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proc: bool) -> None:
    code, base, programs = tmp_path / "code", tmp_path / "base", tmp_path / "programs"
    for folder in (code / "model", base, programs):
        folder.mkdir(parents=True)
    (tmp_path / "link").symlink_to(programs)
    mount = Kernel.mount

    def mounting(kernel: Kernel, source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
        if kind == "proc" and not proc:
            raise OSError(1, "Operation not permitted")
        mount(kernel, source, target, kind, flags, options)

    monkeypatch.setattr(Kernel, "mount", mounting)
    monkeypatch.setattr(os, "chdir", lambda _: None)
    monkeypatch.setattr(os.path, "isdir", lambda _: proc)
    names = (str(programs), str(tmp_path / "link"), str(tmp_path / "nothing"))
    made, steps = view.own_view(str(base), Seen(names, (f"{code}/model", "/etc/hostname"), str(code)), LIMIT)
    assert made == View("/scratch", Seen(names, ("/code/model", "/etc/hostname"), "/code"), alone=True)
    assert (base / "code" / "model").is_dir() and (base / "dev" / "null").is_file()
    assert (base / str(tmp_path / "link")[1:]).readlink() == programs
    assert (base / "proc" / "cpuinfo").exists() != proc
    assert ("no /proc of its own: it sees none" in said(steps)) != proc


@pytest.fixture
def users(fake: FakeKernel, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The users that this process, which is root, became; no user that the test has put in already can be taken."""
    taken: list[int] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "chown", lambda *_: None)
    monkeypatch.setattr(os, "setgroups", lambda _: None)
    monkeypatch.setattr(os, "setresgid", lambda *_: None)
    monkeypatch.setattr(os, "setresuid", lambda user, *_: taken.append(user))
    assert not fake.calls
    return taken


def test_root_becomes_a_user_of_its_own(users: list[int]) -> None:
    assert said(privileges.drop_privileges(View("/s", SEEN, True))) == [
        "a user of its own that owns nothing",
        "no privileges",
    ]
    assert users[0] >= privileges.UNUSED


@pytest.mark.parametrize(
    ("last", "sentence"), [(65534, "the user nobody"), (0, "it stays root: no other user can be tak")]
)
def test_where_root_has_few_users(users: list[int], monkeypatch: pytest.MonkeyPatch, last: int, sentence: str) -> None:
    def refuse(user: int, *_: int) -> None:
        if user > last:
            raise OSError(22, "Invalid argument")

    monkeypatch.setattr(os, "setresuid", refuse)
    steps = privileges.drop_privileges(View("/s", SEEN, True))
    assert steps[0].says.startswith(sentence) and missing(steps) == (() if last else ("processes",)) and not users


def test_root_stays_where_others_could_not_run_python(users: list[int], tmp_path: Path) -> None:
    (tmp_path / "python").mkdir(0o700)
    steps = privileges.drop_privileges(View("/s", Seen((str(tmp_path / "python"),), (), ""), False))
    assert missing(steps) == ("processes",) and not users


def test_privileges_that_stay_are_said(fake: FakeKernel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    fake.refused = {"capset"}
    steps = privileges.drop_privileges(View("/s", SEEN, True))
    assert said(steps) == ["privileges were not dropped: capset says Operation not permitted"]
    fake.refused = {"prctl"}
    with pytest.raises(OSError, match="not permitted"):
        privileges.drop_privileges(View("/s", SEEN, True))


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    kept: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda *given: kept.append(given))
    monkeypatch.setattr(Path, "write_text", lambda *_, **__: None)
    assert said(limits.set_limits(LIMIT))[0] == "memory at most 6144 MiB a process"
    assert (resource.RLIMIT_CORE, (0, 0)) in kept and (resource.RLIMIT_CPU, (240, 245)) in kept


def refusing(_: int, __: tuple[int, int]) -> None:
    raise ValueError("not allowed to raise maximum limit")


def test_limits_that_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    def unwritable(*_: object, **__: object) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(resource, "setrlimit", refusing)
    monkeypatch.setattr(Path, "write_text", unwritable)
    steps = [*limits.set_limits(LIMIT), limits.limit_processes(LIMIT, 3)]
    assert steps[0].says == "not limited to: memory at most 6144 MiB a process (not allowed to raise maximum limit)"
    assert missing(steps) == ("processes", "memory")


@pytest.mark.parametrize(
    ("number", "end"),
    [
        (0, " (the kernel exempts root)"),
        (errno.EAGAIN, ""),
        (errno.ENOENT, " (trying it says No such file or directory)"),
        (errno.EACCES, " (trying it says Permission denied)"),
    ],
    ids=["started", "limited", "no program to try", "a program that is closed"],
)
def test_only_the_limits_own_error_shows_that_it_binds(monkeypatch: pytest.MonkeyPatch, number: int, end: str) -> None:
    import resource

    def spawn(*_: object) -> int:
        if number:
            raise OSError(number, os.strerror(number))
        return os.spawnv(os.P_NOWAIT, "/bin/true", ["true"])

    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(os, "posix_spawn", spawn)
    step = limits.limit_processes(LIMIT, 0)
    assert step.says.endswith(f"processes at most 256{end}") and missing([step]) == (("processes",) if end else ())


def test_the_processes_of_a_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own or 12345)
    monkeypatch.setattr(limits, "_owner", lambda _: own or 12345)
    assert limits.processes_of_user() >= 1
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert limits.processes_of_user() == 0
    assert limits._threads(tmp_path / "none") == 0


def test_the_owner_of_a_process_that_has_ended(tmp_path: Path) -> None:
    assert limits._owner(tmp_path) == os.geteuid() and limits._owner(tmp_path / "none") == -1


def test_all_steps_in_order(fake: FakeKernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    fake.refused = {"mount"}
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(limits, "_unbound", lambda *_: "")
    monkeypatch.setattr(limits, "_first_to_go", lambda: None)
    made, steps = isolate.isolate(str(tmp_path), SEEN, LIMIT, 0)
    assert not made.alone and "Landlock 7: files of its list alone" in said(steps) and not missing(steps)


def test_other_systems_say_what_they_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.setattr(sys, "platform", "win32")
    made, steps = isolate.isolate("base", SEEN, LIMIT, 0)
    assert made == View("base", SEEN, alone=False)
    assert said(steps)[:2] == [
        "no limits on memory, time and files: this system has none",
        "not kept from the network: win32 has no namespaces",
    ]
    assert missing(steps) == ("network", "files", "processes", "memory")


def test_calls_that_the_kernel_refuses_are_errors() -> None:
    with pytest.raises(OSError, match=r"\[Errno 22\]"):
        Kernel().prctl(1 << 20, 0)
    with pytest.raises(OSError, match="Errno"):
        Kernel()._syscall(LANDLOCK_CREATE, None, 0, 1 << 20)
