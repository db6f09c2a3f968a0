"""What stands in the form of each part of the settings: the fields in order, with their hints and
what there is to choose. Chat and the web show the same."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desk import help_hours
from desk.channel_words import WHAT_GOES_THERE
from desk.choices import Choice, Groups, currency_groups, place_groups
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
from desk.setting_sections import CHANNEL_OF, FEE_PAYER, HOURS
from desk.setting_words import (
    LANGUAGE_NAMES,
    approver_words,
    day_name,
    payer_words,
    receipt_words,
    rounding_words,
    setting_name,
    wait_words,
    zone_words,
)
from desk.settings import CLIENT, NEXT_NUMBER, PRACTICE, WAITS
from desk.time_zones import zones_of
from rules.invoice_totals import Rounding
from rules.money import Money
from rules.office_hours import clock_of
from rules.places import parse_place
from rules.roles import Role
from rules.words import Sentence, refuse, sentence


class Shape(StrEnum):
    """LINE and LINES are typed; CHOICE and GROUPS are one of a list; TICKS are any of it, sent with
    commas between them; CHANNEL is one of the workspace's."""

    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"
    GROUPS = "groups"
    TICKS = "ticks"
    CHANNEL = "channel"


@dataclass(frozen=True)
class SettingField:
    """`value` is what holds, as the field shows it. `longest`, `example`: of what is typed."""

    name: str
    label: str
    shape: Shape
    value: str
    hint: str = ""
    optional: bool = False
    longest: int = 200
    example: str = ""
    choices: Sequence[Choice] = ()
    groups: Groups = field(default_factory=dict)


NOTES: Mapping[str, Sentence] = {
    IDENTITY: sentence("Invoices that are there already keep what they say."),
    PLACE: sentence(
        "With another place, other fees and another law hold, and the practice bears the fees"
        " itself until an owner decides anew. The currency stays until you change it."
    ),
    REGION: sentence(
        "Invoices and price items that are there already keep their currency. With another"
        " currency, the front desk’s limit begins anew."
    ),
}
"""What follows from a change, below the form."""


def fields_of(say: Language, page: SettingsPage, part: str) -> Sequence[SettingField]:
    """Of one of setting_sections.SECTIONS. Refusal where there is no such part."""
    if part in CHANNEL_OF:
        return [_channel(say, page, CHANNEL_OF[part])]
    if part not in _FIELDS:
        raise refuse("This belongs to another version of Paydesk. Type /billing to start anew.")
    return list(_FIELDS[part](say, page))


def _identity(say: Language, page: SettingsPage) -> Iterator[SettingField]:
    now, longest = page.settings, MOST_LINES * (LONGEST_LINE + 1)
    yield _typed(say, "legal_name", now.legal_name, longest=LONGEST_NAME)
    yield _typed(say, "address", now.address, shape=Shape.LINES, longest=longest, optional=True)
    yield _typed(
        say,
        "registrations",
        now.registrations,
        say("With their names, a line each: VAT, SIRET, EIN, ABN or whatever the law asks for."),
        shape=Shape.LINES,
        longest=longest,
        example="VAT GB123456789",
        optional=True,
    )
    yield _typed(
        say,
        "tax_wording",
        now.tax_wording,
        say("For example that health care is exempt from VAT, with the article of the law."),
        longest=LONGEST_LINE,
        optional=True,
    )
    yield _typed(
        say,
        "provider_number",
        now.provider_number,
        say("The number that insurers know the practice by."),
        longest=LONGEST_LINE,
        optional=True,
    )


def _place(say: Language, page: SettingsPage) -> Iterator[SettingField]:
    yield _grouped(say, "place", page.settings.place or "", place_groups(say))


