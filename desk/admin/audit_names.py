"""What the audit log's actions and parts of Paydesk are called. The log itself keeps their codes,
which never change."""

from collections.abc import Mapping

from desk.language import Language
from rules.words import Sentence, sentence

DEEDS: Mapping[str, Sentence] = {
    "access.asked": sentence("Asked for access"),
    "access.declined": sentence("Declined access"),
    "access.granted": sentence("Gave access"),
    "admin.entered": sentence("Came into the web admin"),
    "admin.session_ended": sentence("Ended a session of the web admin"),
    "article.saved": sentence("Saved a help article"),
    "article.taken_back": sentence("Took a help article back"),
    "charge.settled": sentence("Said what came of a charge"),
    "client.added": sentence("Added a client"),
    "client.edited": sentence("Edited a client"),
    "client.erased": sentence("Erased a client’s data"),
    "consent.spoken": sentence("Noted a spoken consent"),
    "exported": sentence("Exported data"),
    "fee_row.saved": sentence("Saved the practice’s own fees"),
    "import.begun": sentence("Began an import"),
    "import.resumed": sentence("Went on with an import"),
    "invoice.added": sentence("Wrote an invoice"),
    "invoice.edited": sentence("Edited an invoice"),
    "invoice.voided": sentence("Made an invoice void"),
    "owner.claim_tried": sentence("Entered a wrong claim code"),
    "owner.claimed": sentence("Became the first owner"),
    "practice.place_set": sentence("Set the practice’s place"),
    "practitioner.added": sentence("Added a practitioner"),
    "practitioner.archived": sentence("Archived a practitioner"),
    "price_item.added": sentence("Added a price"),
    "price_item.archived": sentence("Archived a price"),
    "receipt.made": sentence("Made a receipt"),
    "receipt.sent": sentence("Sent a receipt"),
    "reminder_rule.changed": sentence("Changed the rules of reminders"),
    "reminders.paused": sentence("Paused reminders"),
    "reminders.resumed": sentence("Let reminders go on"),
    "reminders.stopped": sentence("Stopped mail to an address"),
    "reminders.tried_again": sentence("Tried an address again"),
    "review.ended": sentence("Decided what nobody could tell"),
    "role.set": sentence("Gave or took a role"),
    "setting.changed": sentence("Changed settings"),
    "store.restored": sentence("Restored a backup"),
    "stripe.differs": sentence("Found a difference to Stripe"),
    "tax.added": sentence("Added a tax rate"),
    "tax.archived": sentence("Archived a tax rate"),
    "tax.edited": sentence("Edited a tax rate"),
}
KINDS: Mapping[str, Sentence] = {
    "charge": sentence("Charge"),
    "link": sentence("Payment link"),
    "refund": sentence("Refund"),
    "card": sentence("Request for a payment method"),
    "method_removal": sentence("Removal of a payment method"),
    "method_default": sentence("Usual payment method"),
    "elsewhere": sentence("Payment made elsewhere"),
    "write_off": sentence("Write-off"),
}
"""Of operations. What became of one is recorded as its kind and one of STATES."""
STATES: Mapping[str, Sentence] = {
    "draft": sentence("waits for approval"),
    "approved": sentence("approved"),
    "sending": sentence("being sent"),
    "unknown": sentence("outcome unknown"),
    "open": sentence("open"),
    "processing": sentence("on its way"),
    "succeeded": sentence("succeeded"),
    "failed": sentence("failed"),
    "declined": sentence("declined"),
    "needs_customer": sentence("needs the client"),
    "review": sentence("needs a person"),
    "cancelled": sentence("cancelled"),
}
DISPUTES: Mapping[str, Sentence] = {
    "warning_needs_response": sentence("the bank asks"),
    "warning_under_review": sentence("the bank looks at the answer"),
    "warning_closed": sentence("the bank’s question is closed"),
    "needs_response": sentence("needs an answer"),
    "under_review": sentence("the bank decides"),
    "appeal_needs_response": sentence("the appeal needs an answer"),
    "appeal_under_review": sentence("the bank decides on the appeal"),
    "prevented": sentence("prevented"),
    "lost": sentence("lost"),
    "won": sentence("won"),
}
PARTS: Mapping[str, Sentence] = {
    "import": sentence("import"),
    "export": sentence("export"),
    "erasure": sentence("erasure"),
    "worker": sentence("worker"),
    "stripe_news": sentence("news from Stripe"),
    "reconciler": sentence("comparison with Stripe"),
    "reminders": sentence("reminders"),
    "clients": sentence("a client’s own link"),
    "system:restore": sentence("restore"),
    "demo": sentence("demo"),
}
"""What acts without a person."""


def deed_name(say: Language, action: str) -> str:
    """The action in words; its code where it is of another version of Paydesk."""
    if action in DEEDS:
        return say.sentence(DEEDS[action])
    kind, _, state = action.partition(".")
    if kind == "dispute" and state in DISPUTES:
        return say("Dispute: {state}", state=DISPUTES[state])
    if kind in KINDS and state in STATES:
        return say("{what}: {state}", what=KINDS[kind], state=STATES[state])
    return action


def all_deeds(say: Language) -> list[tuple[str, str]]:
    """Every code with its name, by name."""
    made = [f"{kind}.{state}" for kind in KINDS for state in STATES]
    codes = [*DEEDS, *made, *(f"dispute.{status}" for status in DISPUTES)]
    return sorted(((one, deed_name(say, one)) for one in codes), key=lambda one: one[1].casefold())


def part_name(say: Language, actor: str) -> str | None:
    """Of what acts without a person; None for somebody's Slack id."""
    return say("Paydesk ({part})", part=PARTS[actor]) if actor in PARTS else None
