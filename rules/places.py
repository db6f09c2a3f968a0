"""Places: where a practice or a client is, as ISO 3166 codes, and the regions that rules name."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rules.words import Refusal, refuse


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


COUNTRIES = _codes(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
    EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
    LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """
)
"""The 249 countries and territories of ISO 3166-1."""

EU = _codes("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")
EEA = EU | {"IS", "LI", "NO"}

US_STATES = _codes(
    """
    AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY
    NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY
    """
)
US_TERRITORIES = _codes("AS GU MP PR UM VI")
US_PARTS = US_STATES | US_TERRITORIES | {"DC"}
CA_PARTS = _codes("AB BC MB NB NL NS NT NU ON PE QC SK YT")
_PARTS = {"US": US_PARTS, "CA": CA_PARTS}

# One place, two codes: ISO lists these as countries and as parts of one. The second is the one
# whose law and fees hold there. Åland, the French departments and Saint-Martin are EU territory.
_PART_OF = {
    **{code: f"US-{code}" for code in US_TERRITORIES},
    "AX": "FI-01",
    "GF": "FR-973",
    "GP": "FR-971",
    "MF": "FR-MF",
    "MQ": "FR-972",
    "RE": "FR-974",
    "YT": "FR-976",
}
# Not ISO's codes, but what people write.
_ALSO_WRITTEN = {"UK": "GB", "EL": "GR"}

_SHAPE = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")


@dataclass(frozen=True)
class Place:
    """A country, and its state, province or other part where it is known: "US-TX" or "US"."""

    country: str
    part: str | None = None

    def __str__(self) -> str:
        return f"{self.country}-{self.part}" if self.part else self.country


@lru_cache(maxsize=4096)
def parse_place(text: str) -> Place:
    """The place that `text` names, in capitals or not: "US-TX", "gb", "PR" (which is US-PR).

    Parts of the United States and Canada must exist, because rules differ between them; those of
    other countries need only look like ISO 3166-2.
    """
    code = text.strip().upper()
    shape = _SHAPE.fullmatch(_PART_OF.get(code, code)) if text.isascii() else None
    if shape is None:
        raise refuse(
            "A place is written as a country’s two letters, with the state or province where there"
            " is one, for example {example}.",
            example="US-TX",
        )
    country, part = shape.groups()
    country = _ALSO_WRITTEN.get(country, country)
    if country not in COUNTRIES or country in _PART_OF:
        raise _no_such_place(code)
    if part is not None and part not in _PARTS.get(country, {part}):
        raise _no_such_place(code)
    return Place(country, part)


def _no_such_place(code: str) -> Refusal:
    return refuse(
        "{place} is no place that Paydesk knows. Write a country’s two letters, with the state or"
        " province where there is one, for example {example}.",
        place=code,
        example="CA-ON" if code.startswith("CA") else "US-TX",
    )


def fee_region(place: Place) -> str:
    """The region of the published fee table that `place` is in: us, gb, eu, au or other."""
    if place.country in EU:
        return "eu"
    code = place.country.lower()
    return code if code in {"us", "gb", "au"} else "other"
