"""Lets a probe of Stripe's behaviour, where one is at hand, loose on the local Stripe.

`python -m tests.stripe_probe PROBE.py`: the probe gets the address, and its exit status is ours.
"""

import subprocess
import sys

from sandbox.clock import Clock
from sandbox.stripe.server import Server
from sandbox.stripe.service import Service


def main() -> int:
    with Server(Service(Clock())) as server:
        return subprocess.run([sys.executable, sys.argv[1], server.url]).returncode


if __name__ == "__main__":
    sys.exit(main())
