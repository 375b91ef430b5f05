"""key: made, encrypted at rest, and shown as others write it into their configuration."""

import stat

import pytest

from xreg.publisher.config import read


@pytest.fixture
def password(monkeypatch):
    monkeypatch.setenv("XREG_KEY_PASSWORD", "correct horse")


@pytest.mark.usefixtures("password")
def test_a_new_key_is_encrypted_and_its_owners_alone(xreg, folder):
    ran = xreg("key", "new", "keys/mine.pem")
    assert ran.code == 0
    path = folder / "keys" / "mine.pem"
    assert b"ENCRYPTED PRIVATE KEY" in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made, shown = ran.out.partition("\n")[2], xreg("key", "show", "keys/mine.pem").out
    assert ran.out.startswith("wrote keys/mine.pem\n")
    assert made == shown
    table = shown[shown.index("[tool") :].replace("tool.xreg.", "").replace("NAME", "team")
    (folder / "xreg.toml").write_text(table)
    (trusted,) = read(folder / "xreg.toml").trusted_keys
    assert f"key id      {trusted.key.id}\n" in shown


@pytest.mark.usefixtures("password")
def test_a_key_is_not_overwritten(xreg, folder):
    (folder / "mine.pem").write_text("mine")
    ran = xreg("key", "new", "mine.pem")
    assert ran.code == 2
    assert "exists" in ran.err
    assert (folder / "mine.pem").read_text() == "mine"


def test_a_wrong_password_is_said(xreg, monkeypatch):
    monkeypatch.setenv("XREG_KEY_PASSWORD", "one")
    assert xreg("key", "new", "mine.pem").code == 0
    monkeypatch.setenv("XREG_KEY_PASSWORD", "another")
    ran = xreg("key", "show", "mine.pem")
    assert ran.code == 2
    assert "the password is not the key's" in ran.err


def test_without_a_terminal_the_password_comes_from_the_environment(xreg, folder):
    ran = xreg("key", "new", "mine.pem")
    assert ran.code == 2
    assert "XREG_KEY_PASSWORD" in ran.err
    assert not (folder / "mine.pem").exists()


def test_a_key_without_a_password_is_made_where_that_is_asked_for(xreg, folder):
    assert xreg("key", "new", "mine.pem", "--no-password").code == 0
    assert b"ENCRYPTED" not in (folder / "mine.pem").read_bytes()
    assert xreg("key", "show", "mine.pem").code == 0


def test_a_key_needs_an_action(xreg):
    assert xreg("key").code == 2
