"""Which currencies there are, and how many decimals people write in each.

Paydesk keeps amounts in the smallest unit that people write: cents for a dollar, whole krónur for
ISK although Stripe wants those with two zeros behind (the processor adds them).
"""


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# No decimals, per Stripe's list; ISK and UGX are written without although Stripe takes two.
_WITHOUT_DECIMALS = _codes("bif clp djf gnf isk jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf")
_PADDED_FOR_STRIPE = frozenset({"isk", "ugx"})
_THREE_DECIMALS = _codes("bhd jod kwd omr tnd")

# The currencies that Stripe takes, but for BGN, which the euro replaced in 2026.
KNOWN: frozenset[str] = _codes(
    """
    aed afn all amd ang aoa ars aud awg azn bam bbd bdt bhd bif bmd bnd bob brl bsd bwp byn bzd
    cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq
    gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd
    lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk
    php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top
    try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw
    """
)

_LEAST = {
    **dict.fromkeys(("usd", "aud", "brl", "cad", "chf", "eur", "inr", "nzd", "sgd", "jpy"), 50),
    **dict.fromkeys(("aed", "myr", "pln", "ron"), 200),
    **dict.fromkeys(("nok", "sek"), 300),
    **dict.fromkeys(("mxn", "thb"), 1_000),
    "gbp": 30,
    "dkk": 250,
    "hkd": 400,
    "czk": 1_500,
    "huf": 17_500,
}
_STRIPE_LARGEST = 99_999_999  # eight digits in the units that Stripe counts in


def is_known(currency: str) -> bool:
    """Whether Stripe takes charges in `currency`, a lower-case ISO 4217 code."""
    return currency in KNOWN


def decimals(currency: str) -> int:
    """How many decimals people write: 0, 2 or 3. Amounts are kept in units of the last one."""
    if currency in _WITHOUT_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def step(currency: str) -> int:
    """The multiple, in kept minor units, that a charge must be: 10 where there are three decimals.

    Stripe wants the third decimal of BHD, JOD, KWD, OMR and TND to be 0.
    """
    return 10 if currency in _THREE_DECIMALS else 1


def least(currency: str) -> int:
    """The least that Stripe takes in one payment, in kept minor units, where it says so
    (docs.stripe.com/currencies, "Minimum and maximum charge amounts"); elsewhere 1."""
    return _LEAST.get(currency, 1)


def largest(currency: str) -> int:
    """The most that one charge can be, in kept minor units: eight digits as Stripe counts them."""
    if currency in _PADDED_FOR_STRIPE:
        return _STRIPE_LARGEST // 100
    return _STRIPE_LARGEST // step(currency) * step(currency)
