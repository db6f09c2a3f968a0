"""The `paydesk` command line. Each command is loaded only where it is run, so that none waits for
what another needs."""

import sys
from dataclasses import dataclass
from importlib import import_module

import click

from bot.settings_error import SettingsError
from rules.words import Refusal


@dataclass(frozen=True)
class Listed:
    """Where a command is, and the line that it has in the list of all."""

    module: str
    attribute: str
    line: str

    def load(self) -> click.Command:
        command: click.Command = getattr(import_module(self.module), self.attribute)
        return command


COMMANDS = {
    "ask": Listed(
        "bot.ask_command", "ask", "Say which help articles fit a question, a question a line."
    ),
    "backup": Listed(
        "bot.store_commands", "backup", "Save the whole store to FILE, while Paydesk runs or not."
    ),
    "check": Listed(
        "bot.check_command", "check", "Say of each thing whether it is right, or how to mend it."
    ),
    "demo": Listed(
        "bot.demo_command",
        "demo",
        "Try Paydesk in the browser, with a local Slack, a local Stripe and a mailbox.",
    ),
    "erase": Listed(
        "bot.erase_command", "erase", "Erase a client's data, on request and for good."
    ),
    "export": Listed(
        "bot.export_command", "export", "Save clients, invoices, or all about one client to a file."
    ),
    "import": Listed(
        "bot.import_command", "import_", "Take over clients, invoices, or what Stripe already has."
    ),
    "init": Listed(
        "bot.setup_command",
        "init",
        "Ask for the settings and write .env; tell what to do in Slack.",
    ),
    "manifest": Listed(
        "bot.manifest_command", "manifest", "Print the app's manifest, to paste into Slack."
    ),
    "migrate": Listed(
        "bot.store_commands",
        "migrate",
        "Bring the database up to date with this version of Paydesk.",
    ),
    "quote": Listed(
        "bot.quote_command",
        "quote",
        "Say what a client pays, what the practice receives, and whether the fee may be passed on.",
    ),
    "reconcile": Listed(
        "bot.reconcile_command", "reconcile", "Compare the ledger with Stripe, both ways."
    ),
    "restore": Listed(
        "bot.store_commands",
        "restore",
        "Restore the backup FILE into the database that DATABASE_URL names.",
    ),
    "serve": Listed("bot.serve_command", "serve", "Answer Slack until stopped."),
}


class Paydesk(click.Group):
    """Knows of each command what stands in COMMANDS, and loads the one that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return COMMANDS[cmd_name].load() if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, listed.line) for name, listed in COMMANDS.items()])


@click.group(cls=Paydesk, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="paydesk")
def paydesk() -> None:
    """The pay desk of a health practice, inside its Slack workspace."""


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
        from desk.language import language_of  # with its translations, only needed here

        click.echo(language_of("en").sentence(refusal.sentence), err=True)
        sys.exit(1)
