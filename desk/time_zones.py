"""Which time zones a place has, and the one that is taken until an owner has chosen."""

from functools import cache

from babel.core import get_global

from rules.places import Place

UNIVERSAL = "UTC"

_OF_STATE = {
    "America/New_York": "US: CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
    "America/Chicago": "US: AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "US: CO ID MT NM UT WY",
    "America/Los_Angeles": "US: CA NV OR WA",
    "America/Phoenix": "US: AZ",
    "America/Anchorage": "US: AK",
    "Pacific/Honolulu": "US: HI",
    "America/Puerto_Rico": "US: PR",
    "America/St_Thomas": "US: VI",
    "Pacific/Guam": "US: GU",
    "Pacific/Saipan": "US: MP",
    "Pacific/Pago_Pago": "US: AS",
    "America/Toronto": "CA: ON QC",
    "America/Winnipeg": "CA: MB",
    "America/Regina": "CA: SK",
    "America/Edmonton": "CA: AB NT",
    "America/Vancouver": "CA: BC",
    "America/Halifax": "CA: NS PE",
    "America/Moncton": "CA: NB",
    "America/St_Johns": "CA: NL",
    "America/Iqaluit": "CA: NU",
    "America/Whitehorse": "CA: YT",
}
"""Where most people of a state or province live, of those that span several zones."""
_OF_COUNTRY = {
    "AU": "Australia/Sydney",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
}


def is_zone(name: str) -> bool:
    return name == UNIVERSAL or name in _territories()


def zones_of(place: Place) -> list[str]:
    """Those to choose from, the likeliest first; UTC is always the last."""
    own = _zones(str(place)) or _zones(place.country)
    likeliest = usual_zone(place)
    return list(dict.fromkeys([likeliest, *own, *_of_part(str(place)), UNIVERSAL]))


def usual_zone(place: Place) -> str:
    """The place's only zone or its likeliest one; UTC where there is no saying."""
    known = _of_part(str(place)) or _listed(_OF_COUNTRY.get(place.country))
    zones = _zones(place.country)
    likely: list[str] = [*known, *(zones if len(zones) == 1 else ()), UNIVERSAL]
    return likely[0]


def _of_part(code: str) -> list[str]:
    country, _, part = code.partition("-")
    return [
        zone
        for zone, parts in _OF_STATE.items()
        if part and parts.startswith(f"{country}:") and part in parts[3:].split()
    ]


def _listed(zone: str | None) -> list[str]:
    return [zone] if zone else []


@cache
def _territories() -> dict[str, str]:
    territories: dict[str, str] = dict(get_global("zone_territories"))
    return territories


@cache
def _zones(territory: str) -> tuple[str, ...]:
    return tuple(sorted(zone for zone, of in _territories().items() if of == territory))
