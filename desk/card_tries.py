"""How often a client's payment method was declined of late, and whether it may be tried again."""

from dataclasses import dataclass

from desk.attempting import WITH_A_METHOD
from desk.context import Desk
from desk.looks import DAY
from rules.card_tries import MOST, NEVER_AGAIN, WITHIN_DAYS, may_try_again
from rules.words import Sentence, sentence
from storage import attempts
from storage.stripe_clients import SavedMethod


@dataclass(frozen=True)
class Tries:
    """`used` of the most that are allowed in the last 30 days. `never_again`: the code after which
    it is over for ever, also where a bank told it days later."""

    used: int
    never_again: str | None = None

    @property
    def left(self) -> int:
        return max(MOST - self.used, 0)

    @property
    def in_the_way(self) -> Sentence | None:
        if self.never_again:
            return sentence(
                "This card or account was reported lost, stolen or closed, so it isn’t tried again."
                " Ask the client for another one."
            )
        if not self.left:
            return sentence(
                "This card was declined {most} times in {days} days, the most that the card"
                " networks allow. Ask the client for another one.",
                most=str(MOST),
                days=str(WITHIN_DAYS),
            )
        return None


def tries_of(desk: Desk, practice_id: int, client_id: int, method: SavedMethod | None) -> Tries:
    """Of a method of that client; none where there is no method."""
    if method is None:
        return Tries(0)
    since = desk.clock() - WITHIN_DAYS * DAY
    used, never_again = attempts.refused_of_method(
        desk.store, practice_id, client_id, method.method_id, since, NEVER_AGAIN, WITH_A_METHOD
    )
    return Tries(used, never_again)


def why_not_again(tries: Tries, code: str | None, advice: str | None) -> Sentence | None:
    """Why what was declined for `code`, with Stripe's `advice`, isn't tried again; None: it may
    be."""
    if tries.in_the_way or may_try_again(code, advice, tries.used):
        return tries.in_the_way
    return sentence(
        "The bank says that this isn’t to be tried again. Ask the client for another card."
    )
