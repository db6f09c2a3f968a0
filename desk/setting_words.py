"""What the settings are called, how each value is written, and what follows from a change."""

from collections.abc import Callable, Mapping
from typing import Any

from desk.language import Language
from desk.place_names import currency_name, currency_of, place_name
from desk.settings import CLIENT, PracticeSettings
from rules.invoice_totals import Rounding
from rules.money import Money
from rules.office_hours import clock_of, read_hours
from rules.places import parse_place
from rules.roles import Role
from rules.words import Sentence, sentence

LANGUAGE_NAMES = {"en": "English", "fr": "Français"}
"""Each in itself, for those who don't understand the others."""

SETTING_NAMES: Mapping[str, Sentence] = {
    "place": sentence("Place"),
    "currency": sentence("Currency"),
    "language": sentence("Language of what all see"),
    "time_zone": sentence("Time zone"),
    "legal_name": sentence("Name on invoices"),
    "address": sentence("Address"),
    "registrations": sentence("Registration numbers"),
    "tax_wording": sentence("Words about tax"),
    "provider_number": sentence("Provider number"),
    "invoice_prefix": sentence("Invoice numbers begin with"),
    "next_invoice_number": sentence("Next invoice number"),
    "due_days": sentence("Days until due"),
    "rounding": sentence("Tax is rounded"),
    "send_receipts": sentence("Receipts by e-mail"),
    "billing_channel": sentence("Billing channel"),
    "help_channel": sentence("Help channel"),
    "agents_channel": sentence("Agents’ channel"),
    "help_hours": sentence("Office hours"),
    "help_wait": sentence("Reminder to agents"),
    "front_desk_limit": sentence("Front desk charges alone up to"),
    "approver": sentence("Above that, approval by"),
    "fee_payer": sentence("Who bears the fees"),
}


def setting_name(say: Language, name: str) -> str:
    return say.sentence(SETTING_NAMES[name])


def value_words(say: Language, name: str, value: Any, currency: str) -> str:
    """As it is read, on one line; an amount is in `currency`."""
    if value in (None, ""):
        return say("not set")
    write = _WRITERS.get(name)
    if write is not None:
        return write(say, value)
    if name == "front_desk_limit":
        return say.money(Money(value, currency))
    return " · ".join(str(value).splitlines())


def moved_words(say: Language, settings: PracticeSettings) -> list[str]:
    """What another place means, once the practice is there."""
    usual = currency_of(parse_place(settings.place or "US"))
    lines = [
        say("Fees, and the law on who bears them, are now those of the new place."),
        say("Until an owner decides anew, the practice bears the fees itself."),
        say("Invoices that are there already stay as they are. Check your tax rates."),
    ]
    if usual != settings.currency:
        lines.append(
            say(
                "You still charge in {currency}; most practices there charge in {usual}.",
                currency=settings.currency.upper(),
                usual=currency_name(usual, say),
            )
        )
    return lines


def payer_words(say: Language, payer: str) -> str:
    return say("the client, where that is allowed") if payer == CLIENT else say("the practice")


def rounding_words(say: Language, rounding: Rounding) -> str:
    return say("on each line") if rounding is Rounding.LINE else say("once, on the total")


def receipt_words(say: Language, sends: bool) -> str:
    return say("to each payer who has an address") if sends else say("only when somebody sends one")


def approver_words(say: Language, role: Role) -> str:
    return say("an owner") if role is Role.OWNER else say("an owner or a biller")


def hours_words(say: Language, hours: str) -> str:
    """The working days, and from when to when."""
    read = read_hours(hours)
    if read is None:
        return hours
    days = ", ".join(day_name(say, day) for day in sorted(read.days))
    times = {"begins": clock_of(read.begins), "ends": clock_of(read.ends)}
    return say("{days}, from {begins} to {ends}", days=days, **times)


def day_name(say: Language, day: int) -> str:
    """Of 1 to 7, in short: "Mon", « lun. »."""
    names: Mapping[int, str] = say.locale.days["stand-alone"]["abbreviated"]
    return names[day - 1]


def wait_words(say: Language, minutes: int) -> str:
    return say.plural("after {n} minute", "after {n} minutes", minutes)


def zone_words(zone: str) -> str:
    """ "America/New York"."""
    return zone.replace("_", " ")


_WRITERS: Mapping[str, Callable[[Language, Any], str]] = {
    "place": lambda say, value: place_name(parse_place(value), say),
    "currency": lambda say, value: f"{currency_name(value, say)} ({value.upper()})",
    "language": lambda _, value: LANGUAGE_NAMES[value],
    "time_zone": lambda _, value: zone_words(value),
    "rounding": rounding_words,
    "send_receipts": receipt_words,
    "help_hours": hours_words,
    "help_wait": wait_words,
    "approver": approver_words,
    "fee_payer": payer_words,
    "next_invoice_number": lambda _, value: str(value),
}
