"""Serves the requests of standard input, a list, in this process, without isolation; prints the events of each."""

import json
import os
import sys

sys.path += sys.argv[1:]
del sys.argv[1:]

from xreg.registry.networks.worker.serve import failure, serve  # noqa: E402

DEFAULTS = {"calls": [{"args": [], "kwargs": {}}], "inputs": [], "until": "first-success", "search": True}
DEFAULTS |= {"probe": False, "checkpoint": None}
answers = []
for request in json.load(sys.stdin):
    events: list[dict] = []
    try:
        serve(DEFAULTS | request, [], events.append)
    except Exception as error:
        events.append(failure(error))
    answers.append(events)
print(json.dumps(answers), flush=True)
os._exit(0)