def _region(say: Language, page: SettingsPage) -> Iterator[SettingField]:
    now = page.settings
    yield _grouped(say, "currency", now.currency, currency_groups(say))
    zones = zones_of(parse_place(now.place)) if now.place else [now.time_zone]
    known = dict.fromkeys([*zones[:99], now.time_zone])
    yield _choice(say, "time_zone", now.time_zone, [(zone, zone_words(zone)) for zone in known])
    yield _choice(
        say,
        "language",
        now.language,
        [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        say("Of shared cards. Everybody still reads Paydesk’s own words to them in theirs."),
    )


def _invoices(say: Language, page: SettingsPage) -> Iterator[SettingField]:
    now = page.settings
    yield _typed(say, "invoice_prefix", now.invoice_prefix, longest=LONGEST_PREFIX, example="INV-")
    only_up = say("It can only go up, so that none comes twice.")
    yield _typed(say, NEXT_NUMBER, str(page.next_number), only_up, longest=12)
    yield _typed(say, "due_days", str(now.due_days), longest=4, example="30")
    yield _choice(
        say,
        "rounding",
        now.rounding,
        [(one, rounding_words(say, one)) for one in Rounding],
        say("Each invoice says which, and keeps it."),
    )
    yield _choice(
        say,
        "send_receipts",
        YES if now.send_receipts else NO,
        [(one, receipt_words(say, one == YES)) for one in (YES, NO)],
        say("When a charge is paid. They also hear of a payment that comes back."),
    )


def _payer(say: Language, page: SettingsPage) -> Iterator[SettingField]:
    choices = [(one, payer_words(say, one)) for one in (PRACTICE, CLIENT)]
    yield _choice(say, "fee_payer", page.settings.fee_payer, choices)


def _limits(say: Language, page: SettingsPage) -> Iterator[SettingField]:
    now = page.settings
    limit = say.money(Money(now.front_desk_limit, now.currency))
    hint = say("0: everything that the front desk charges needs approval.")
    yield _typed(say, "front_desk_limit", limit, hint, longest=30)
    who = [(one, approver_words(say, one)) for one in (Role.BILLER, Role.OWNER)]
    yield _choice(say, "approver", now.approver, who)


def _hours(say: Language, page: SettingsPage) -> Iterator[SettingField]:
    hours = page.settings.office_hours
    yield SettingField(
        help_hours.DAYS,
        say("Working days"),
        Shape.TICKS,
        ",".join(map(str, sorted(hours.days))),
        choices=[(str(day), day_name(say, day)) for day in range(1, 8)],
    )
    for name, label, at, example in (
        (help_hours.BEGINS, say("From"), hours.begins, "9:00"),
        (help_hours.ENDS, say("To"), hours.ends, "17:00"),
    ):
        yield SettingField(name, label, Shape.LINE, clock_of(at), longest=5, example=example)
    yield _choice(
        say,
        help_hours.WAIT,
        str(page.settings.help_wait),
        [(str(minutes), wait_words(say, minutes)) for minutes in WAITS],
        say(
            "Agents are reminded of a question that has waited so long within these hours. Whoever"
            " asks outside them is told when somebody will be there."
        ),
    )


def _channel(say: Language, page: SettingsPage, name: str) -> SettingField:
    return SettingField(
        name,
        setting_name(say, name),
        Shape.CHANNEL,
        getattr(page.settings, name) or "",
        say.sentence(WHAT_GOES_THERE[name]),
        optional=True,
    )


def _typed(
    say: Language,
    name: str,
    value: str,
    hint: str = "",
    *,
    shape: Shape = Shape.LINE,
    longest: int,
    example: str = "",
    optional: bool = False,
) -> SettingField:
    label = setting_name(say, name)
    return SettingField(name, label, shape, value, hint, optional, longest, example)


def _choice(
    say: Language, name: str, value: str, choices: Sequence[Choice], hint: str = ""
) -> SettingField:
    label = setting_name(say, name)
    return SettingField(name, label, Shape.CHOICE, value, hint, choices=choices)


def _grouped(say: Language, name: str, value: str, groups: Groups) -> SettingField:
    return SettingField(name, setting_name(say, name), Shape.GROUPS, value, groups=groups)


_FIELDS: Mapping[str, Callable[[Language, SettingsPage], Iterator[SettingField]]] = {
    IDENTITY: _identity,
    PLACE: _place,
    REGION: _region,
    INVOICES: _invoices,
    FEE_PAYER: _payer,
    LIMITS: _limits,
    HOURS: _hours,
}
