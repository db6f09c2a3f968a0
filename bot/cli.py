"""The `paydesk` command line."""

import os
import sys
from pathlib import Path

import click

from bot.check_command import check
from bot.demo_command import demo
from bot.erase_command import erase
from bot.export_command import export
from bot.import_command import import_
from bot.logs import start_logging
from bot.manifest_command import manifest
from bot.quote_command import quote
from bot.settings import SettingsError, environment, read_settings
from bot.setup_command import init
from bot.store_commands import backup, migrate, restore
from desk.language import language_of
from rules.words import Refusal


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="paydesk")
def paydesk() -> None:
    """The pay desk of a health practice, inside its Slack workspace."""


@paydesk.command()
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="info",
    show_default=True,
    help="How much to log. Bodies, tokens and card numbers are never logged.",
)
def serve(log_level: str) -> None:
    """Answer Slack until stopped."""
    from bot.server import serve as run  # the web server is only loaded where it serves

    start_logging(log_level)
    run(read_settings(environment(Path.cwd(), os.environ)))


for command in (
    demo,
    init,
    check,
    manifest,
    quote,
    migrate,
    backup,
    restore,
    import_,
    export,
    erase,
):
    paydesk.add_command(command)


def main() -> None:
    """What went wrong is one sentence on standard error, and exit status 1; never a traceback."""
    try:
        paydesk()
    except SettingsError as error:
        for problem in error.problems:
            click.echo(f"✗ {problem}", err=True)
        click.echo("Mend the settings (in .env, or run: paydesk init), then try again.", err=True)
        sys.exit(1)
    except Refusal as refusal:
        click.echo(language_of("en").sentence(refusal.sentence), err=True)
        sys.exit(1)
