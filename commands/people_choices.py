"""Inputs in which people of the workspace are chosen; a listener gets their Slack ids."""

from collections.abc import Sequence

from commands.blocks import PLACEHOLDER_TEXT, Element
from desk.privacy import cut


def people_select(action_id: str, placeholder: str) -> Element:
    """One of them."""
    return {
        "type": "users_select",
        "action_id": action_id,
        "placeholder": _words(placeholder),
    }


def people_input(action_id: str, placeholder: str, chosen: Sequence[str] = ()) -> Element:
    """Several, with commas; `chosen` stand in it already."""
    begins = {"initial_users": list(chosen)} if chosen else {}
    return {
        "type": "multi_users_select",
        "action_id": action_id,
        "placeholder": _words(placeholder),
        **begins,
    }


def _words(placeholder: str) -> Element:
    return {"type": "plain_text", "text": cut(placeholder, PLACEHOLDER_TEXT)}
