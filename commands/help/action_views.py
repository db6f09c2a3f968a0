"""The buttons of an article: what can be done about it at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from commands.billing.settings_views import OPEN as SETTINGS
from commands.blocks import Element, button
from commands.charge.buttons import START
from commands.client.views import NEW as NEW_CLIENT
from commands.fees.views import OWN_FEES
from commands.fees.what_if_views import WHAT_IF
from commands.paylink.buttons import START as START_LINK
from commands.tax.views import NEW as NEW_TAX
from desk.language import Language
from rules.roles import Action, Role, may
from rules.words import Sentence, sentence


@dataclass(frozen=True)
class Way:
    """A button: what it says, which listener it goes to, and who may press it."""

    words: Sentence
    action_id: str
    allowed: Action


WAYS: dict[str, Way] = {
    "charge": Way(sentence("Charge a card"), START, Action.CHARGE),
    "paylink": Way(sentence("Send a link"), START_LINK, Action.SEND_LINKS),
    "what-if": Way(sentence("What if…"), WHAT_IF, Action.SEE_FEES),
    "own-fees": Way(sentence("Use our own fees"), OWN_FEES, Action.EDIT_FEE_ROWS),
    "settings": Way(sentence("Settings"), SETTINGS, Action.SEE_SETTINGS),
    "tax": Way(sentence("New tax rate"), NEW_TAX, Action.EDIT_TAXES),
    "new-client": Way(sentence("New client"), NEW_CLIENT, Action.EDIT_CLIENTS),
}
"""By the names that stand in the heads of the articles. Each opens a window."""


def ways(say: Language, names: Iterable[str], role: Role | None) -> list[Element]:
    """The buttons of these names; `role` None: for everybody who reads there, and who may is asked
    at the click."""
    found = [WAYS[name] for name in names if name in WAYS]
    return [
        button(say.sentence(way.words), way.action_id)
        for way in found
        if role is None or may(role, way.allowed)
    ]
