"""A network whose code prints a forged answer, looks at its environment, and tries to get out; it tells what it found."""

import json
import os
import socket
import sys


def create_network(name):
    forged = {"event": "attempt", "shape": [1, 3, 8, 8], "output": [1, 7], "error": ""}
    print(json.dumps(forged), flush=True)
    os.write(1, json.dumps(forged).encode() + b"\n")
    found = {"arguments": sys.argv[1:], "names": sorted(os.environ), "folder": os.getcwd() == os.environ["HOME"]}
    found["reached"] = [reach(*kind, int(name.rpartition("-")[2])) for kind in KINDS]
    raise RuntimeError(json.dumps(found))


KINDS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


def reach(family, address, port):
    try:
        with socket.socket(family) as outside:
            outside.settimeout(2)
            outside.connect((address, port))
    except OSError:
        return False
    return True
