"""What the database itself refuses, whoever asks."""

import pytest
import sqlalchemy as sa
from support.releases import UID, asset, draft

from xreg.registry.store.location import parse_location

HEX = "0" * 64
RELEASE = "INSERT INTO releases SELECT 99, uid, {revision}, {raw}, card, evidence, verification, attestation, {state},"
RELEASE += " time, publisher, claims, seal FROM releases WHERE id = 1"
REFUSED = {
    "a release that changes": "UPDATE releases SET card = raw",
    "a state that changes": "UPDATE releases SET state = 'verified'",
    "a release that goes": "DELETE FROM releases",
    "an asset that changes": "UPDATE assets SET size = 1",
    "an asset that goes": "DELETE FROM assets",
    "a yank undone": "DELETE FROM yanks",
    "a yank with another reason": "UPDATE yanks SET reason = 'none'",
    "a second yank": "INSERT INTO yanks VALUES (1, 'again', '2026-01-01T00:00:00Z')",
    "a yank for no reason": "INSERT INTO yanks VALUES (2, '', '2026-01-01T00:00:00Z')",
    "another name": f"UPDATE registry SET id = '{HEX}'",
    "a second name": f"INSERT INTO registry VALUES ('{HEX}')",
    "no name": "DELETE FROM registry",
    "a UID renamed": "UPDATE uids SET uid = 'a/b/c'",
    "a UID that goes": "DELETE FROM uids",
    "a UID twice": f"INSERT INTO uids VALUES (99, '{UID}')",
    "a blob that changes": f"UPDATE blobs SET digest = '{HEX}'",
    "a blob of another size": "UPDATE blobs SET size = 0",
    "a blob that goes": "DELETE FROM blobs",
    "a revision left out": RELEASE.format(revision=4, raw="raw", state="state"),
    "a revision twice": RELEASE.format(revision=1, raw="raw", state="state"),
    "a release without its blob": RELEASE.format(revision=3, raw=f"'{HEX}'", state="state"),
    "a state of its own": RELEASE.format(revision=3, raw="raw", state="'fine'"),
    "an asset without its blob": f"INSERT INTO assets VALUES (1, 9, 'a', '', '{HEX}', 1, 'failed', '{HEX}')",
    "an asset of another blob": f"INSERT INTO assets SELECT 1, 9, 'a', '', '{HEX}', 1, 'failed', raw FROM releases",
    "a verified asset without digest": "INSERT INTO assets VALUES (1, 9, 'a', '', NULL, 1, 'verified', NULL)",
    "an asset of no release": "INSERT INTO assets VALUES (99, 0, 'a', '', NULL, -1, 'not verified', NULL)",
    "a short digest": "INSERT INTO blobs VALUES ('abc', 1, NULL, 0)",
    "a digest in capitals": f"INSERT INTO blobs VALUES ('{'A' * 64}', 1, NULL, 0)",
    "a digest with a stranger inside": f"INSERT INTO blobs VALUES ('{'0' * 32}g{'0' * 31}', 1, NULL, 0)",
    "a place inside no pack": f"INSERT INTO blobs VALUES ('{HEX}', 1, NULL, 5)",
    "a negative size": f"INSERT INTO blobs VALUES ('{HEX}', -1, NULL, 0)",
    "a yanked release shown": "UPDATE shown SET release = 1",
    "a release shown under another UID": "INSERT INTO shown VALUES (2, 2)",
}


@pytest.fixture
def connection(registry, location, tmp_path):
    """A second program's connection to a registry with a yanked and a standing release."""
    for text in ("first", "second"):
        registry.publish(draft(text, assets=(asset(tmp_path / "model.ckpt"),)))
    registry.yank(UID, 1, "broken")
    engine = sa.create_engine(parse_location(location).database)
    with engine.connect() as opened:
        if engine.dialect.name == "sqlite":
            opened.exec_driver_sql("PRAGMA foreign_keys=ON")
        yield opened
    engine.dispose()


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_refuses(connection, what):
    with pytest.raises(sa.exc.IntegrityError):
        connection.exec_driver_sql(REFUSED[what])


def test_the_database_accepts_the_next_release(connection):
    connection.exec_driver_sql(RELEASE.format(revision=3, raw="raw", state="state"))
