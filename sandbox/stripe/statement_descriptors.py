"""What stands on a payer's bank statement, and what may not stand there."""

import re

from sandbox.stripe.errors import StripeError, invalid
from sandbox.stripe.shapes import Body

LONGEST = 22
_HELP = (
    "https://support.stripe.com/questions/"
    "use-of-the-statement-descriptor-parameter-on-paymentintents-for-card-charges"
)


def check(body: Body) -> None:
    """StripeError 400: the whole text is not for cards, which have the account's name and a suffix;
    and both texts have their limits."""
    if body.get("statement_descriptor") and "card" in body["payment_method_types"]:
        raise invalid(
            "The statement_descriptor parameter is not supported for the payment_method_type "
            "`card`. To continue supporting payment_method_type `card`, please pass in "
            "`statement_descriptor_suffix` or remove the `statement_descriptor` parameter "
            f"altogether. Please see {_HELP} for additional details.",
            "statement_descriptor",
        )
    for param in ("statement_descriptor", "statement_descriptor_suffix"):
        if text := body.get(param):
            _check_text(text, param)


def _check_text(text: str, param: str) -> None:
    if len(text) > LONGEST:
        raise _refused(f"must be at most {LONGEST} characters long", param)
    if re.search(r"[<>\\'\"*]", text):
        raise _refused("must not contain any of < > \\ ' \" *", param, "invalid_characters")
    if not re.search("[A-Za-z]", text):
        raise _refused("must contain at least one letter", param)


def _refused(why: str, param: str, code: str | None = None) -> StripeError:
    return invalid(f"The {param.replace('_', ' ')} {why}.", param, code=code)
