"""A command line that takes away all that namespaces need, to run a program on a system that seems to have none."""

import shutil
import subprocess

import pytest

CODE = 'echo 0 >/proc/sys/user/max_user_namespaces && exec setpriv --inh-caps=-all --bounding-set=-all "$@"'
WORDS = ("unshare", "--user", "--map-root-user", "sh", "-c", CODE, "sh")


def before_command() -> tuple[str, ...]:
    """What is written before the program's own words; skips the test where that cannot be had."""
    if shutil.which("unshare") is None or subprocess.run([*WORDS, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system cannot take namespaces away from a process")
    return WORDS
