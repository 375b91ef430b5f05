"""Runs migrations within the transaction that the caller has begun: all of them hold, or none."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
context.run_migrations()
