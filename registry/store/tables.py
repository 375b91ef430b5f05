"""The tables of the index, as queries name them; their constraints are stated in `migrations/versions`."""

import sqlalchemy as sa

# The name of the registry, in the only row: its files carry it too.
registry = sa.table("registry", sa.column("id", sa.Text))

uids = sa.table("uids", sa.column("id", sa.BigInteger), sa.column("uid", sa.Text))

blobs = sa.table(
    "blobs",
    sa.column("digest", sa.Text),
    sa.column("size", sa.BigInteger),
    # Where the bytes lie: a file of their own, or a part of the pack of that digest.
    sa.column("pack", sa.Text),
    sa.column("start", sa.BigInteger),
)

releases = sa.table(
    "releases",
    sa.column("id", sa.BigInteger),
    sa.column("uid", sa.BigInteger),
    sa.column("revision", sa.BigInteger),
    sa.column("raw", sa.Text),
    sa.column("card", sa.Text),
    sa.column("evidence", sa.Text),
    sa.column("verification", sa.Text),
    sa.column("attestation", sa.Text),
    sa.column("state", sa.Text),
    sa.column("time", sa.Text),
    sa.column("publisher", sa.Text),
    sa.column("claims", sa.Text),
    # The digest of the release's own record: a changed byte of a row is found by it.
    sa.column("seal", sa.Text),
)

assets = sa.table(
    "assets",
    sa.column("release", sa.BigInteger),
    sa.column("position", sa.BigInteger),
    sa.column("name", sa.Text),
    sa.column("link", sa.Text),
    sa.column("digest", sa.Text),
    sa.column("size", sa.BigInteger),
    sa.column("state", sa.Text),
    # The same digest where the registry holds the bytes, else nothing.
    sa.column("blob", sa.Text),
)

yanks = sa.table("yanks", sa.column("release", sa.BigInteger), sa.column("reason", sa.Text), sa.column("time", sa.Text))

# The release of each UID that search and list show: the newest one that was not yanked.
shown = sa.table("shown", sa.column("uid", sa.BigInteger), sa.column("release", sa.BigInteger))

TABLES = (registry, uids, blobs, releases, assets, yanks, shown)
