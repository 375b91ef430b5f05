"""Releases as people and programs see them: as text and JSON, compared, signed, and copied out of a registry."""
