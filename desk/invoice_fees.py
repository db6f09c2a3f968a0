"""Whether the fee of an invoice may be passed on to its client, how much of it, and why."""

from dataclasses import dataclass
from datetime import date

from desk.context import Desk
from desk.settings import Confirmation, PracticeSettings
from rules.fees import FeeRow, row_for
from rules.places import Place, fee_region, parse_place
from rules.surcharge import Decision, decide
from rules.surcharge_matching import Question, unchanged_since
from rules.surcharge_rules import Verdict
from rules.words import Refusal, Sentence, sentence
from storage import fee_rows
from storage.clients import Client
from storage.invoices import Invoice

CLIENT = "client"


@dataclass(frozen=True)
class PassingOn:
    """The answer while the card is not known: every rule counts that could apply.

    `decision` None: it can't be told, for `missing`. `row`: the fee that it counts with; where an
    owner hasn't confirmed it (`row.own`), it is an estimate and nothing is passed on. `confirmed`:
    an owner's word, where the rule asks for it. `most`: in minor units, what may be passed on.
    """

    decision: Decision | None
    row: FeeRow | None
    missing: Sentence | None = None
    confirmed: Confirmation | None = None

    @property
    def most(self) -> int:
        if self.decision is None or self.row is None or not self.row.own:
            return 0
        let = self.decision.verdict is Verdict.ALLOWED or self.confirmed is not None
        return (self.decision.cap or 0) if let else 0


def fee_payer_of(invoice: Invoice, settings: PracticeSettings) -> str:
    """ "client" or "practice"."""
    return invoice.fee_payer or settings.fee_payer


def passing_on(
    desk: Desk,
    practice_id: int,
    settings: PracticeSettings,
    invoice: Invoice,
    payer: Client,
    today: date,
) -> PassingOn | None:
    """None where the practice bears the fee, or nothing is left to pay."""
    if fee_payer_of(invoice, settings) != CLIENT or not invoice.due:
        return None
    if settings.place is None:
        return PassingOn(None, None, _NO_PLACE)
    place = parse_place(settings.place)
    own = fee_rows.rows(desk.store, practice_id)
    try:
        row = row_for(own, fee_region(place), invoice.currency, "card", today)
    except Refusal as refusal:
        return PassingOn(None, None, refusal.sentence)
    question = Question(place, place_of(payer), "card", None, None, None, unchanged_since(today))
    decision = decide(question, invoice.due, row)
    rule = decision.rule
    asked = rule is not None and decision.verdict is Verdict.CONFIRM
    word = settings.confirmations.get(rule.id) if asked and rule else None
    return PassingOn(decision, row, confirmed=word)


def place_of(client: Client) -> Place | None:
    """By the address; None where no country is known."""
    address = client.address
    return Place(address.country, address.state or None) if address.country else None


_NO_PLACE = sentence(
    "Where the practice is has not been set, so nothing is passed on. An owner sets it under"
    " /billing."
)
