"""The currencies that Stripe takes, and the least that can be paid in each."""

from collections.abc import Mapping

from sandbox.stripe.errors import refused_input

_ALL = """
aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bif bmd bnd bob brl bsd bwp byn bzd cad
cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd
hkd hnl hrk htg huf idr ils inr isk jmd jpy kes kgs khr kmf krw kyd kzt lak lbp lkr lrd lsl mad
mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln
pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs
uah ugx usd uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw
bhd jod kwd omr tnd
"""
KNOWN = frozenset(_ALL.split())
LEAST: Mapping[str, int] = {
    "aed": 200,
    "czk": 1500,
    "dkk": 250,
    "gbp": 30,
    "hkd": 400,
    "huf": 17500,
    "jpy": 50,
    "mxn": 1000,
    "myr": 200,
    "nok": 300,
    "pln": 200,
    "ron": 200,
    "sek": 300,
    "thb": 1000,
}
"""In minor units, as Stripe publishes it; LEAST_ELSEWHERE in all other currencies."""
LEAST_ELSEWHERE = 50
OF_COUNTRY: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("AT", "BE", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT"),
            *("LT", "LU", "LV", "MT", "NL", "PT", "SI", "SK", "BG"),
        ),
        "eur",
    ),
    "AU": "aud",
    "CA": "cad",
    "CH": "chf",
    "CZ": "czk",
    "DK": "dkk",
    "GB": "gbp",
    "HK": "hkd",
    "HU": "huf",
    "JP": "jpy",
    "MX": "mxn",
    "NO": "nok",
    "NZ": "nzd",
    "PL": "pln",
    "RO": "ron",
    "SE": "sek",
    "SG": "sgd",
    "US": "usd",
}
"""The default currency of an account, by the countries that accounts can be in here."""


def known(given: str, param: str = "currency") -> str:
    """In lower case. StripeError 400."""
    currency = given.lower()
    if currency not in KNOWN:
        supported = ", ".join(sorted(KNOWN))
        raise refused_input(
            f"Invalid currency: {currency[:10]}. Stripe currently supports these currencies: "
            f"{supported}",
            param,
        )
    return currency


def least(currency: str) -> int:
    return LEAST.get(currency, LEAST_ELSEWHERE)
