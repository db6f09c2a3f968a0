"""The form of a client: what it says, or what is wrong with it."""

import re
from collections.abc import Mapping

from desk.access import Person
from desk.context import Desk
from desk.fields import Fields
from desk.language import LANGUAGES
from desk.place_texts import read_place
from desk.privacy import plain
from rules.ids import read_id
from rules.search_phrases import folded
from rules.words import Sentence, refuse, sentence
from storage import clients
from storage.clients import Address, Client

NAME, EMAIL, PHONE, LANGUAGE = "name", "email", "phone", "language"
STREET, CITY, POSTAL_CODE, PLACE, PAYER = "street", "city", "postal_code", "place", "payer"
"""The fields of the form."""
AS_PRACTICE = "practice"
"""Chosen instead of one of desk.language.LANGUAGES."""
LONGEST_NAME = 100

_EMAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\"]{2,}")
_PHONE = re.compile(r"\+?[0-9][0-9 ().\-/]{4,24}")


def read_client(
    desk: Desk, person: Person, form: Mapping[str, str], client_id: int | None = None
) -> Client:
    """What the form says of a client; what isn't the form's to say is left empty. Raises
    WrongFields. `client_id`: whose form it is, None of a new one."""
    fields = Fields(form)
    name = fields.read(NAME, read_name) or ""
    email = fields.read(EMAIL, read_email)
    phone = fields.read(PHONE, read_phone)
    language = fields.read(LANGUAGE, _language)
    address = _address(fields)
    payer_id = fields.read(PAYER, _id)
    if payer_id is not None:
        fields.check(PAYER, _refusal_of_payer(desk, person, payer_id, client_id))
    fields.refuse_if_wrong()
    return Client(
        id=0,
        reference="",
        name=name,
        sort_name=folded(name),
        email=email,
        phone=phone,
        language=language,
        address=address,
        payer_id=payer_id,
    )


def _address(fields: Fields) -> Address:
    def line(text: str) -> str:
        return plain(text, LONGEST_NAME)

    place = fields.read(PLACE, lambda text: read_place(text) if text else None)
    return Address(
        line1=fields.read(STREET, line) or "",
        city=fields.read(CITY, line) or "",
        postal_code=fields.read(POSTAL_CODE, line) or "",
        state=(place.part or "") if place else "",
        country=place.country if place else "",
    )


def read_name(text: str) -> str:
    name = plain(text, LONGEST_NAME)
    if not folded(name):
        raise refuse("Write the client’s name.")
    return name


def read_email(text: str) -> str | None:
    if text and not _EMAIL.fullmatch(text):
        raise refuse("Write the whole e-mail address, for example ada@example.org.")
    return text or None


def read_phone(text: str) -> str | None:
    if text and not _PHONE.fullmatch(text):
        raise refuse("Write the phone number in digits, for example +1 512 555 0100.")
    return text or None


def _language(text: str) -> str | None:
    if text in ("", AS_PRACTICE):
        return None
    if text not in LANGUAGES:
        raise refuse("Choose one of the languages in the list.")
    return text


def _id(text: str) -> int | None:
    if not text:
        return None
    payer_id = read_id(text)
    if payer_id is None:
        raise refuse("Choose the payer from the list.")
    return payer_id


def _refusal_of_payer(
    desk: Desk, person: Person, payer_id: int, client_id: int | None
) -> Sentence | None:
    payer = clients.get(desk.store, person.practice_id, payer_id)
    if payer is None or payer.erased_at is not None:
        return sentence("Choose the payer from the list.")
    if payer.id == client_id:
        return sentence("Leave this empty where the client pays themselves.")
    if payer.payer_id is not None:
        return sentence("Somebody else pays for this person: choose that one.")
    return None
