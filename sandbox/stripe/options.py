"""What a local Stripe is told on the command line, by itself or among others."""

import argparse
from pathlib import Path

from sandbox.clock import Clock
from sandbox.stripe.api.webhook_endpoints import listen_at
from sandbox.stripe.price_tables import PRICES
from sandbox.stripe.service import Service, Setup


def add_options(parser: argparse.ArgumentParser) -> None:
    first = Setup()
    asked = parser.add_argument_group("the local Stripe")
    asked.add_argument("--name", default=first.name, help="the account's own name")
    asked.add_argument("--country", default=first.country, help="the account's country")
    asked.add_argument("--pricing", default=first.pricing, help="the account's fees")
    asked.add_argument(
        "--debit-seconds", type=float, default=first.debit_seconds, help="until a debit ends"
    )
    asked.add_argument("--webhook", default="", metavar="URL", help="gets all events")
    asked.add_argument("--webhook-secret", default="", help="which they are signed with")


def service_of(
    parser: argparse.ArgumentParser,
    asked: argparse.Namespace,
    *,
    file: Path | None,
    clock_file: Path | None,
) -> Service:
    """Ends the program where the options don't go together."""
    if bool(asked.webhook) != bool(asked.webhook_secret):
        parser.error("--webhook and --webhook-secret belong together")
    if asked.pricing not in PRICES:
        parser.error(f"--pricing: one of {', '.join(PRICES)}")
    setup = Setup(asked.name, asked.country, asked.pricing, asked.debit_seconds)
    service = Service(Clock(), setup, file=file, clock_file=clock_file)
    if asked.webhook:
        with service.acting():
            listen_at(service.platform, asked.webhook, asked.webhook_secret)
    return service
