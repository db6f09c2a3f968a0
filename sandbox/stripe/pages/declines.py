"""Why a payment failed, as its payer reads it."""

from collections.abc import Mapping

from sandbox.stripe import cards
from sandbox.stripe.pages.complaints import NOT_AUTHENTICATED, SOMEBODY_ELSE
from sandbox.stripe.pages.language import Reader
from sandbox.stripe.shapes import Body

_BY_CODE: Mapping[str, str] = {
    "payment_intent_authentication_failure": NOT_AUTHENTICATED,
    "payment_link_inactive": SOMEBODY_ELSE,
    "setup_intent_authentication_failure": NOT_AUTHENTICATED,
}


def words_of(error: Body, reader: Reader) -> str:
    """`error`: of a StripeError, or an intent's last error; "" for an empty one."""
    if words := _BY_CODE.get(error.get("code", "")):
        return reader.t(words)
    declined = error.get("decline_code")
    return reader.t(cards.message_of(declined) if declined else str(error.get("message") or ""))
