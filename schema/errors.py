"""The one root exception of xreg."""


class XregError(Exception):
    """Something the user can act on: its text says what is wrong and what to do. Only `main` catches it."""
