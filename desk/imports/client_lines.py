"""A line of a file as a client."""

from dataclasses import dataclass
from functools import lru_cache

from desk.client_forms import LONGEST_NAME, read_email, read_name, read_phone
from desk.imports.faults import Cells
from desk.imports.values import country_of, language_of_cell, text_of, unquoted
from desk.place_texts import state_codes
from rules.places import Place, parse_place
from rules.search_phrases import folded, phrases_of
from rules.words import Refusal, refuse
from storage.clients import Address, Client

LONGEST_ID = 100
_STATES_COUNT = ("US", "CA")
"""Where rules differ between the parts of a country, so that a part must exist."""


@dataclass(frozen=True)
class ClientLine:
    """What a line says of a client; `payer` is another client's external id or reference, `phrases`
    find the client by name and e-mail. The client's own reference, of whichever Paydesk, is its
    external id where it has no other. `identity`: see there."""

    line: int
    client: Client
    payer: str
    phrases: tuple[str, ...]
    identity: str

    @property
    def keys(self) -> tuple[str, ...]:
        """By which the client is known in the file: two lines with one alike are the same client.
        Without an e-mail address a name is only enough where there is no id."""
        found = [f"id:{self.client.external_id}"] if self.client.external_id else []
        if self.known_by_name:
            found.append(self.identity)
        return tuple(found)

    @property
    def known_by_name(self) -> bool:
        return bool(self.client.email or not self.client.external_id)


def identity(client: Client) -> str:
    """What tells clients apart who have no id in common: the name with the e-mail or the phone."""
    reached = (client.email or client.phone or "").casefold()
    return f"who:{client.sort_name}:{reached}"


def read_client_line(cells: Cells, home: Place | None) -> ClientLine:
    """What is wrong is in `cells.faults`. `home`: where the practice is, whose country holds for a
    state without one."""
    name = _name(cells)
    reference = cells.read("reference", _id, "")
    client = Client(
        id=0,
        reference=reference,
        name=name,
        sort_name=folded(name),
        email=cells.read("email", _email, None),
        phone=cells.read("phone", _phone, None),
        language=cells.read("language", language_of_cell, None),
        address=_address(cells, home),
        external_id=cells.read("external_id", _id, None) or reference or None,
    )
    phrases = phrases_of(name, email=client.email or "")
    payer = cells.read("payer", _id, "")
    return ClientLine(cells.line, client, payer, tuple(phrases), identity(client))


def _name(cells: Cells) -> str:
    fields = ("name", "last_name", "first_name")
    whole = cells["name"] or f"{cells['first_name']} {cells['last_name']}".strip()
    try:
        if not whole:
            raise refuse("The name is missing.")
        if not cells["name"]:
            text_of(cells["last_name"], LONGEST_NAME)
        return read_name(text_of(whole, LONGEST_NAME))
    except Refusal as refusal:
        there = [field for field in fields if field in cells.columns.headings]
        cells.wrong(next((one for one in there if cells[one]), there[0]), refusal.sentence)
        return ""


def _phone(cell: str) -> str | None:
    return read_phone(unquoted(cell))


def _email(cell: str) -> str | None:
    return read_email(unquoted(cell))


def _id(cell: str) -> str:
    return text_of(cell, LONGEST_ID)


def _text(cell: str) -> str:
    return text_of(cell, LONGEST_NAME)


def _address(cells: Cells, home: Place | None) -> Address:
    country = cells.read("country", country_of, "")
    city = cells.read("city", _text, "")
    state = cells.read("state", _text, "")
    if state and not country and home:
        country = home.country
    if state and country in _STATES_COUNT:
        state = cells.read("state", lambda cell: _part(country, cell), "")
    elif state:
        city, state = ", ".join(filter(None, [city, state])), ""
    return Address(
        line1=cells.read("street", _text, ""),
        line2=cells.read("street2", _text, ""),
        city=city,
        postal_code=cells.read("postal_code", _text, ""),
        state=state,
        country=country,
    )


@lru_cache(maxsize=1024)
def _part(country: str, cell: str) -> str:
    code = state_codes().get((country, folded(cell)), cell)
    part = parse_place(f"{country}-{code}").part
    if part is None:
        raise refuse("There is no such state or province.")
    return part
