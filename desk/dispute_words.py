"""How a dispute is told to people: why the payer went to their bank, how it stands, what to do."""

from desk.days import day_in
from desk.language import Language
from rules.dispute_state import Stage, stage_of
from rules.money import Money
from rules.words import Sentence, sentence
from storage.disputes import Dispute

_REASONS: dict[str, Sentence] = {
    "bank_cannot_process": sentence("The client’s bank could not process the payment."),
    "check_returned": sentence("The bank returned the payment."),
    "credit_not_processed": sentence("The client says that they were promised a refund."),
    "customer_initiated": sentence("The client asked their bank for the money back."),
    "debit_not_authorized": sentence("The client says that they did not agree to this debit."),
    "duplicate": sentence("The client says that they paid twice for the same."),
    "fraudulent": sentence("The cardholder says that they did not make this payment."),
    "general": sentence("The bank gives no particular reason."),
    "incorrect_account_details": sentence("The bank says that the account details are wrong."),
    "insufficient_funds": sentence("There was not enough money in the client’s account."),
    "product_not_received": sentence("The client says that they did not get what they paid for."),
    "product_unacceptable": sentence("The client says that it was not what was agreed."),
    "subscription_canceled": sentence("The client says that they had cancelled this."),
    "unrecognized": sentence("The client does not recognise the payment."),
}
_HEADLINES: dict[Stage, Sentence] = {
    Stage.ASKED: sentence("The client’s bank asks about this payment: {amount}"),
    Stage.OPEN: sentence("This payment is disputed: {amount}"),
    Stage.WAITING: sentence("The client’s bank has the practice’s answer: {amount}"),
    Stage.LOST: sentence("The dispute is lost: {amount}"),
    Stage.WON: sentence("The dispute is won: {amount}"),
    Stage.ENDED: sentence("The client’s bank has no more questions: {amount}"),
}
SIGNS = {
    Stage.ASKED: "❔",
    Stage.OPEN: "⚖️",
    Stage.WAITING: "⏳",
    Stage.LOST: "❌",
    Stage.WON: "✅",
    Stage.ENDED: "✅",
}


def headline(say: Language, dispute: Dispute) -> str:
    """Plain, and nobody's name in it."""
    amount = Money(dispute.amount, dispute.currency)
    return say(_HEADLINES[stage_of(dispute.status)].text, amount=amount)


def reason(say: Language, dispute: Dispute) -> str:
    """Plain: why the payer went to their bank."""
    return say.sentence(_REASONS.get(dispute.reason, _REASONS["general"]))


def next_step(say: Language, dispute: Dispute, zone: str) -> str:
    """Plain: where the money is, and what to do. Days are those of the time `zone`."""
    match stage_of(dispute.status):
        case Stage.ASKED:
            return say(
                "Nothing was taken so far. Answer the bank at Stripe by {day}, or refund the"
                " payment, so that it does not become a dispute.",
                day=_due(say, dispute, zone),
            )
        case Stage.OPEN:
            return say(
                "The bank has taken the money until it decides. Send what shows that the payment"
                " is right, at Stripe, by {day}. Until then the invoice counts as paid, and the"
                " payment can’t be refunded.",
                day=_due(say, dispute, zone),
            )
        case Stage.WAITING:
            return say("There is nothing to do: the bank decides, which can take months.")
        case Stage.WON if dispute.reopened:
            return say(
                "The money is back. The invoice was paid in another way meanwhile, so the client"
                " has paid twice: refund one of the two."
            )
        case Stage.WON:
            return say("The money is back, and the invoice counts as paid.")
        case Stage.LOST if dispute.reopened:
            return say("The money is gone, and the invoice is open again.")
        case Stage.LOST:
            return say("The money is gone. No invoice was counted as paid by it.")
    return say("Nothing was taken.")


def link(say: Language, dispute: Dispute) -> str:
    """To Stripe's page of it, in mrkdwn. Ids of Stripe's are letters, digits and "_"."""
    mode = "" if dispute.livemode else "test/"
    address = f"https://dashboard.stripe.com/{mode}disputes/{dispute.stripe_id}"
    return f"<{address}|{say('Open it at Stripe')}>"


def _due(say: Language, dispute: Dispute, zone: str) -> str:
    if dispute.evidence_due_at is None:
        return say("the day that Stripe shows")
    return say.date(day_in(dispute.evidence_due_at, zone))
