"""The forms of the settings, each small."""

from collections.abc import Callable, Iterator, Mapping

from commands.billing.claim_views import place_groups
from commands.billing.setting_words import (
    LANGUAGE_NAMES,
    approver_words,
    receipt_words,
    rounding_words,
    setting_name,
    zone_words,
)
from commands.billing.settings_views import back_button
from commands.blocks import (
    Element,
    actions,
    context,
    grouped_select,
    labelled,
    modal,
    option,
    select,
    text_input,
)
from commands.currencies import currency_groups
from commands.replies import Block, View
from desk.language import LANGUAGES, Language
from desk.setting_forms import (
    IDENTITY,
    INVOICES,
    LIMITS,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_PREFIX,
    MOST_LINES,
    NO,
    PLACE,
    REGION,
    YES,
    SettingsPage,
)
from desk.settings import NEXT_NUMBER
from desk.time_zones import zones_of
from rules.invoice_totals import Rounding
from rules.money import Money
from rules.places import parse_place
from rules.roles import Role
from rules.words import refuse

FORM = "settings:form:"
"""Begins the callback_ids of the forms; the name of the form follows."""


def form_view(say: Language, page: SettingsPage, name: str) -> View:
    """One of the forms, with what holds standing in it. Refusal where there is no such form."""
    if name not in _FORMS:
        raise refuse("This belongs to another version of Paydesk. Type /billing to start anew.")
    blocks = [*_FORMS[name](say, page), actions(back_button(say))]
    return modal(
        say("Settings"),
        blocks,
        close=say("Cancel"),
        submit=say("Save"),
        callback_id=FORM + name,
        private=page.opened(name),
    )


def _identity(say: Language, page: SettingsPage) -> Iterator[Block]:
    now, longest = page.settings, MOST_LINES * (LONGEST_LINE + 1)
    yield _input(say, "legal_name", text_input("legal_name", "", LONGEST_NAME, now.legal_name))
    address = text_input("address", "", longest, now.address, lines=True)
    yield _input(say, "address", address, optional=True)
    yield _input(
        say,
        "registrations",
        text_input("registrations", "VAT GB123456789", longest, now.registrations, lines=True),
        say("With their names, a line each: VAT, SIRET, EIN, ABN or whatever the law asks for."),
        optional=True,
    )
    yield _input(
        say,
        "tax_wording",
        text_input("tax_wording", "", LONGEST_LINE, now.tax_wording),
        say("For example that health care is exempt from VAT, with the article of the law."),
        optional=True,
    )
    yield _input(
        say,
        "provider_number",
        text_input("provider_number", "", LONGEST_LINE, now.provider_number),
        say("The number that insurers know the practice by."),
        optional=True,
    )
    yield context(say("Invoices that are there already keep what they say."))


def _place(say: Language, page: SettingsPage) -> Iterator[Block]:
    chosen = page.settings.place or ""
    yield _input(say, "place", grouped_select("place", place_groups(say), chosen))
    yield context(
        say(
            "With another place, other fees and another law hold, and the practice bears the fees"
            " itself until an owner decides anew. The currency stays until you change it."
        )
    )


def _region(say: Language, page: SettingsPage) -> Iterator[Block]:
    now = page.settings
    yield _input(say, "currency", grouped_select("currency", currency_groups(say), now.currency))
    zones = zones_of(parse_place(now.place)) if now.place else [now.time_zone]
    known = dict.fromkeys([*zones[:99], now.time_zone])
    options = [option(zone_words(zone), zone) for zone in known]
    yield _input(say, "time_zone", select("time_zone", options, now.time_zone))
    languages = [option(LANGUAGE_NAMES[code], code) for code in LANGUAGES]
    yield _input(
        say,
        "language",
        select("language", languages, now.language),
        say("Of shared cards. Everybody still reads Paydesk’s own words to them in theirs."),
    )
    yield context(
        say(
            "Invoices and price items that are there already keep their currency. With another"
            " currency, the front desk’s limit begins anew."
        )
    )


def _invoices(say: Language, page: SettingsPage) -> Iterator[Block]:
    now = page.settings
    prefix = text_input("invoice_prefix", "INV-", LONGEST_PREFIX, now.invoice_prefix)
    yield _input(say, "invoice_prefix", prefix)
    number = text_input(NEXT_NUMBER, "", 12, str(page.next_number))
    yield _input(say, NEXT_NUMBER, number, say("It can only go up, so that none comes twice."))
    yield _input(say, "due_days", text_input("due_days", "30", 4, str(now.due_days)))
    ways = [option(rounding_words(say, one), one) for one in Rounding]
    yield _input(
        say,
        "rounding",
        select("rounding", ways, now.rounding),
        say("Each invoice says which, and keeps it."),
    )
    sends = [option(receipt_words(say, one == YES), one) for one in (YES, NO)]
    yield _input(
        say,
        "send_receipts",
        select("send_receipts", sends, YES if now.send_receipts else NO),
        say("When a charge is paid. They also hear of a payment that comes back."),
    )


def _limits(say: Language, page: SettingsPage) -> Iterator[Block]:
    now = page.settings
    limit = say.money(Money(now.front_desk_limit, now.currency))
    yield _input(
        say,
        "front_desk_limit",
        text_input("front_desk_limit", "", 30, limit),
        say("0: everything that the front desk charges needs approval."),
    )
    who = [option(approver_words(say, one), one) for one in (Role.BILLER, Role.OWNER)]
    yield _input(say, "approver", select("approver", who, now.approver))


def _input(
    say: Language, name: str, element: Element, hint: str = "", *, optional: bool = False
) -> Block:
    return labelled(setting_name(say, name), element, hint, optional=optional)


_FORMS: Mapping[str, Callable[[Language, SettingsPage], Iterator[Block]]] = {
    IDENTITY: _identity,
    PLACE: _place,
    REGION: _region,
    INVOICES: _invoices,
    LIMITS: _limits,
}
