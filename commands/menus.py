"""A menu behind three dots: what else can be done, beside the one next action."""

from collections.abc import Sequence

from commands.blocks import Element
from commands.replies import Option

MOST = 5


def overflow(action_id: str, options: Sequence[Option]) -> Element:
    """At most five choices, of which a listener gets the value."""
    return {"type": "overflow", "action_id": action_id, "options": list(options[:MOST])}
