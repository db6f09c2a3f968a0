"""How the month and the payment methods of the fee report are called."""

from datetime import date

from babel.dates import format_skeleton

from desk.language import Language
from desk.reminders.fee_report import OTHER
from rules.amount_text import NAME_OF_METHOD


def report_title(say: Language, month: date) -> str:
    return say("Processing fees of {month}", month=month_name(say, month))


def month_name(say: Language, month: date) -> str:
    """ "November 2026"."""
    return str(format_skeleton("yMMMM", month, locale=say.locale))


def method_words(say: Language, method: str) -> str:
    if method == OTHER:
        return say("Other")
    return NAME_OF_METHOD.get(method) or say("Cards")
