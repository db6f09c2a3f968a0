"""What a client says yes to when they save a payment method, and what the law has them told.

The words have a version: what was said yes to must be known years later, so words that have been
used are never changed. New ones get a new version.
"""

from desk.language import Language
from rules.words import Sentence, sentence

VERSION = "2026-11"
_WORDS: dict[str, Sentence] = {
    "2026-11": sentence(
        "You allow {practice} to charge this payment method for its invoices to you: the amount"
        " that is on each invoice, when it is due. You can take this back at any time, for what"
        " hasn’t been charged yet: tell {practice}, and the payment method is removed."
    )
}
NEW_YORK = "US-NY"
_NEW_YORK_NOTICE = sentence(
    "You don’t have to give a payment method before emergency or medically necessary care. If you"
    " pay medical bills with a credit card, they are no longer medical debt: you may lose"
    " protections that New York gives against collecting and reporting it."
)
"""New York General Business Law § 519-a, in force since 2024-10-20."""


def consent_words(say: Language, practice: str, version: str = VERSION) -> str:
    """Plain text, in the language of `say`."""
    return say(_WORDS[version].text, practice=practice)


def legal_notice(say: Language, place: str | None) -> str:
    """What health providers there must tell beside it; "" where there is nothing."""
    return say(_NEW_YORK_NOTICE.text) if place == NEW_YORK else ""
