"""Looks for bytes on which linting or fixing fails, guided by coverage.

    python tests/fuzz/fuzz_card.py [-max_total_time=60]

It needs atheris (`pip install atheris`, Python 3.11 to 3.13). What it finds is written to `crash-…`: mend the defect,
and keep the bytes in tests/data/cards/seeds, where the tests run them for ever.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

TESTS = Path(__file__).resolve().parent.parent
SEEDS = TESTS / "data" / "cards" / "seeds"
sys.path.insert(0, str(TESTS))


def main() -> None:
    """Runs until something is found, or until libFuzzer's own limits are reached."""
    import atheris

    with atheris.instrument_imports(include=["xreg.schema", "yaml"]):
        from support.anything import PATHS, check_anything

    def one_input(data: bytes) -> None:
        if data:
            check_anything(data[1:], PATHS[data[0] % len(PATHS)])

    with TemporaryDirectory() as grown:  # libFuzzer adds to the first folder that it is given
        atheris.Setup([*sys.argv, grown, str(SEEDS)], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
