"""Who hears what has become of an operation, by its kind."""

from desk import charge_news
from desk.card_news import tell_of_card, tell_of_method
from desk.context import Desk
from desk.home_news import show_anew
from desk.link_news import tell_of_link
from desk.refund_news import tell as tell_of_refund
from desk.reminders.shown import show_payment
from desk.settled_news import tell_of_settled
from rules.systems import System
from storage.operations import (
    CARD,
    CHARGE,
    DEFAULT,
    ELSEWHERE,
    LINK,
    REFUND,
    REMOVAL,
    WRITE_OFF,
    Operation,
)

_TELLS = {
    CHARGE: charge_news.tell,
    LINK: tell_of_link,
    CARD: tell_of_card,
    REFUND: tell_of_refund,
    REMOVAL: tell_of_method,
    DEFAULT: tell_of_method,
    ELSEWHERE: tell_of_settled,
    WRITE_OFF: tell_of_settled,
}
_OF_INVOICES = frozenset({CHARGE, LINK, REFUND, ELSEWHERE, WRITE_OFF})


def tell(desk: Desk, before: Operation | None, after: Operation, actor: str) -> None:
    """`before` None: it was asked for just now. `actor` is who did it, a person or the system."""
    _TELLS[after.kind](desk, before, after, actor)
    if after.kind in _OF_INVOICES:
        show_payment(desk, after)
    show_anew(desk, after.practice_id, *({after.asked_by, actor} - set(System)))
