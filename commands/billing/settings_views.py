"""The window of the settings: all of them at a glance, with the way to each form."""

from collections.abc import Mapping, Sequence

from commands.billing.setting_words import changes_words, pairs, setting_name
from commands.blocks import Element, actions, button, context, modal, section
from commands.replies import Block, View
from desk.language import Language
from desk.place_names import currency_name, currency_of
from desk.setting_forms import (
    IDENTITY,
    INVOICES,
    LIMITS,
    PLACE,
    REGION,
    SettingsPage,
)
from desk.settings import NEXT_NUMBER, Change, PracticeSettings
from rules.places import parse_place
from rules.words import Sentence, sentence

OPEN = "settings:open"
BACK = "settings:back"
EDIT = "settings:edit:"
"""Begins the action_ids of the Edit buttons; their value names the form."""
CHANNEL, FEE_PAYER, CATALOGUE, STRIPE = "channel", "fee_payer", "catalogue", "stripe"
ASKING, AGENTS, HOURS = "help_channel", "agents_channel", "help_hours"
"""Beside the forms of desk.setting_forms: these have windows of their own."""

SECTIONS: Mapping[str, tuple[Sentence, Sequence[str]]] = {
    IDENTITY: (
        sentence("*The practice on invoices*"),
        ("legal_name", "address", "registrations", "tax_wording", "provider_number"),
    ),
    PLACE: (sentence("*Where the practice is*"), ("place",)),
    REGION: (sentence("*Currency, time, language*"), ("currency", "time_zone", "language")),
    INVOICES: (
        sentence("*Invoices and receipts*"),
        ("invoice_prefix", "due_days", "rounding", "send_receipts"),
    ),
    FEE_PAYER: (sentence("*Processing fees*"), ("fee_payer",)),
    LIMITS: (sentence("*Limits*"), ("front_desk_limit", "approver")),
    CHANNEL: (sentence("*Where shared cards go*"), ("billing_channel",)),
    ASKING: (sentence("*Where questions are asked*"), ("help_channel",)),
    AGENTS: (sentence("*Where agents answer*"), ("agents_channel",)),
    HOURS: (sentence("*When agents answer*"), ("help_hours", "help_wait")),
}
"""The title of each part, and what stands in it."""


def settings_view(say: Language, page: SettingsPage, notice: str = "") -> View:
    """All settings; with the buttons to change them for whoever may. `notice` is what has just
    happened, in mrkdwn."""
    blocks = [section(notice)] if notice else []
    blocks += [_part(say, page, name) for name in SECTIONS]
    if page.may_edit:
        blocks.append(actions(*_more(say)))
        blocks.append(context(say("Tax rates are under /tax, people under /billing.")))
    else:
        blocks.append(context(say("An owner of the practice changes these.")))
    return modal(say("Settings"), blocks, close=say("Close"))


def saved_words(say: Language, page: SettingsPage, made: Sequence[Change]) -> str:
    """What has changed, and what follows from it."""
    words = [changes_words(say, made, page.settings.currency)]
    if any(one.name == "place" for one in made):
        words += [f"• {line}" for line in moved_words(say, page.settings)]
    return "\n".join(words)


def moved_words(say: Language, settings: PracticeSettings) -> list[str]:
    """What another place means, once the practice is there."""
    usual = currency_of(parse_place(settings.place or "US"))
    lines = [
        say("Fees, and the law on who bears them, are now those of the new place."),
        say("Until an owner decides anew, the practice bears the fees itself."),
        say("Invoices that are there already stay as they are. Check your tax rates."),
    ]
    if usual != settings.currency:
        lines.append(
            say(
                "You still charge in {currency}; most practices there charge in {usual}.",
                currency=settings.currency.upper(),
                usual=currency_name(usual, say),
            )
        )
    return lines


def settings_button(say: Language) -> Element:
    """Opens the window."""
    return button(say("Settings"), OPEN)


def back_button(say: Language) -> Element:
    """From a form to all settings."""
    return button(say("All settings"), BACK)


def _part(say: Language, page: SettingsPage, name: str) -> Block:
    title, names = SECTIONS[name]
    words = [say.sentence(title), pairs(say, page.settings, names)]
    if name == INVOICES:
        number = f"{page.settings.invoice_prefix}{page.next_number}"
        label = setting_name(say, NEXT_NUMBER)
        words.append(say("{label}: {value}", label=label, value=number))
    way = button(say("Edit"), EDIT + name, name) if page.may_edit else None
    return section("\n".join(words), way)


def _more(say: Language) -> list[Element]:
    return [
        button(say("Prices and practitioners"), EDIT + CATALOGUE, CATALOGUE),
        button(say("Stripe"), EDIT + STRIPE, STRIPE),
    ]
