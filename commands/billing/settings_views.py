"""The window of the settings: all of them at a glance, with the way to each form."""

from commands.billing.setting_lines import pairs
from commands.blocks import Element, actions, button, context, modal, section
from commands.replies import Block, View
from desk.language import Language
from desk.setting_forms import INVOICES, SettingsPage
from desk.setting_sections import SECTIONS
from desk.setting_words import setting_name
from desk.settings import NEXT_NUMBER

OPEN = "settings:open"
BACK = "settings:back"
EDIT = "settings:edit:"
"""Begins the action_ids of the Edit buttons; their value names the form."""
CATALOGUE, STRIPE = "catalogue", "stripe"
"""Beside the parts of the settings: these have windows of their own."""


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


def settings_button(say: Language) -> Element:
    """Opens the window."""
    return button(say("Settings"), OPEN)


def back_button(say: Language) -> Element:
    """From a form to all settings."""
    return button(say("All settings"), BACK)


def _part(say: Language, page: SettingsPage, name: str) -> Block:
    title, names = SECTIONS[name]
    words = [f"*{say.sentence(title)}*", pairs(say, page.settings, names)]
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
