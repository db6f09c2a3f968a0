"""The buttons of an article: what can be done about it at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from commands.billing.buttons import ANEW as ACCESS_ANEW
from commands.billing.buttons import ASK as ASK_ACCESS
from commands.billing.buttons import PEOPLE
from commands.billing.day_views import TODAY
from commands.billing.settings_views import OPEN as SETTINGS
from commands.blocks import Element, button
from commands.charge.buttons import START
from commands.client.views import NEW as NEW_CLIENT
from commands.fees.views import OWN_FEES
from commands.fees.what_if_views import WHAT_IF
from commands.invoice.list_views import ANEW as OPEN_ONES
from commands.invoice.list_views import LIST as INVOICES
from commands.invoice.list_views import NEW as NEW_INVOICE
from commands.paylink.buttons import START as START_LINK
from commands.refund.buttons import START as START_REFUND
from commands.tax.views import NEW as NEW_TAX
from desk.language import Language
from rules.roles import Action, Role, may
from rules.words import Sentence, sentence


@dataclass(frozen=True)
class Way:
    """A button: what it says, which listener it goes to with which value, and who may press it;
    None: whoever has no role."""

    words: Sentence
    action_id: str
    allowed: Action | None
    value: str = ""


WAYS: dict[str, Way] = {
    "charge": Way(sentence("Charge a card"), START, Action.CHARGE),
    "paylink": Way(sentence("Send a link"), START_LINK, Action.SEND_LINKS),
    "what-if": Way(sentence("What if…"), WHAT_IF, Action.SEE_FEES),
    "own-fees": Way(sentence("Use our own fees"), OWN_FEES, Action.EDIT_FEE_ROWS),
    "settings": Way(sentence("Settings"), SETTINGS, Action.SEE_SETTINGS),
    "tax": Way(sentence("New tax rate"), NEW_TAX, Action.EDIT_TAXES),
    "refund": Way(sentence("Refund a payment"), START_REFUND, Action.ASK_REFUNDS),
    "invoice": Way(sentence("New invoice"), NEW_INVOICE, Action.EDIT_INVOICES),
    "open-invoices": Way(
        sentence("Open invoices"), f"{INVOICES}open", Action.SEE_INVOICES, OPEN_ONES
    ),
    "day": Way(sentence("The day"), TODAY, Action.SEE_TAKINGS),
    "people": Way(sentence("People and roles"), PEOPLE, Action.MANAGE_PEOPLE),
    "ask-access": Way(sentence("Ask for access"), ASK_ACCESS, None, ACCESS_ANEW),
    "new-client": Way(sentence("New client"), NEW_CLIENT, Action.EDIT_CLIENTS),
}
"""By the names that stand in the heads of the articles. What they open leaves the answer as it
is."""


def ways(say: Language, names: Iterable[str], role: Role | None) -> list[Element]:
    """The buttons of these names; `role` None: for everybody who reads there, and who may is asked
    at the click."""
    found = [WAYS[name] for name in names if name in WAYS]
    return [
        button(say.sentence(way.words), way.action_id, way.value)
        for way in found
        if role is None or _may_press(role, way)
    ]


def _may_press(role: Role, way: Way) -> bool:
    return role is Role.NONE if way.allowed is None else may(role, way.allowed)
