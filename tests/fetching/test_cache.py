"""The cache: asked whether it still holds, hashed before it is believed, enough without a network, cleaned."""

import json
import os
import threading
import time

import pytest
from filelock import FileLock, SoftFileLock
from support.asset_server import CONTENT, honest, plain, status

from xreg.publisher.fetching import cache
from xreg.publisher.fetching.cache import Cache
from xreg.publisher.fetching.errors import CacheError, NotFoundError, OfflineError
from xreg.publisher.fetching.fetch import cache_of, fetch
from xreg.publisher.fetching.settings import Settings
from xreg.registry.user_cache import user_cache
from xreg.schema.digests import Digest

DIGEST = Digest.of(CONTENT)
OTHER = bytes(reversed(CONTENT))


def files(settings, folder, suffix):
    return [path for path in (settings.folder / folder).iterdir() if path.suffix == suffix]


def interrupted(server, settings, stop=100_000, **more):
    """Leaves a part behind, as a run does that was ended."""
    server.script = [honest(stop=stop, **more), status(404)]
    with pytest.raises(NotFoundError):
        fetch(server.link, settings)
    server.asked.clear()
    server.script = [honest()]


def test_the_cache_is_the_users():
    assert cache_of(Settings()).folder == user_cache() / "assets"


def test_a_file_is_not_sent_twice(server, settings):
    first = fetch(server.link, settings)
    second = fetch(server.link, settings)
    assert second == first._replace(from_cache=True)
    assert server.asked[1][1]["If-None-Match"] == '"one"'


def test_the_time_of_the_last_change_is_asked_with_too(server, settings):
    headers = {"Content_Length": len(CONTENT), "Last_Modified": "Sun, 13 Sep 2020 12:26:40 GMT"}
    server.script = [plain(**headers), status(304)]
    fetch(server.link, settings)
    assert fetch(server.link, settings).from_cache
    assert server.asked[1][1]["If-Modified-Since"] == headers["Last_Modified"]


def test_a_server_that_says_nothing_of_versions_sends_again(server, settings):
    server.script = [plain(Content_Length=len(CONTENT))]
    fetch(server.link, settings)
    assert not fetch(server.link, settings).from_cache


def test_a_file_that_has_changed_is_fetched(server, settings):
    fetch(server.link, settings)
    server.script = [honest(OTHER, '"two"')]
    found = fetch(server.link, settings)
    assert (found.digest, found.from_cache) == (Digest.of(OTHER), False)
    assert cache_of(settings).path(DIGEST).read_bytes() == CONTENT


def test_one_file_at_two_links_is_kept_once(server, settings):
    assert fetch(server.link, settings).path == fetch(f"{server.link}?2", settings).path


def test_offline_the_cache_answers_and_nothing_else(server, settings):
    offline = settings._replace(offline=True)
    with pytest.raises(OfflineError, match="not in the cache: fetch it once without --offline"):
        fetch(server.link, offline)
    first = fetch(server.link, settings)
    server.asked.clear()
    assert fetch(server.link, offline) == first._replace(from_cache=True)
    assert not server.asked


def test_a_damaged_file_is_fetched_again(server, settings):
    path = fetch(server.link, settings).path
    for damage in (CONTENT[:-1], OTHER, b""):
        path.write_bytes(damage)
        found = fetch(server.link, settings)
        assert found.path.read_bytes() == CONTENT and not found.from_cache
    path.write_bytes(OTHER)
    with pytest.raises(OfflineError):
        fetch(server.link, settings._replace(offline=True))
    path.unlink(missing_ok=True)
    assert not fetch(server.link, settings).from_cache


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b"[" * 100_000, b'{"link": 1}', b'{"digest": "sha256:1"}'])
def test_a_damaged_note_is_none(server, settings, note):
    fetch(server.link, settings)
    path = files(settings, "links", ".json")[0]
    path.write_bytes(note)
    assert not fetch(server.link, settings).from_cache
    written = json.loads(path.read_bytes())
    path.write_text(json.dumps(written | {"digest": "sha256:1"}))
    assert not fetch(server.link, settings).from_cache


def test_the_note_of_another_link_is_none(server, settings):
    fetch(server.link, settings)
    path = files(settings, "links", ".json")[0]
    path.write_text(path.read_text().replace("model.ckpt", "other.ckpt"))
    assert not fetch(server.link, settings).from_cache


def test_a_later_run_resumes_what_an_earlier_one_left(server, settings):
    interrupted(server, settings)
    found = fetch(server.link, settings)
    assert (found.digest, found.resumed) == (DIGEST, True)
    assert server.ranges == ["bytes=100000-"]
    assert not files(settings, "parts", ".part") and not files(settings, "parts", ".json")


