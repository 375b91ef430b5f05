"""All that a child takes from itself, in the order in which the kernel allows it."""

import sys

from xreg.registry.networks.engine.isolation.limits import limit_processes, set_limits
from xreg.registry.networks.engine.isolation.steps import Limits, Seen, Step, View


def isolate(base: str, seen: Seen, limits: Limits, others: int) -> tuple[View, list[Step]]:
    """Keep this process from all that its check does not need; what it sees and where it may write, and the steps.

    `base` is an empty folder. Must run while the process has one thread, since a thread keeps what it had.
    """
    if sys.platform != "linux":
        return View(base, seen, False), [*set_limits(limits), *_elsewhere()]
    from xreg.registry.networks.engine.isolation.landlock import landlock
    from xreg.registry.networks.engine.isolation.privileges import drop_privileges
    from xreg.registry.networks.engine.isolation.view import own_view

    view, steps = own_view(base, seen, limits)
    steps += set_limits(limits)
    steps += drop_privileges(view)
    steps.append(limit_processes(limits, others))
    steps += landlock(view)
    return view, steps


def _elsewhere() -> list[Step]:
    return [
        Step(f"not kept from the network: {sys.platform} has no namespaces", "network"),
        Step("the user's files stay readable", "files"),
        Step("the user's processes stay in sight", "processes"),
        Step("not limited to any memory of all processes together", "memory"),
    ]
