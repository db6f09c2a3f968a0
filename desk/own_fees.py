"""The practice's own fees: an owner enters what the contract says, from a day on."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from desk.access import Person, authorize
from desk.context import Desk
from desk.fields import Fields
from desk.home_news import show_anew
from desk.privacy import plain
from desk.settings import practice_settings, today_at
from rules.amount_text import NAME_OF_METHOD, read_amount
from rules.currencies import decimals, is_known
from rules.fees import CURRENCY_OF_REGION, METHODS, REGION_OF_METHOD, FeeRow, Percent
from rules.roles import Action
from rules.words import Sentence, refuse, sentence
from storage import audit, fee_rows
from storage.fee_rows import SavedFeeRow
from storage.practices import Practice

METHOD, CURRENCY, PERCENT, FIXED = "method", "currency", "percent", "fixed"
CAP, SINCE, SOURCE = "cap", "since", "source"
"""The fields of the form."""

SAVED = "fee_row.saved"
LONGEST_SOURCE = 200

_PERCENT = re.compile(r"([0-9]{1,2}(?:[.,][0-9]{1,4})?)%?")
_NO_CAP = frozenset({"-", "–", "none", "no", "aucun", "aucune", "non"})
_SIGN = r"(?:[a-z]{3}|[€£$¥])?"
_NOTHING = re.compile(rf"{_SIGN}\s*0+(?:[.,]0+)?\s*{_SIGN}", re.IGNORECASE)
_CENTS = re.compile(r"([0-9]{1,3})\s*(?:¢|c|p|cts?|cents?|pence|centimes?)\.?", re.IGNORECASE)


def save_own_fees(
    desk: Desk, practice: Practice, person: Person, form: Mapping[str, str], language: str
) -> SavedFeeRow:
    """Read the form, as typed by someone who writes numbers in `language`, and keep the row.

    Raises WrongFields with every field that is wrong. Rows saved before stay as they are.
    """
    authorize(person, Action.EDIT_FEE_ROWS)
    now, today = desk.clock(), today_at(desk, practice_settings(desk, practice))
    row = replace(read_own_fees(form, language), checked_on=today)
    with desk.store.transaction():
        fee_rows.add(desk.store, person.practice_id, row, person.slack_user, now)
        audit.record(
            desk.store,
            person.practice_id,
            actor=person.slack_user,
            action=SAVED,
            target=f"{row.method} {row.currency}",
            detail=_detail(row),
            now=now,
        )
        show_anew(desk, person.practice_id, person.slack_user)
    return SavedFeeRow(row, person.slack_user)


def read_own_fees(form: Mapping[str, str], language: str) -> FeeRow:
    """The row that the form says. Raises WrongFields."""
    fields = Fields(form)
    method = fields.read(METHOD, _method)
    currency = fields.read(CURRENCY, _currency)
    if method and currency:
        fields.check(CURRENCY, _refusal_of_currency(method, currency))
    percent = fields.read(PERCENT, _percent)
    since = fields.read(SINCE, _day)
    source = fields.read(SOURCE, _source)
    in_currency = currency or "usd"
    fixed = fields.read(FIXED, lambda text: read_minor_units(text, language, in_currency))
    cap = fields.read(CAP, lambda text: _cap(text, language, in_currency))
    fields.refuse_if_wrong()
    return FeeRow(
        region="own",
        method=method or "",
        currency=currency,
        percent=percent or Decimal(0),
        fixed=fixed or 0,
        cap=cap,
        since=since,
        own=True,
        source=source or "",
    )


def _method(text: str) -> str:
    if text not in METHODS:
        raise refuse("Choose how the client pays.")
    return text


def _currency(text: str) -> str:
    if not is_known(text.lower()):
        raise refuse("Choose a currency.")
    return text.lower()


def _refusal_of_currency(method: str, currency: str) -> Sentence | None:
    collected = CURRENCY_OF_REGION.get(REGION_OF_METHOD.get(method, ""), currency)
    if collected == currency:
        return None
    return sentence(
        "{method} collects only {currency}. Choose that, or another way to pay.",
        method=NAME_OF_METHOD[method],
        currency=collected.upper(),
    )


def _percent(text: str) -> Decimal:
    """Point or comma in either language: below a hundred both can only begin the decimals."""
    found = _PERCENT.fullmatch("".join(text.split()))
    if found is None:
        raise refuse(
            "Write the percentage as a number, for example {example}.",
            example=Percent(Decimal("2.9")),
        )
    return Decimal(found[1].replace(",", "."))


def read_minor_units(text: str, language: str, currency: str) -> int:
    """The fixed part. Unlike amounts elsewhere it may be nothing, or "30¢" as the table writes."""
    if not text:
        raise refuse("Write the fixed part of the fee, or 0 if there is none.")
    if _NOTHING.fullmatch(text):
        return 0
    cents = _CENTS.fullmatch(text)
    if cents and decimals(currency) == 2:
        return int(cents[1])
    amount = read_amount(text, language, currency)
    if amount.currency != currency:
        raise refuse("Write this amount in {currency}.", currency=currency.upper())
    return amount.amount


def _cap(text: str, language: str, currency: str) -> int | None:
    if not text or text.casefold() in _NO_CAP:
        return None
    most = read_minor_units(text, language, currency)
    if not most:
        raise refuse("Leave this empty if the fee has no upper limit.")
    return most


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise refuse("Choose the day from which these fees hold.") from error


def _source(text: str) -> str:
    words = plain(text, LONGEST_SOURCE)
    if not words:
        raise refuse("Say where these fees are written, for example “Contract of March 2026”.")
    return words


def _detail(row: FeeRow) -> dict[str, str | int | None]:
    return {
        "percent": str(row.percent),
        "fixed": row.fixed,
        "cap": row.cap,
        "since": str(row.since),
        "source": str(row.source),
    }
