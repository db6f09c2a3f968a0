"""What a form says beside a field that can't be right, and over one whose payment failed."""

from collections.abc import Mapping

NO_EMAIL = "This isn't an e-mail address."
NO_NUMBER = "This card number isn't right. Please check its digits."
NOT_A_TEST = "Only Stripe's test cards work here. Never enter a real card."
NO_EXPIRY = "Write the expiry date as MM / YY."
EXPIRED = "This card has expired."
NO_CVC = "The security code has 3 digits, or 4 on American Express."
NO_MANDATE = "Please agree to the mandate by ticking the box."
NO_COUNTRY = "Choose a country from the list."
NO_TERMS = "Please accept the terms by ticking the box."
NO_METHOD = "Choose a way to pay from the list."
OF_CARD: Mapping[str, tuple[str, str]] = {
    "invalid_number": ("number", NO_NUMBER),
    "incorrect_number": ("number", NO_NUMBER),
    "invalid_cvc": ("cvc", NO_CVC),
}
"""By error code: the field, and what is said there."""
OF_BANK: Mapping[str, str] = {
    "routing_number": "A routing number has 9 digits. Please check them.",
    "account_number": "This is none of the test account numbers. Please choose one below.",
    "iban": "This is none of the test IBANs. Please check it, or choose one below.",
    "sort_code": "A sort code has 6 digits. Please check them.",
    "bsb_number": "A BSB number has 6 digits. Please check them.",
}
NOT_AUTHENTICATED = "We could not authenticate you. Please choose another way to pay, or try again."
SOMEBODY_ELSE = "Somebody else is paying this right now. Please try again in a few minutes."
