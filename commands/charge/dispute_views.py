"""How a payment's disputes are shown: on its card, in its window, and with its invoice."""

from collections.abc import Sequence

from commands.blocks import context, section
from commands.replies import Block
from desk import dispute_words
from desk.language import Language
from rules.dispute_state import DISPUTE_FEE, Stage, is_over, stage_of
from rules.money import Money
from storage.disputes import Dispute
from storage.ledger import Line


def dispute_blocks(
    say: Language, disputes: Sequence[Dispute], zone: str, lines: Sequence[Line] = ()
) -> list[Block]:
    """Each with how it stands and what to do; nobody's name is in it. `lines`: of the payment in
    the ledger, with what Stripe took for them."""
    blocks = [section(_words(say, one, zone)) for one in disputes]
    fees: dict[str, int] = {}
    for line in lines:
        if line.kind == DISPUTE_FEE:
            fees[line.currency] = fees.get(line.currency, 0) - line.amount
    took = ", ".join(say.money(Money(fee, currency)) for currency, fee in fees.items() if fee)
    if took:
        blocks.append(context(say("Stripe took {fee} for the dispute", fee=took)))
    return blocks


def is_lost(disputes: Sequence[Dispute]) -> bool:
    """Whether the payment is gone again."""
    return any(stage_of(one.status) is Stage.LOST for one in disputes)


def _words(say: Language, dispute: Dispute, zone: str) -> str:
    """In mrkdwn."""
    sign = dispute_words.SIGNS[stage_of(dispute.status)]
    lines = [f"{sign} *{dispute_words.headline(say, dispute)}*"]
    if not is_over(dispute.status):
        lines.append(dispute_words.reason(say, dispute))
    lines += [
        dispute_words.next_step(say, dispute, zone),
        dispute_words.link(say, dispute),
    ]
    return "\n".join(lines)
