"""Who may pass the fee of a bank debit on. Brand and funding say nothing here: there is no card."""

from rules.places import EEA
from rules.surcharge_rules import EVERYWHERE, NO_SOURCE, Rule, Verdict
from rules.words import sentence

_GB = frozenset({"GB"})
_US = frozenset({"US"})

_SEPA = frozenset({"sepa_debit"})
_BACS = frozenset({"bacs_debit"})
_ACH = frozenset({"us_bank_account"})
_BECS = frozenset({"au_becs_debit"})

_NO_RULE = sentence(
    "No rule is on record for this bank debit in this place, so nothing is passed on until an owner"
    " of the practice confirms it."
)

RULES: tuple[Rule, ...] = (
    Rule(
        "eea-sepa",
        EEA,
        Verdict.BANNED,
        sentence(
            "In the European Economic Area, nothing extra may be charged for paying by SEPA direct"
            " debit."
        ),
        "Directive (EU) 2015/2366 (PSD2), art. 62(4)",
        "A",
        methods=_SEPA,
    ),
    Rule("elsewhere-sepa", EVERYWHERE - EEA, Verdict.CONFIRM, _NO_RULE, NO_SOURCE, "C", _SEPA),
    Rule(
        "gb-bacs-consumer",
        _GB,
        Verdict.BANNED,
        sentence(
            "In the United Kingdom, a consumer may not be charged extra for paying by Bacs direct"
            " debit."
        ),
        "Consumer Rights (Payment Surcharges) Regulations 2012, reg. 6A",
        "A",
        methods=_BACS,
        consumer=True,
    ),
    Rule(
        "gb-bacs-business",
        _GB,
        Verdict.ALLOWED,
        sentence(
            "In the United Kingdom, the fee of a Bacs direct debit may be passed on to a business,"
            " up to what the charge costs."
        ),
        "Consumer Rights (Payment Surcharges) Regulations 2012",
        "A",
        methods=_BACS,
        consumer=False,
        at_cost=True,
    ),
    Rule("elsewhere-bacs", EVERYWHERE - _GB, Verdict.CONFIRM, _NO_RULE, NO_SOURCE, "C", _BACS),
    Rule(
        "us-ach",
        _US,
        Verdict.ALLOWED,
        sentence(
            "In the United States, the fee of a bank debit may be passed on, up to what the charge"
            " costs."
        ),
        sentence("Second-hand text"),
        "B",
        methods=_ACH,
        at_cost=True,
    ),
    Rule("elsewhere-ach", EVERYWHERE - _US, Verdict.CONFIRM, _NO_RULE, NO_SOURCE, "C", _ACH),
    Rule("any-becs", EVERYWHERE, Verdict.CONFIRM, _NO_RULE, NO_SOURCE, "C", _BECS),
)
