"""`paydesk serve`: answers Slack, Stripe and browsers until it is stopped."""

import os
from pathlib import Path

import click

from bot.logs import start_logging
from bot.settings import environment, read_settings


@click.command()
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="info",
    show_default=True,
    help="How much to log. Bodies, tokens and card numbers are never logged.",
)
def serve(log_level: str) -> None:
    """Answer Slack until stopped."""
    from bot.server import serve as run  # with the settings wrong, it isn't needed

    start_logging(log_level)
    run(read_settings(environment(Path.cwd(), os.environ)))
