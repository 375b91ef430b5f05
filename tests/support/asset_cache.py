"""What tests look for in a cache of assets."""

from xreg.publisher.fetching.settings import Settings


def left(settings: Settings) -> list[str]:
    """The endings of the parts and notes that are left in the cache."""
    folder = settings.folder
    assert folder
    return sorted(path.suffix for path in (folder / "parts").iterdir() if path.suffix != ".lock")
