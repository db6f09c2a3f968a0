"""Who issues an invoice and who pays it, as they are on the day: kept with it, so that the document
stays as it is when settings or clients change."""

from typing import Any

from desk.language import Language, language_of
from desk.place_names import place_name
from desk.settings import PracticeSettings
from rules.places import Place
from storage.clients import Address, Client

Party = dict[str, Any]


def seller_of(settings: PracticeSettings) -> Party:
    """`place` decides the paper: Letter in North America, A4 elsewhere."""
    return {
        "name": settings.legal_name,
        "address": settings.address.splitlines(),
        "registrations": settings.registrations.splitlines(),
        "provider_number": settings.provider_number,
        "tax_wording": settings.tax_wording,
        "place": settings.place,
    }


def buyer_of(client: Client, payer: Client, say: Language) -> Party:
    """`client`: for whom it is, where somebody else pays."""
    return {
        "name": payer.name,
        "reference": payer.reference,
        "address": address_lines(payer.address, say),
        "client": None
        if client.id == payer.id
        else {"name": client.name, "reference": client.reference},
    }


def language_of_payer(payer: Client, settings: PracticeSettings) -> Language:
    """What clients get is in their language, else in the practice's."""
    return language_of(payer.language or settings.language)


def address_lines(address: Address, say: Language) -> list[str]:
    """As on an envelope; parts that aren't known are left out."""
    country = address.country and place_name(Place(address.country, address.state or None), say)
    town = " ".join(filter(None, [address.postal_code, address.city]))
    return list(filter(None, [address.line1, address.line2, town, country]))
