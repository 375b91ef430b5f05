"""Keys: encrypted at rest, readable by their owner alone, and of one algorithm."""

import errno
import io
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from xreg.registry.signing import password
from xreg.registry.signing.errors import KeyFileError, PasswordError
from xreg.registry.signing.keys import PublicKey, encrypted, generate, load_key, new_key, write_key
from xreg.registry.signing.password import VARIABLE, new_password, open_key, password_of


def test_a_key_is_encrypted_with_its_password() -> None:
    pem = generate(b"secret")
    assert encrypted(pem) and b"ENCRYPTED PRIVATE KEY" in pem
    assert load_key(pem, b"secret").id == load_key(pem, b"secret").id


def test_a_key_without_password() -> None:
    pem = generate(None)
    assert not encrypted(pem)
    assert load_key(pem, None).public == load_key(pem, b"given all the same").public


@pytest.mark.parametrize("given", [b"wrong", b"x" * 5000])
def test_a_wrong_password(given: bytes) -> None:
    with pytest.raises(PasswordError, match="not the key's, or the key is damaged"):
        load_key(generate(b"secret"), given)


@pytest.mark.parametrize("given", [None, b""])
def test_no_password_for_an_encrypted_key(given: bytes | None) -> None:
    with pytest.raises(PasswordError, match="XREG_KEY_PASSWORD"):
        load_key(generate(b"secret"), given)


def test_a_password_that_is_too_long() -> None:
    with pytest.raises(PasswordError, match="at most 1000 bytes"):
        generate(b"x" * 1001)


@pytest.mark.parametrize("pem", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key(pem: bytes) -> None:
    with pytest.raises(KeyFileError, match="no private key in PEM"):
        load_key(pem, None)


OTHERS: dict[str, Callable[[], ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey]] = {
    "ecdsa": lambda: ec.generate_private_key(ec.SECP256R1()),
    "rsa": lambda: rsa.generate_private_key(65537, 2048),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_key_of_another_algorithm(name: str) -> None:
    key = OTHERS[name]()
    with pytest.raises(KeyFileError, match="another algorithm than Ed25519"):
        load_key(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), None)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(KeyFileError, match="no Ed25519 public key"):
        PublicKey.parse(public.decode())


def test_a_public_key_is_what_it_prints() -> None:
    key = new_key()
    assert PublicKey.parse(str(key.public)) == key.public
    assert str(key.public).startswith("ed25519:")
    assert repr(key) == f"PrivateKey({key.id})"


def test_a_public_key_as_pem() -> None:
    key = ed25519.Ed25519PrivateKey.generate().public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    assert PublicKey.parse(f"\n{pem}").raw == key.public_bytes_raw()


def test_the_id_is_the_digest_of_the_raw_key() -> None:
    assert PublicKey(bytes(32)).id == "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"


A_KEY = str(PublicKey(bytes(range(32))))
NO_KEYS = {
    "nothing": "",
    "without-algorithm": A_KEY.removeprefix("ed25519:"),
    "other-algorithm": A_KEY.replace("ed25519", "ed448"),
    "short": "ed25519:AAAA",
    "no-base64": "ed25519:!",
    "not-ascii": "ed25519:é",
    "other-padding-bits": A_KEY[:-2] + chr(ord(A_KEY[-2]) + 1) + "=",
    "no-pem": "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
}


@pytest.mark.parametrize("name", NO_KEYS)
def test_what_is_no_public_key(name: str) -> None:
    with pytest.raises(KeyFileError, match="no Ed25519 public key"):
        PublicKey.parse(NO_KEYS[name])


def test_a_public_key_has_32_bytes() -> None:
    with pytest.raises(KeyFileError, match="32 bytes, not 31"):
        PublicKey(bytes(31))


def test_a_key_s_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "team.pem"
    before = os.umask(0)
    try:
        write_key(path, generate(None))
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert open_key(path).id


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "team.pem"
    path.write_bytes(b"precious")
    with pytest.raises(KeyFileError, match="exists"):
        write_key(path, generate(None))
    assert path.read_bytes() == b"precious"


def test_a_key_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="cannot be written"):
        write_key(tmp_path / ("x" * 300), b"")


def test_a_full_disk_leaves_no_half_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KeyFileError, match="No space left"):
        write_key(tmp_path / "team.pem", generate(None))
    assert not list(tmp_path.iterdir())


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "team.pem"
    write_key(path, generate(None))
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match="chmod 600"):
        open_key(path)


def test_a_key_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="cannot be read: No such file"):
        open_key(tmp_path / "team.pem")


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "team.pem"
    write_key(path, generate("gëheim".encode()))
    return path


def test_the_password_of_the_environment(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "gëheim")
    assert open_key(key_file).id


def test_the_password_is_asked_for(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    asked: list[str] = []
    assert open_key(key_file, lambda text: asked.append(text) or "gëheim").id  # type: ignore[func-returns-value]
    assert asked == [f"Password of {key_file}: "]


def test_a_wrong_password_names_the_file(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "wrong")
    with pytest.raises(PasswordError, match=r"team\.pem: the password is not the key's"):
        open_key(key_file)


def test_nobody_to_ask(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(PasswordError, match="there is no terminal"):
        open_key(key_file)


def test_a_terminal_is_asked_without_echo(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(password.sys, "stdin", type("Terminal", (), {"isatty": lambda _: True})())
    monkeypatch.setattr("getpass.getpass", lambda _: "gëheim")
    assert open_key(key_file).id


def test_a_new_password_is_asked_for_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    answers = iter(["a", "a", "a", "b", ""])
    assert new_password(tmp_path, lambda _: next(answers)) == b"a"
    with pytest.raises(PasswordError, match="differ"):
        new_password(tmp_path, lambda _: next(answers))
    with pytest.raises(PasswordError, match="must not be empty"):
        new_password(tmp_path, lambda _: next(answers))


def test_a_new_password_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "once")
    assert new_password(tmp_path) == b"once" == password_of(tmp_path)
