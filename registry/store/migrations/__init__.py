"""The versions of the index's schema, in Alembic's form."""
