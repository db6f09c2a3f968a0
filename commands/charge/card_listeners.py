"""The buttons under the card of a charge."""

from commands.asked import Asked
from commands.charge.card_views import card_of_charge
from desk.charge_approvals import approve, refuse_approval
from desk.charges import cancel, look_again, try_again
from storage.operations import Operation


def on_approve(asked: Asked) -> None:
    _shown(asked, approve(asked.desk, asked.practice, asked.person, asked.value))


def on_refuse(asked: Asked) -> None:
    _shown(asked, refuse_approval(asked.desk, asked.practice, asked.person, asked.value))


def on_again(asked: Asked) -> None:
    _shown(asked, try_again(asked.desk, asked.practice, asked.person, asked.value))


def on_cancel(asked: Asked) -> None:
    _shown(asked, cancel(asked.desk, asked.practice, asked.person, asked.value))


def on_look(asked: Asked) -> None:
    _shown(asked, look_again(asked.desk, asked.practice, asked.person, asked.value))


def _shown(asked: Asked, operation: Operation) -> None:
    """At once, where the button was pressed; others' cards follow. All read the same card, so it
    is in the practice's language."""
    asked.reply.redraw(card_of_charge(asked.desk, asked.practice, operation))
