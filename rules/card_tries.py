"""How often a card that was declined may be tried again."""

MOST = 15
WITHIN_DAYS = 30
"""The card networks charge for more tries than this of one card, and may bar the practice."""
NEVER_AGAIN = frozenset(
    {
        *("lost_card", "stolen_card", "pickup_card", "restricted_card", "fraudulent"),
        *("account_closed", "no_account", "debit_not_authorized", "revocation_of_authorization"),
        *("revocation_of_all_authorizations", "stop_payment_order", "invalid_account"),
    }
)
"""Decline codes after which the same card or account is not tried again."""
NOT_AGAIN = "do_not_try_again"
"""Stripe's advice code for it."""


def may_try_again(code: str | None, advice: str | None, tries: int) -> bool:
    """Whether the payment method may be tried once more, after so many tries that were declined in
    the last WITHIN_DAYS days, the last one for `code`."""
    return code not in NEVER_AGAIN and advice != NOT_AGAIN and tries < MOST
