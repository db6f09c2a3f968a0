"""`paydesk erase`: a person's data, on request and for good."""

import os
from pathlib import Path

import click

from bot.console import tell
from bot.practice_choice import chosen_practice, desk_of
from bot.settings import Needs, environment, read_settings
from desk import erasure
from desk.access import SystemActor
from desk.client_data import named_client
from desk.erasure import Erasure
from desk.language import language_of
from rules.money import Money
from rules.systems import System


@click.command()
@click.argument("reference")
@click.option("--practice", metavar="TEAM", help="Slack's id of the workspace, if there are many.")
@click.option(
    "--yes", metavar="REFERENCE", help="The reference once more, in place of the question."
)
def erase(reference: str, practice: str | None, yes: str | None) -> None:
    """Erase what is kept about the client REFERENCE (NP-0042), for good.

    Name, e-mail, phone, address, the other system's id and the saved payment methods go. Invoices
    stay, as the law wants it, with the reference in place of the name and a neutral text in place
    of what it was for. Backups that were made
    before still have the name, and so has Stripe.
    """
    settings = read_settings(environment(Path.cwd(), os.environ), needs=Needs.STORE)
    with desk_of(settings) as desk:
        chosen = chosen_practice(desk, practice)
        actor = SystemActor(chosen.id, System.ERASURE)
        client = named_client(desk, chosen, reference)
        _tell_before(erasure.to_erase(desk, actor, client.id))
        typed = yes or click.prompt(
            f"Type {client.reference} to go on", default="", show_default=False
        )
        done = erasure.erase(desk, actor, client.id, typed)
    _tell_after(done)


def _tell_before(what: Erasure) -> None:
    say = language_of("en")
    tell(f"{what.client.reference}: {what.client.name}. Invoices: {what.invoices}, which stay.")
    owed = [say.money(Money(amount, currency)) for currency, amount in what.owes.items() if amount]
    if owed:
        tell(f"Still to be paid: {', '.join(owed)}. Nobody can be reminded any more.")
    tell("This can't be undone.")


def _tell_after(done: Erasure) -> None:
    tell(f"✓ {done.client.reference} is erased.")
    for customer_id in done.customers:
        tell(f"Stripe still has the customer {customer_id}: delete it at dashboard.stripe.com.")
    tell("Backups that were made before still have the name, until you delete them.")
