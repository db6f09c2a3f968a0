"""What a charge costs, how much of it the client bears, and why: with the card that is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.context import Desk
from desk.fee_payers import quote_for
from desk.invoice_fees import fee_payer_of, place_of
from desk.settings import CLIENT, PRACTICE, PracticeSettings
from rules.fees import row_for
from rules.places import fee_region, parse_place
from rules.surcharge import Quote
from rules.surcharge_matching import Question, unchanged_since
from rules.surcharge_rules import BRANDS, FUNDINGS
from rules.words import Refusal, Sentence, sentence
from storage import fee_rows
from storage.clients import Client
from storage.invoices import Invoice
from storage.stripe_clients import SavedMethod


@dataclass(frozen=True)
class Fees:
    """`quote` None: it can't be told what Stripe keeps, for `missing`; nothing is passed on then.

    `estimate`: no owner has confirmed the practice's own fee row, so what the practice receives is
    only about right, and nothing is passed on. `asked`: the invoices say that the client bears it.
    """

    quote: Quote | None
    asked: bool
    estimate: bool
    missing: Sentence | None = None

    @property
    def surcharge(self) -> int:
        return self.quote.surcharge if self.quote else 0

    def shown(self) -> dict[str, Any]:
        """What is agreed to of it."""
        made = self.quote
        return {
            "surcharge": self.surcharge,
            "fee": made.fee if made else None,
            "receives": made.practice_receives if made else None,
            "estimate": self.estimate,
            "fee_payer": "client" if self.asked else "practice",
            "rule": made.decision.rule.id if made and made.decision.rule else None,
        }


@dataclass(frozen=True)
class Known:
    """Of a payment method; `brand` and `funding` None where whoever pays is still to choose it."""

    type: str
    brand: str | None = None
    funding: str | None = None


def fees_of(
    desk: Desk,
    practice_id: int,
    settings: PracticeSettings,
    charged: Sequence[Invoice],
    bill: int,
    payer: Client,
    method: SavedMethod | None,
    today: date,
) -> Fees:
    """Of one charge for these invoices. The client bears the fee only where all of them say so."""
    if method is None:
        asked = all(fee_payer_of(one, settings) == CLIENT for one in charged)
        missing = _NO_PLACE if settings.place is None else _NO_METHOD
        return Fees(None, asked, estimate=True, missing=missing)
    known = Known(method.type, method.brand, method.funding)
    return fees_by(desk, practice_id, settings, charged, bill, payer, known, today)


def fees_by(
    desk: Desk,
    practice_id: int,
    settings: PracticeSettings,
    charged: Sequence[Invoice],
    bill: int,
    payer: Client,
    method: Known,
    today: date,
) -> Fees:
    """The same, by what is known of the payment method."""
    asked = all(fee_payer_of(one, settings) == CLIENT for one in charged)
    if settings.place is None:
        return Fees(None, asked, estimate=True, missing=_NO_PLACE)
    place, currency = parse_place(settings.place), charged[0].currency
    own = fee_rows.rows(desk.store, practice_id)
    try:
        row = row_for(own, fee_region(place), currency, method.type, today)
    except Refusal as refusal:
        return Fees(None, asked, estimate=True, missing=refusal.sentence)
    question = Question(
        place,
        place_of(payer),
        method.type,
        method.brand if method.brand in BRANDS else None,
        method.funding if method.funding in FUNDINGS else None,
        None,
        unchanged_since(today),
    )
    made = quote_for(settings, question, bill, row, CLIENT if asked else PRACTICE)
    return Fees(made, asked, estimate=not row.own)


_NO_PLACE = sentence(
    "Where the practice is has not been set, so nobody can tell what Stripe keeps. An owner sets it"
    " under /billing."
)
_NO_METHOD = sentence("What Stripe keeps depends on the payment method.")
