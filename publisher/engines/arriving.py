"""The task as a node gets it. Ray carries this file's code itself, so it runs where there is no xreg, and says so."""

from typing import Any


def arrive(version: str, digest: str, key: str, job: Any, chunk: bytes) -> Any:
    """What the job makes of the chunk, as a list; or a text that says why this node cannot do it.

    `job` holds the job's reference rather than the job, which is fetched once for all chunks of a process.
    """
    import socket

    import ray

    node = socket.gethostname()
    try:
        from xreg.publisher.engines.needs import code_digest
        from xreg.publisher.engines.node import run
    except ImportError as error:
        return f"the node {node} has no xreg {version} ({error}): `pip install 'xreg[cluster]=={version}'` there"
    if code_digest() != digest:
        return f"the node {node} has another xreg than this machine, which has {version}: install the same on both"
    return run(node, key, lambda: ray.get(job[0]), chunk)
