"""What all tests share: the profiles of hypothesis, the test data, the knowledge base, the corpus if it is there."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from xreg.registry.knowledge.load import load
from xreg.schema.knowledge import Knowledge

TESTS = Path(__file__).parent
# Tests that are imported one by one (importlib mode) find the helpers in `tests/support` as `support.…`.
sys.path.insert(0, str(TESTS))

# The same examples in every run, so that a red build is red again; `HYPOTHESIS_PROFILE=search` looks for new ones.
_CHECKS = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
settings.register_profile("same", derandomize=True, deadline=None, database=None, suppress_health_check=_CHECKS)
settings.register_profile("search", max_examples=5000, deadline=None, suppress_health_check=_CHECKS)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of test data."""
    return TESTS / "data"


@pytest.fixture(scope="session")
def known() -> Knowledge:
    """The real knowledge base."""
    return load()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder that holds the corpus of the hub's cards, beside the project."""
    folder = TESTS.parent.parent / "shared"
    if not (folder / "corpus").is_dir():
        pytest.skip(f"the corpus of real cards is not here: {folder / 'corpus'}")
    return folder
