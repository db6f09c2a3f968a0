"""`python -m sandbox.stripe --port N`: a local Stripe of its own, until SIGTERM or Ctrl-C."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import TextIO

from sandbox.clock import Clock
from sandbox.loopback import LOOPBACK
from sandbox.stripe.api.webhook_endpoints import listen_at
from sandbox.stripe.price_tables import PRICES
from sandbox.stripe.server import Server
from sandbox.stripe.service import Service, Setup


def parser() -> argparse.ArgumentParser:
    first = Setup()
    asked = argparse.ArgumentParser(prog="python -m sandbox.stripe", description=__doc__)
    asked.add_argument("--host", default="127.0.0.1", help="loopback only")
    asked.add_argument("--port", type=int, required=True, help="0: any free port")
    asked.add_argument("--file", type=Path, help="keeps everything over a restart; none: in memory")
    asked.add_argument("--name", default=first.name, help="the account's own name")
    asked.add_argument("--country", default=first.country, help="the account's country")
    asked.add_argument("--pricing", default=first.pricing, help="the account's fees")
    asked.add_argument(
        "--debit-seconds", type=float, default=first.debit_seconds, help="until a debit ends"
    )
    asked.add_argument("--clock-file", type=Path, help="told how far the clock was moved")
    asked.add_argument("--webhook", default="", metavar="URL", help="gets all events")
    asked.add_argument("--webhook-secret", default="", help="which they are signed with")
    asked.add_argument(
        "--control",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="the control API for tests and the demo",
    )
    return asked


def main(arguments: Sequence[str] | None = None) -> int:
    command = parser()
    asked = command.parse_args(arguments)
    if asked.host not in LOOPBACK:
        _say(f"{asked.host} is not this machine: the local Stripe serves loopback only", sys.stderr)
        return 2
    if bool(asked.webhook) != bool(asked.webhook_secret):
        command.error("--webhook and --webhook-secret belong together")
    if asked.pricing not in PRICES:
        command.error(f"--pricing: one of {', '.join(PRICES)}")
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    with Server(_service(asked), asked.port, control=asked.control) as server:
        _say(f"Stripe is at {server.url}; STRIPE_API_BASE={server.url}", sys.stdout)
        stopped.wait()
    return 0


def _service(asked: argparse.Namespace) -> Service:
    setup = Setup(asked.name, asked.country, asked.pricing, asked.debit_seconds)
    service = Service(Clock(), setup, file=asked.file, clock_file=asked.clock_file)
    if asked.webhook:
        with service.acting():
            listen_at(service.platform, asked.webhook, asked.webhook_secret)
    return service


def _say(text: str, where: TextIO) -> None:
    print(text, file=where, flush=True)


if __name__ == "__main__":
    sys.exit(main())
