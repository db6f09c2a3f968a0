"""Who may pass the fee of a card on, outside the United States. Wallets follow the card in them."""

from datetime import date

from rules.places import EEA
from rules.surcharge_rules import (
    BRANDS,
    CREDIT,
    EFTPOS,
    EVERYWHERE,
    MASTERCARD,
    NO_RULE_HERE,
    NO_RULE_THEN,
    NO_SOURCE,
    NOT_CREDIT,
    OTHER_BRANDS,
    VISA,
    Rule,
    Verdict,
    percent,
)
from rules.words import sentence

_GB = frozenset({"GB"})
_AU = frozenset({"AU"})
_NZ = frozenset({"NZ"})
_CA = frozenset({"CA"})
_ELSEWHERE = EVERYWHERE - EEA - {"GB", "AU", "NZ", "CA", "US"}

_NATIONAL = sentence("National rules in the European Economic Area")
_PSD2 = "Directive (EU) 2015/2366 (PSD2), art. 62(4)"
_UK_REGULATIONS = "Consumer Rights (Payment Surcharges) Regulations 2012"
_RBA = sentence("Reserve Bank of Australia, rules on card surcharges")
_CA_NETWORKS = sentence("Card network rules for Canada")

RULES: tuple[Rule, ...] = (
    Rule(
        "eea-consumer-visa-mastercard",
        EEA,
        Verdict.BANNED,
        sentence(
            "In the European Economic Area, a consumer may not be charged extra for paying with a"
            " card of the Visa or Mastercard families."
        ),
        _PSD2,
        "A",
        brands=VISA | MASTERCARD,
        consumer=True,
        since=date(2018, 1, 13),
    ),
    Rule(
        "eea-consumer-visa-mastercard-earlier",
        EEA,
        Verdict.CONFIRM,
        NO_RULE_THEN,
        NO_SOURCE,
        "C",
        brands=VISA | MASTERCARD,
        consumer=True,
        until=date(2018, 1, 12),
    ),
    Rule(
        "eea-consumer-other-brands",
        EEA,
        Verdict.CONFIRM,
        sentence(
            "The countries of the European Economic Area have different rules for this brand of"
            " card, so an owner of the practice has to confirm it first. It may never be above what"
            " the charge costs."
        ),
        _NATIONAL,
        "B",
        brands=EFTPOS | OTHER_BRANDS,
        consumer=True,
        at_cost=True,
    ),
    Rule(
        "eea-business",
        EEA,
        Verdict.CONFIRM,
        sentence(
            "The countries of the European Economic Area have different rules for business cards,"
            " so an owner of the practice has to confirm it first. It may never be above what the"
            " charge costs."
        ),
        _NATIONAL,
        "B",
        consumer=False,
        at_cost=True,
    ),
    Rule(
        "gb-consumer",
        _GB,
        Verdict.BANNED,
        sentence("In the United Kingdom, a consumer may not be charged extra for paying by card."),
        f"{_UK_REGULATIONS}, reg. 6A",
        "A",
        consumer=True,
        since=date(2018, 1, 13),
    ),
    Rule(
        "gb-consumer-earlier",
        _GB,
        Verdict.CONFIRM,
        NO_RULE_THEN,
        NO_SOURCE,
        "C",
        consumer=True,
        until=date(2018, 1, 12),
    ),
    Rule(
        "gb-business",
        _GB,
        Verdict.ALLOWED,
        sentence(
            "In the United Kingdom, the fee of a business card may be passed on, up to what the"
            " charge costs."
        ),
        _UK_REGULATIONS,
        "A",
        consumer=False,
        at_cost=True,
    ),
    Rule(
        "au-until-2026-09",
        _AU,
        Verdict.ALLOWED,
        sentence(
            "In Australia, the fee of a card may be passed on until {day}, up to what the charge"
            " costs.",
            day=date(2026, 9, 30),
        ),
        _RBA,
        "A",
        until=date(2026, 9, 30),
        at_cost=True,
    ),
    Rule(
        "au-2026-10-visa-mastercard-eftpos",
        _AU,
        Verdict.BANNED,
        sentence(
            "In Australia, nothing extra may be charged for paying with Visa, Mastercard or eftpos"
            " since {day}.",
            day=date(2026, 10, 1),
        ),
        _RBA,
        "B",
        brands=VISA | MASTERCARD | EFTPOS,
        since=date(2026, 10, 1),
    ),
    Rule(
        "au-2026-10-other-brands",
        _AU,
        Verdict.ALLOWED,
        sentence(
            "In Australia, the fee of this brand of card may be passed on, up to what the charge"
            " costs."
        ),
        _RBA,
        "B",
        brands=OTHER_BRANDS,
        since=date(2026, 10, 1),
        at_cost=True,
    ),
    Rule(
        "nz-any",
        _NZ,
        Verdict.CONFIRM,
        sentence(
            "What New Zealand allows depends on the payment, so an owner of the practice has to"
            " confirm it first."
        ),
        "Retail Payment System Act 2022 (New Zealand)",
        "B",
    ),
    Rule(
        "ca-debit",
        _CA,
        Verdict.BANNED,
        sentence(
            "In Canada, a debit or prepaid card may not be charged extra, and neither may a card"
            " whose kind is not known."
        ),
        _CA_NETWORKS,
        "A",
        fundings=NOT_CREDIT,
    ),
    Rule(
        "ca-visa-mastercard-credit",
        _CA,
        Verdict.ALLOWED,
        sentence(
            "In Canada, Visa and Mastercard allow at most {percent} of the bill on credit cards,"
            " and never more than the charge costs.",
            percent=percent("2.4"),
        ),
        _CA_NETWORKS,
        "A",
        brands=VISA | MASTERCARD,
        fundings=CREDIT,
        at_cost=True,
        at_most=percent("2.4"),
    ),
    Rule(
        "ca-other-credit",
        _CA,
        Verdict.ALLOWED,
        sentence(
            "In Canada, the fee of this credit card may be passed on, up to what the charge costs."
        ),
        _CA_NETWORKS,
        "B",
        brands=BRANDS - VISA - MASTERCARD,
        fundings=CREDIT,
        at_cost=True,
    ),
    Rule(
        "ca-qc-any",
        frozenset({"CA-QC"}),
        Verdict.BANNED,
        sentence("In Quebec, nothing extra may be charged for paying by card."),
        "Consumer Protection Act (Quebec), s. 224",
        "A",
    ),
    Rule(
        "elsewhere-any",
        _ELSEWHERE,
        Verdict.CONFIRM,
        NO_RULE_HERE,
        NO_SOURCE,
        "C",
    ),
)
