"""Amounts of money: how they are written, the most that can be charged, and the rates at which this
Stripe converts them."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from sandbox.stripe import currencies
from sandbox.stripe.errors import StripeError, invalid, refused_input

MOST = 99_999_999
_NO_DECIMALS = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf"
NO_DECIMALS = frozenset(_NO_DECIMALS.split())
THREE_DECIMALS = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})
"""The last digit is always 0."""
WHOLE_UNITS = frozenset({"isk", "ugx"})
"""Sent with two decimals that are always 00."""
_WORTH = (
    "usd 1 aed 0.272 aud 0.65 bgn 0.56 bhd 2.65 bif 0.00034 brl 0.18 cad 0.72 chf 1.12 clp 0.00105 "
    "czk 0.044 djf 0.0056 dkk 0.147 eur 1.1 gbp 1.25 gnf 0.00012 hkd 0.128 huf 0.0027 idr 0.000062 "
    "ils 0.27 inr 0.012 isk 0.0072 jod 1.41 jpy 0.0065 kmf 0.0022 krw 0.00072 kwd 3.25 mga 0.00022 "
    "mxn 0.055 myr 0.22 nok 0.093 nzd 0.6 omr 2.6 php 0.017 pln 0.25 pyg 0.00013 ron 0.22 "
    "rwf 0.0007 sar 0.266 sek 0.095 sgd 0.74 thb 0.028 tnd 0.32 try 0.029 twd 0.031 ugx 0.00027 "
    "vnd 0.00004 vuv 0.0083 xaf 0.0017 xof 0.0017 xpf 0.0092 zar 0.054"
)
_IN_DOLLARS = _WORTH.split()
RATES: Mapping[str, Decimal] = {
    name: Decimal(worth) for name, worth in zip(_IN_DOLLARS[::2], _IN_DOLLARS[1::2], strict=True)
}
"""What a unit of each is worth in US dollars: invented, and always the same."""
_OTHERWISE = Decimal("0.01")
_SIGNS = {"usd": "$", "aud": "A$", "cad": "CA$", "eur": "€", "gbp": "£", "jpy": "¥"}


def rounded(value: Decimal) -> int:
    """Half up."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def decimals(currency: str) -> int:
    return 0 if currency in NO_DECIMALS else 3 if currency in THREE_DECIMALS else 2


def shown(amount: int, currency: str) -> str:
    """For error messages: "$1,234.50"."""
    places = decimals(currency)
    number = f"{Decimal(amount).scaleb(-places):,.{places}f}"
    return f"{_SIGNS.get(currency, currency.upper() + ' ')}{number}"


def rate(source: str, target: str) -> Decimal:
    """How many units of `target` one of `source` is worth, to six places."""
    worth = RATES.get(source, _OTHERWISE) / RATES.get(target, _OTHERWISE)
    return worth.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def converted(amount: int, source: str, target: str) -> int:
    if source == target:
        return amount
    shift = decimals(target) - decimals(source)
    return rounded((amount * rate(source, target)).scaleb(shift))


def check_amount(amount: int, currency: str, param: str = "amount") -> None:
    """StripeError 400 where this much can't be charged."""
    if amount < 1:
        raise refused_input(
            "This value must be greater than or equal to 1.",
            param,
            code="parameter_invalid_integer",
        )
    if amount > MOST:
        raise _out_of_bounds("no more than", MOST, currency, "amount_too_large", param)
    if amount < (least := currencies.least(currency)):
        raise _out_of_bounds("at least", least, currency, "amount_too_small", param)
    step = 100 if currency in WHOLE_UNITS else 10 if currency in THREE_DECIMALS else 1
    if amount % step:
        raise invalid(
            f"Invalid amount: an amount in {currency.upper()} must be evenly divisible by {step}.",
            param,
            code="invalid_charge_amount",
        )


def _out_of_bounds(word: str, bound: int, currency: str, code: str, param: str) -> StripeError:
    return invalid(f"Amount must be {word} {shown(bound, currency)} {currency}", param, code=code)
