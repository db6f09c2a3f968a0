"""Stripe's test bank accounts: by the ids that stand for them, and how each one's debits end."""

from collections.abc import Mapping
from dataclasses import dataclass

ACH, SEPA, BACS, BECS = "us_bank_account", "sepa_debit", "bacs_debit", "au_becs_debit"
CURRENCY: Mapping[str, str] = {ACH: "usd", SEPA: "eur", BACS: "gbp", BECS: "aud"}


@dataclass(frozen=True)
class TestBank:
    """`account`: its number, for SEPA the IBAN. `failure`: Stripe's failure_code of each debit.
    `late`: settles or fails later than others. `dispute`: a debit succeeds and is disputed.
    `stuck`: a debit stays on its way. `refused`: the bank refuses the mandate at once."""

    __test__ = False
    kind: str
    token: str
    account: str
    failure: str = ""
    late: bool = False
    dispute: bool = False
    stuck: bool = False
    refused: bool = False


_IBANS: Mapping[str, tuple[str, ...]] = {
    "at": (
        "AT611904300234573201",
        "AT321904300235473204",
        "AT861904300235473202",
        "AT051904300235473205",
        "AT591904300235473203",
        "AT981904300002222227",
    ),
    "be": (
        "BE62510007547061",
        "BE78510007547064",
        "BE68539007547034",
        "BE51510007547065",
        "BE08510007547063",
        "BE90510002222227",
    ),
    "de": (
        "DE89370400440532013000",
        "DE08370400440532013003",
        "DE62370400440532013001",
        "DE78370400440532013004",
        "DE35370400440532013002",
        "DE65370400440002222227",
    ),
    "fr": (
        "FR1420041010050500013M02606",
        "FR3020041010050500013M02609",
        "FR8420041010050500013M02607",
        "FR7920041010050500013M02600",
        "FR5720041010050500013M02608",
        "FR9720041010050000002222227",
    ),
    "ie": (
        "IE29AIBK93115212345678",
        "IE24AIBK93115212345671",
        "IE02AIBK93115212345679",
        "IE94AIBK93115212345672",
        "IE51AIBK93115212345670",
        "IE10AIBK93115202222227",
    ),
}
"""By country, in the order of _sepa's endings."""
_FAILED = "generic_could_not_process"


def _sepa(country: str, ibans: tuple[str, ...]) -> tuple[TestBank, ...]:
    good, slow, failed, fails_slowly, disputed, poor = ibans
    return (
        TestBank(SEPA, f"pm_sepaDebit_success_{country}", good),
        TestBank(SEPA, f"pm_sepaDebit_successDelayed_{country}", slow, late=True),
        TestBank(SEPA, f"pm_sepaDebit_failed_{country}", failed, _FAILED),
        TestBank(SEPA, f"pm_sepaDebit_failedDelayed_{country}", fails_slowly, _FAILED, late=True),
        TestBank(SEPA, f"pm_sepaDebit_disputed_{country}", disputed, dispute=True),
        TestBank(SEPA, f"pm_sepaDebit_insufficientFunds_{country}", poor, "insufficient_funds"),
    )


BANKS = (
    TestBank(ACH, "pm_usBankAccount_success", "000123456789"),
    TestBank(ACH, "pm_usBankAccount_accountClosed", "000111111113", "account_closed"),
    TestBank(ACH, "pm_usBankAccount_noAccount", "000111111116", "no_account"),
    TestBank(ACH, "pm_usBankAccount_insufficientFunds", "000222222227", "insufficient_funds"),
    TestBank(ACH, "pm_usBankAccount_debitNotAuthorized", "000333333335", "debit_not_authorized"),
    TestBank(ACH, "pm_usBankAccount_dispute", "000555555559", dispute=True),
    TestBank(ACH, "pm_usBankAccount_processing", "000000000009", stuck=True),
    *(bank for country, ibans in _IBANS.items() for bank in _sepa(country, ibans)),
    TestBank(BACS, "pm_bacsDebit_success", "00012345"),
    TestBank(BACS, "pm_bacsDebit_successDelayed", "90012345", late=True),
    TestBank(BACS, "pm_bacsDebit_debitNotAuthorized", "33333335", "debit_not_authorized"),
    TestBank(BACS, "pm_bacsDebit_insufficientFunds", "22222227", "insufficient_funds"),
    TestBank(BACS, "pm_bacsDebit_dispute", "55555559", dispute=True),
    TestBank(BACS, "pm_bacsDebit_mandateRefused", "00033333", "account_closed", refused=True),
    TestBank(BECS, "pm_auBecsDebit_success", "000123456"),
    TestBank(BECS, "pm_auBecsDebit_successDelayed", "900123456", late=True),
    TestBank(BECS, "pm_auBecsDebit_accountClosed", "111111113", "account_closed"),
    TestBank(BECS, "pm_auBecsDebit_noAccount", "111111116", "no_account"),
    TestBank(BECS, "pm_auBecsDebit_referToCustomer", "222222227", "refer_to_customer"),
    TestBank(BECS, "pm_auBecsDebit_debitNotAuthorized", "333333335", "debit_not_authorized"),
    TestBank(BECS, "pm_auBecsDebit_dispute", "666666660", dispute=True),
)
BY_TOKEN: Mapping[str, TestBank] = {bank.token: bank for bank in BANKS}
BY_ACCOUNT: Mapping[tuple[str, str], TestBank] = {(one.kind, one.account): one for one in BANKS}
