"""Building and running networks for the record, as a card would that says only where the network is and its name."""

from collections.abc import Iterator, Sequence

from xreg.registry.networks.environment import INSTALL
from xreg.registry.networks.modes import Isolation
from xreg.registry.networks.providers.mindcv import of_clone, of_package
from xreg.registry.networks.providers.protocol import Target
from xreg.registry.networks.providers.repository import Asked, place_in, target_at
from xreg.registry.networks.recording.files import PACKAGES
from xreg.registry.networks.recording.making import Here, Run
from xreg.registry.networks.recording.population import Network
from xreg.registry.networks.table import FRAMEWORK, framework_folder, framework_version, worker_digest
from xreg.registry.networks.targets import run_each
from xreg.registry.repositories.views import Clones
from xreg.schema.network import NetworkError, NetworkEvidence

TOGETHER = 64  # networks whose code is put on disk at a time


def here() -> Here:
    """What runs networks here. Raises NetworkError where MindSpore is not installed."""
    folder = framework_folder()
    if folder is None:
        raise NetworkError(INSTALL)
    return Here(f"{FRAMEWORK} {framework_version(folder)}", worker_digest())


def runner(clones: Clones, jobs: int | None, isolation: Isolation = "auto") -> Run:
    """Runs networks of these clones and of installed packages, `jobs` at a time, kept from all else as is required."""

    def run(networks: Sequence[Network]) -> Iterator[tuple[Network, NetworkEvidence]]:
        for start in range(0, len(networks), TOGETHER):
            some = networks[start : start + TOGETHER]
            for number, evidence in run_each([target_of(each, clones) for each in some], jobs, isolation):
                yield some[number], evidence

    return run


def target_of(network: Network, clones: Clones) -> Target:
    """What is to be built and run. Raises NetworkError where the code is no longer what it was a moment ago."""
    found = network.target or _target(network, clones)
    if found is None or found.digest != network.digest:
        raise NetworkError(
            f"{network.network} of {network.repository}, {network.folder} is not as it was a moment ago: leave the"
            " clone alone while networks are recorded"
        )
    return found


def _target(network: Network, clones: Clones) -> Target | None:
    if not network.branch:
        return of_package(network.network)
    place = place_in(clones, network.repository, network.branch, network.folder)
    if place is None:
        return None
    if network.repository in PACKAGES:
        return of_clone(place, network.network)
    return target_at(place, Asked(network.network))
