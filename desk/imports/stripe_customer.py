"""What a Stripe customer says of a client. What Stripe has but Paydesk couldn't use is left out."""

from collections.abc import Callable
from typing import TypeVar

from desk.client_forms import LONGEST_NAME, read_email, read_phone
from desk.imports.values import language_of_cell, text_of
from desk.privacy import plain
from processor.customers import Customer
from rules.card_numbers import contains_card_number
from rules.places import Place, parse_place
from rules.search_phrases import folded
from rules.words import Refusal, Sentence, sentence
from storage.clients import Address, Client

T = TypeVar("T")


def what_is_wrong(customer: Customer) -> Sentence | None:
    """Why there can be no such client; None where there can."""
    texts = (customer.name, customer.email, customer.phone, *customer.address.values())
    if any(map(contains_card_number, texts)):
        return sentence("There is a card number in it. Remove it at Stripe.")
    if not folded(_name(customer)):
        return sentence("It has neither a name nor an e-mail address. Name it at Stripe.")
    return None


def client_of(customer: Customer) -> Client:
    """Named by the e-mail address where Stripe has no name."""
    name = _name(customer)
    return Client(
        id=0,
        reference="",
        name=name,
        sort_name=folded(name),
        email=_if_right(read_email, customer.email) or None,
        phone=_if_right(read_phone, customer.phone) or None,
        language=language_of_cell(customer.language) if customer.language else None,
        address=_address(customer.address),
    )


def _name(customer: Customer) -> str:
    return plain(customer.name or customer.email, LONGEST_NAME)


def _address(told: dict[str, str]) -> Address:
    def line(name: str) -> str:
        return _if_right(lambda text: text_of(text, LONGEST_NAME), told.get(name, "")) or ""

    country, state = told.get("country", ""), told.get("state", "")
    whole = f"{country}-{state}" if state else country
    place = _if_right(parse_place, whole) or _if_right(parse_place, country) or Place("")
    return Address(
        line1=line("line1"),
        line2=line("line2"),
        city=line("city"),
        postal_code=line("postal_code"),
        state=place.part or "",
        country=place.country,
    )


def _if_right(reader: Callable[[str], T], text: str) -> T | None:
    """None where the reader refuses, or there is nothing."""
    try:
        return reader(text) if text else None
    except Refusal:
        return None
