"""`python -m sandbox.stripe --port N`: a local Stripe of its own, until SIGTERM or Ctrl-C."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sandbox.loopback import LOOPBACK
from sandbox.serving import run_until_ended
from sandbox.stripe.options import add_options, service_of
from sandbox.stripe.server import Server


def parser() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="python -m sandbox.stripe", description=__doc__)
    asked.add_argument("--host", default="127.0.0.1", help="loopback only")
    asked.add_argument("--port", type=int, required=True, help="0: any free port")
    asked.add_argument("--file", type=Path, help="keeps everything over a restart; none: in memory")
    asked.add_argument("--clock-file", type=Path, help="told how far the clock was moved")
    asked.add_argument(
        "--control",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="the control API for tests and the demo",
    )
    add_options(asked)
    return asked


def main(arguments: Sequence[str] | None = None) -> int:
    command = parser()
    asked = command.parse_args(arguments)
    if asked.host not in LOOPBACK:
        refusal = f"{asked.host} is not this machine: the local Stripe serves loopback only"
        print(refusal, file=sys.stderr)  # noqa: T201
        return 2
    service = service_of(command, asked, file=asked.file, clock_file=asked.clock_file)
    server = Server(service, asked.port, control=asked.control)
    run_until_ended(server, f"Stripe is at {server.url}; STRIPE_API_BASE={server.url}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
