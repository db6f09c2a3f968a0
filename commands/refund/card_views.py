"""The refunds of a payment on its card, with what can be done about each."""

from collections.abc import Iterator, Sequence

from commands.blocks import Element, actions, button, context, mention, section, sure
from commands.refund.buttons import document_button
from commands.refund.words import END_WORDS, state_words, why_words
from commands.replies import Block
from desk.charges import ChargeCard
from desk.language import Language
from rules.dispute_state import blocks_refunds
from rules.money import Money
from rules.payment_state import State
from rules.refund_state import RESERVES
from rules.systems import System
from storage.operations import ASKED, SECOND, Operation

APPROVE, REFUSE, CANCEL, LOOK = (
    "refund:approve:",
    "refund:refuse:",
    "refund:cancel:",
    "refund:look:",
)
SEE_TO = "refund:see_to:"
CREDIT, OWED = "refund:credit:", "refund:owed:"
"""Begin action_ids; what follows is the refund's id, the value its uid."""
SHOWN = 8
"""The newest ones; a card has room for so many."""
_SYSTEMS = frozenset(str(one) for one in System)


def can_be_refunded(card: ChargeCard) -> bool:
    """Whether anything is left of it that may go back."""
    gone = sum(one.amount for one in card.refunds if one.state in RESERVES)
    left = card.operation.state == State.SUCCEEDED and gone < card.operation.amount
    return left and not any(blocks_refunds(one.status) for one in card.disputes)


def refund_blocks(say: Language, made: Sequence[Operation]) -> list[Block]:
    """In the practice's language; no name and no note stands here."""
    return [block for one in made[-SHOWN:] for block in _refund(say, one)]


def _refund(say: Language, refund: Operation) -> Iterator[Block]:
    yield section(state_words(say, refund))
    yield context(*_details(say, refund))
    if why := why_words(say, refund):
        yield context(why)
    if buttons := _buttons(say, refund):
        yield actions(*buttons)


def _details(say: Language, refund: Operation) -> Iterator[str]:
    if refund.surcharge:
        surcharge = Money(refund.surcharge, refund.currency)
        yield say("With {surcharge} of the surcharge", surcharge=surcharge)
    if refund.ends in END_WORDS:
        yield say.sentence(END_WORDS[refund.ends])
    yield _people(say, refund)


def _people(say: Language, refund: Operation) -> str:
    if refund.asked_by in _SYSTEMS:
        return say("refunded in Stripe’s dashboard")
    asked = say("asked for by {person}", person=mention(refund.asked_by))
    if refund.approval == SECOND and refund.approved_by:
        approved = say("approved by {person}", person=mention(refund.approved_by))
        return f"{asked}, {approved}"
    return asked


def _buttons(say: Language, refund: Operation) -> list[Element]:
    def of_it(words: str, action: str, style: str = "") -> Element:
        return button(words, f"{action}{refund.id}", refund.uid, style)

    match State(refund.state):
        case State.DRAFT:
            return [
                of_it(say("Approve"), APPROVE, "primary"),
                of_it(say("Don’t approve"), REFUSE, "danger"),
            ]
        case State.APPROVED:
            return [of_it(say("Call off"), CANCEL)]
        case State.UNKNOWN:
            return [of_it(say("Check again"), LOOK)]
        case State.PROCESSING:
            return [of_it(say("Check again"), LOOK), document_button(say, refund)]
        case State.REVIEW:
            return [of_it(say("Check again"), LOOK), of_it(say("See to it…"), SEE_TO)]
        case State.SUCCEEDED if refund.ends != ASKED:
            return [document_button(say, refund)]
        case State.SUCCEEDED:
            return [
                button(
                    say("No longer owed"),
                    f"{CREDIT}{refund.id}",
                    refund.uid,
                    confirm=_really(say),
                ),
                of_it(say("Still owed"), OWED),
            ]
    return []


def _really(say: Language) -> Element:
    return sure(
        say("Credit note"),
        say("The client no longer owes this part of the invoice. That can’t be undone here."),
        say("No longer owed"),
        say("Go back"),
    )
