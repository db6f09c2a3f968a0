"""What makes the content of cards, modals and attached files when they leave, by their kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from bot.outbox.bulletin_views import bulletin_cards
from bot.outbox.card_request_views import CardRequests, SavedMethods
from bot.outbox.carrier import NotRendered
from bot.outbox.charge_views import charge_views
from bot.outbox.help_views import help_cards
from bot.outbox.link_views import PaymentLinks
from commands.charge.card_views import card_of_charge
from commands.elsewhere.cards import card_of_noted
from commands.fees.real_fee_listeners import card_of_offer
from commands.reminders.row_listeners import card_of_digest
from commands.replies import Message, View
from desk.card_news import KIND as CARD_REQUEST
from desk.card_news import METHODS
from desk.charge_news import KIND as CHARGE
from desk.context import Desk
from desk.documents import INVOICE, file_of
from desk.link_cards import KIND as PAYMENT_LINK
from desk.link_letters import INVOICE as INVOICE_WITH_LINK
from desk.link_letters import invoice_with_link
from desk.real_fees import KIND as FEE_OFFER
from desk.receipt_documents import file_of as receipt_file
from desk.receipt_mails import KIND as RECEIPT
from desk.refund_documents import KIND as REFUND
from desk.refund_documents import file_of as refund_file
from desk.reminders.shown import KIND as DIGEST
from desk.settled_news import KIND as SETTLED
from storage import fee_offers, operations, practices

T = TypeVar("T")


class Cards(Protocol):
    """Makes the cards of one kind."""

    def __call__(self, practice_id: int, key: str) -> Message | None:
        """As the store says it is now, in the practice's language; None: nothing is to be shown."""


class Views(Protocol):
    """Makes the modals of one kind."""

    def __call__(self, practice_id: int, key: str, slack_user: str) -> View | None:
        """As the store says it is now, in the person's language; None: it may stay as it is."""


class Files(Protocol):
    """Makes the files of one kind."""

    def __call__(self, practice_id: int, key: str) -> tuple[str, bytes]:
        """The name, which ends as its type does (".pdf"), and the content."""


@dataclass(frozen=True)
class Renderers:
    """All of them, by the kind that rows name."""

    cards: Mapping[str, Cards] = field(default_factory=dict)
    views: Mapping[str, Views] = field(default_factory=dict)
    files: Mapping[str, Files] = field(default_factory=dict)


def renderers(desk: Desk) -> Renderers:
    def invoice(practice_id: int, key: str) -> tuple[str, bytes]:
        return file_of(desk, practice_id, int(key))

    def with_link(practice_id: int, key: str) -> tuple[str, bytes]:
        return invoice_with_link(desk, practice_id, key)

    def receipt(practice_id: int, key: str) -> tuple[str, bytes]:
        return receipt_file(desk, practice_id, key)

    def refund(practice_id: int, key: str) -> tuple[str, bytes]:
        return refund_file(desk, practice_id, key)

    def charge(practice_id: int, key: str) -> Message | None:
        practice = practices.get(desk.store, practice_id)
        operation = operations.by_uid(desk.store, practice_id, key)
        return card_of_charge(desk, practice, operation) if practice and operation else None

    def settled(practice_id: int, key: str) -> Message | None:
        practice = practices.get(desk.store, practice_id)
        operation = operations.by_uid(desk.store, practice_id, key)
        return card_of_noted(desk, practice, operation) if practice and operation else None

    def digest(practice_id: int, key: str) -> Message | None:
        practice = practices.get(desk.store, practice_id)
        return card_of_digest(desk, practice, key) if practice else None

    def fee_offer(practice_id: int, key: str) -> Message | None:
        practice = practices.get(desk.store, practice_id)
        offer = fee_offers.get(desk.store, practice_id, int(key))
        return card_of_offer(desk, practice, offer) if practice and offer else None

    requests, links = CardRequests(desk), PaymentLinks(desk)
    return Renderers(
        cards={
            CHARGE: charge,
            CARD_REQUEST: requests,
            PAYMENT_LINK: links,
            FEE_OFFER: fee_offer,
            SETTLED: settled,
            DIGEST: digest,
            **help_cards(desk),
            **bulletin_cards(desk),
        },
        views={
            **charge_views(desk),
            CARD_REQUEST: requests.view,
            PAYMENT_LINK: links.view,
            METHODS: SavedMethods(desk),
        },
        files={
            INVOICE: invoice,
            INVOICE_WITH_LINK: with_link,
            RECEIPT: receipt,
            REFUND: refund,
        },
    )


def rendered(make: Callable[[], T]) -> T:
    """What `make` gives. Raises NotRendered where that fails, whatever the reason."""
    try:
        return make()
    except Exception as error:
        raise NotRendered from error