def test_a_part_that_has_all_bytes_is_still_asked_for(server, settings):
    interrupted(server, settings)
    files(settings, "parts", ".part")[0].write_bytes(CONTENT)
    assert fetch(server.link, settings).digest == DIGEST
    assert server.ranges == [f"bytes={len(CONTENT) - 1}-"]


@pytest.mark.parametrize(
    "change",
    [
        lambda _, note: note.unlink(),
        lambda part, _: part.unlink(),
        lambda _, note: note.write_text("{}"),
        lambda _, note: note.write_text(json.dumps(json.loads(note.read_text()) | {"validator": 7})),
        lambda _, note: note.write_text(json.dumps(json.loads(note.read_text()) | {"url": "https://a.example/"})),
        lambda _, note: note.write_text(json.dumps(json.loads(note.read_text()) | {"validator": ["", "", False]})),
        lambda part, _: part.write_bytes(b""),
    ],
)
def test_a_part_that_makes_no_sense_is_not_resumed(server, settings, change):
    interrupted(server, settings)
    change(files(settings, "parts", ".part")[0], files(settings, "parts", ".json")[0])
    assert fetch(server.link, settings).digest == DIGEST
    assert server.ranges == [""]


def test_a_part_that_was_damaged_is_fetched_again_where_the_digest_is_known(server, settings):
    interrupted(server, settings)
    path = files(settings, "parts", ".part")[0]
    path.write_bytes(bytes(path.stat().st_size))
    assert fetch(server.link, settings, expected=DIGEST).digest == DIGEST
    assert server.ranges == ["bytes=100000-", ""]


def test_a_digest_is_not_made_to_fit(server, settings):
    expected = Digest.of(b"another")
    assert fetch(server.link, settings, expected=expected).digest == DIGEST
    assert len(server.asked) == 1


def test_a_part_of_no_known_length_is_resumed(server, settings):
    interrupted(server, settings)
    note = files(settings, "parts", ".json")[0]
    note.write_text(json.dumps(json.loads(note.read_text()) | {"total": None}))
    assert fetch(server.link, settings).resumed


def aged(settings):
    for path in (settings.folder / "parts").iterdir():
        os.utime(path, (time.time() - 8 * 86400,) * 2)


def test_parts_that_nobody_comes_back_for_are_removed(server, settings):
    interrupted(server, settings)
    aged(settings)
    fetch(f"{server.link}?2", settings)
    assert not files(settings, "parts", ".part") and not files(settings, "parts", ".json")


def test_a_part_that_is_new_or_held_stays(server, settings):
    interrupted(server, settings)
    fetch(f"{server.link}?2", settings)
    assert files(settings, "parts", ".part")
    aged(settings)
    stem = files(settings, "parts", ".part")[0].stem
    with FileLock(settings.folder / "parts" / f"{stem}.lock"):
        fetch(f"{server.link}?2", settings)
        assert files(settings, "parts", ".part")


def test_a_part_that_goes_on_today_is_not_old_for_its_note(server, settings):
    interrupted(server, settings)
    aged(settings)
    files(settings, "parts", ".part")[0].touch()
    assert fetch(server.link, settings).resumed


def test_the_second_waits_for_the_first_and_takes_its_file(server, settings):
    going, released = threading.Event(), threading.Event()

    def slow(handler):
        going.set()
        released.wait(30)
        honest()(handler)

    server.script = [slow]
    found = []
    threads = [threading.Thread(target=lambda: found.append(fetch(server.link, settings))) for _ in range(3)]
    threads[0].start()
    assert going.wait(30)
    for thread in threads[1:]:
        thread.start()
    time.sleep(0.2)  # they have come as far as the lock; a test that is too early for them passes too
    released.set()
    for thread in threads:
        thread.join()
    assert sorted(one.from_cache for one in found) == [False, True, True]
    assert len(server.asked) == 1


def test_a_folder_that_cannot_be_written_is_said(server, settings, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CacheError, match=r"cannot be used as the cache of assets: .*XREG_CACHE_DIR"):
        fetch(server.link, settings._replace(folder=tmp_path / "file"))


def test_a_file_system_without_locks_is_said(server, settings, monkeypatch):
    monkeypatch.setattr(cache, "FileLock", SoftFileLock)
    with pytest.raises(CacheError, match="its file system knows no locks"):
        fetch(server.link, settings)
    assert not list((settings.folder / "parts").iterdir())


def test_a_link_in_the_place_of_a_part_is_not_followed(server, settings, tmp_path):
    interrupted(server, settings)
    part = files(settings, "parts", ".part")[0]
    target = tmp_path / "precious"
    target.write_bytes(b"mine")
    part.unlink()
    part.symlink_to(target)
    with pytest.raises(CacheError):
        fetch(server.link, settings)
    assert target.read_bytes() == b"mine"


def test_a_cache_that_is_not_there_knows_no_links(tmp_path):
    assert Cache(tmp_path / "none").links(DIGEST) == []
