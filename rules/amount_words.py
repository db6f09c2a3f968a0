"""The words people use about amounts, in English and French: currencies, methods, regions.

Every phrase stands in lower case without accents, its words joined by one space, as `folded`
makes them.
"""

import unicodedata

from rules.currencies import KNOWN

LONGEST_PHRASE = 4  # words, as in "rest of the world"

_DOLLARS = ("usd", "aud", "cad", "nzd", "sgd", "hkd", "twd", "bbd", "bmd", "bnd", "bsd", "bzd")
_MORE_DOLLARS = ("fjd", "gyd", "jmd", "kyd", "lrd", "nad", "sbd", "srd", "ttd", "xcd")
_DOLLAR = _DOLLARS + _MORE_DOLLARS
_POUND = ("gbp", "egp", "fkp", "gip", "lbp", "shp")
_YEN_SIGN = ("jpy", "cny")
_FRANC = ("chf", "xaf", "xof", "xpf", "bif", "cdf", "djf", "gnf", "kmf", "rwf")
_RUPEE = ("inr", "lkr", "mur", "npr", "pkr", "scr")

# In French the country follows the sign: 120 $CA.
_FRENCH_SIGNS = {
    **{f"${code[:2]}": code for code in ("ars", "aud", "bmd", "bnd", "bzd", "cad", "clp", "cop")},
    **{f"${code[:2]}": code for code in ("fjd", "hkd", "mxn", "nad", "nzd", "sbd", "srd", "ttd")},
    **{f"${code[:2]}": code for code in ("sgd", "usd", "uyu", "wst")},
    **{f"£{code[:2]}": code for code in ("fkp", "gbp", "gip", "lbp")},
}


def _each(phrases: str, meaning: str) -> dict[str, str]:
    return dict.fromkeys(phrases.split(", "), meaning)


def _all_of(phrases: str, options: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(phrases.split(", "), options)


def _words(text: str) -> list[str]:
    return text.split()


CURRENCIES: dict[str, tuple[str, ...]] = {
    **{code: (code,) for code in KNOWN - {"all"}},  # "all" asks for every region
    **{sign: (code,) for sign, code in _FRENCH_SIGNS.items()},
    **_all_of("$, dollar, dollars", _DOLLAR),
    **_all_of("£, pound, pounds, livre, livres", _POUND),
    **_all_of("¥", _YEN_SIGN),
    **_all_of("cn¥", ("cny",)),
    **_all_of("jp¥", ("jpy",)),
    **_all_of("franc, francs", _FRANC),
    **_all_of("rupee, rupees, roupie, roupies", _RUPEE),
    **_all_of("€, euro, euros", ("eur",)),
    **_all_of("sterling, pound sterling, pounds sterling", ("gbp",)),
    **_all_of("british pound, british pounds, livre sterling, livres sterling", ("gbp",)),
    **_all_of("us$, us dollar, us dollars, american dollars", ("usd",)),
    **_all_of("dollar americain, dollars americains, dollars us", ("usd",)),
    **_all_of("a$, au$, australian dollar, australian dollars", ("aud",)),
    **_all_of("dollar australien, dollars australiens", ("aud",)),
    **_all_of("c$, ca$, canadian dollar, canadian dollars", ("cad",)),
    **_all_of("dollar canadien, dollars canadiens", ("cad",)),
    **_all_of("nz$, new zealand dollar, new zealand dollars", ("nzd",)),
    **_all_of("s$, sg$, singapore dollar, singapore dollars", ("sgd",)),
    **_all_of("hk$, hong kong dollar, hong kong dollars", ("hkd",)),
    **_all_of("swiss franc, swiss francs, franc suisse, francs suisses", ("chf",)),
    **_all_of("yen, yens", ("jpy",)),
    **_all_of("yuan, yuans, renminbi", ("cny",)),
    **_all_of("r$", ("brl",)),
    **_all_of("nt$", ("twd",)),
    **_all_of("ec$", ("xcd",)),
    **_all_of("cfpf, fcfp", ("xpf",)),
    **_all_of("mx$", ("mxn",)),
    **_all_of("₹", ("inr",)),
    **_all_of("₩", ("krw",)),
    **_all_of("₪", ("ils",)),
    **_all_of("₫", ("vnd",)),
    **_all_of("₱", ("php",)),
    **_all_of("₦", ("ngn",)),
    **_all_of("₴", ("uah",)),
    **_all_of("₺", ("try",)),
}
"""What each phrase or sign can stand for; without a better reason it is the first."""

SIGNS = tuple(phrase for phrase in CURRENCIES if set(phrase) & set("$€£¥₹₩₪₫₱₦₴₺"))
"""The phrases that are, or have in them, a currency sign."""

METHODS: dict[str, str] = {
    **_each("card, cards, credit, credit card, credit cards, debit card, debit cards", "card"),
    **_each("carte, cartes, carte bancaire, cartes bancaires, carte bleue, cb", "card"),
    **_each("carte de credit, cartes de credit, carte de debit, cartes de debit", "card"),
    **_each("visa, mastercard, master card, amex, american express, discover", "card"),
    **_each("apple pay, applepay, google pay, googlepay, wallet, wallets", "card"),
    **_each("portefeuille, portefeuilles", "card"),
    **_each("ach, us bank account, us bank, us bank debit", "us_bank_account"),
    **_each("bacs", "bacs_debit"),
    **_each("sepa", "sepa_debit"),
    **_each("becs, au becs", "au_becs_debit"),
    **_each("debit, debits, direct debit, direct debits, bank debit", "debit"),
    **_each("prelevement, prelevements, prelevement automatique", "debit"),
    **_each("prelevement bancaire, prelevements bancaires", "debit"),
}
"""The payment method each phrase names; "debit" is the direct debit of the region."""

REGIONS: dict[str, str] = {
    **_each("us, usa, united states, etats unis, america, amerique", "us"),
    **_each("uk, gb, united kingdom, great britain, britain, england", "gb"),
    **_each("royaume uni, grande bretagne, angleterre", "gb"),
    **_each("eu, ue, europe, european union, union europeenne, eurozone, zone euro", "eu"),
    **_each("au, australia, australie", "au"),
    **_each("other, others, elsewhere, everywhere else, rest of world", "other"),
    **_each("rest of the world, autre, autres, ailleurs, reste du monde", "other"),
    **_each("all, everything, everywhere, all regions", "all"),
    **_each("tout, tous, toutes, partout, toutes les regions, tous les pays", "all"),
}

HELP = frozenset({"help", "aide"})

FILLERS = frozenset(
    [
        *_words(
            "fee fees for on of the in is are what how much would it cost costs charge payment"
        ),
        *_words("price prices table show me our by with via and please pls thanks hi hello"),
        *_words("frais sur pour de du des le la les un une en par avec et svp stp merci bonjour"),
        *_words("combien coute coutent est sont quel quels quelle quelles montre tarif tarifs"),
        *_words("prix paiement"),
        *("thank you", "il vous plait", "s il vous plait"),
    ]
)
"""Polite and linking words that change nothing."""


def folded(word: str) -> str:
    """`word` in lower case and without accents."""
    taken_apart = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in taken_apart if not unicodedata.combining(char))
