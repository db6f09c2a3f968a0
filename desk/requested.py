"""What is typed after /charge and /paylink: invoices, a client's reference or name, an amount."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from desk import clients
from desk.access import Person
from desk.charge_parts import Wish
from desk.context import Desk
from desk.privacy import plain
from desk.settings import PracticeSettings
from rules.amount_text import read_amount
from rules.money import Money
from rules.search_phrases import folded
from rules.words import Refusal, refuse
from storage import charging
from storage import clients as rows
from storage.charging import Chargeable
from storage.clients import Client
from storage.practices import Practice

T = TypeVar("T")
MOST_WORDS = 40
_AND = frozenset({"and", "et", "&", "+"})
_BETWEEN = re.compile(r"[,;]+(?=\s|$)|[,;]+(?=[^\W\d])")
"""Commas between references, not those within amounts."""
_SIGNS = "€$£¥"
_INITIALS = 3
"""The most letters before the number of a client's reference."""


@dataclass(frozen=True)
class Several:
    """Clients of such a name: whom is it about? `amount`: what is to be paid, if it was said."""

    clients: tuple[Client, ...]
    amount: Money | None


@dataclass(frozen=True)
class Ways(Generic[T]):
    """What is made of what was named: of invoices that were read already, of all that a client owes
    (given where they were read already), or of an amount for which the invoice is made too."""

    of_invoices: Callable[[Wish, Sequence[Chargeable]], T]
    of_client: Callable[[int, Client | None], T]
    of_new: Callable[[Wish], T]


@dataclass(frozen=True)
class _By(Generic[T]):
    """Who asks, where, in which language they write, and what for."""

    desk: Desk
    practice: Practice
    person: Person
    settings: PracticeSettings
    language: str
    ways: Ways[T]


def read_request(
    desk: Desk,
    practice: Practice,
    person: Person,
    settings: PracticeSettings,
    language: str,
    text: str,
    ways: Ways[T],
) -> T | Several | None:
    """What is meant by "", "NP-0042", "ada", "NP-0042 85", "INV-1042 40", "INV-1042 INV-1043".
    None: nobody was named. Refusal, with the sentence that helps, of what can't be understood."""
    words = [word for word in _BETWEEN.sub(" ", text).split() if word.casefold() not in _AND]
    if not words:
        return None
    if len(words) > MOST_WORDS:
        raise refuse("That is too long. Name a client, or up to 20 invoices.")
    by = _By(desk, practice, person, settings, language, ways)
    if _has_digit(words[0]):
        return _by_reference(by, words)
    return _by_name(by, words)


def wish_for(client_id: int, amount: Money) -> Wish:
    """An amount for which the invoice is made too."""
    return Wish(amount=amount.amount, new_for=client_id, currency=amount.currency)


def _by_reference(by: _By[T], words: Sequence[str]) -> T:
    """A client's first, unless it begins as the practice's invoices do."""
    prefix = by.settings.invoice_prefix.casefold()
    if not (prefix and words[0].casefold().startswith(prefix)):
        client = clients.by_reference(by.desk, by.person, words[0])
        if client is not None:
            amount = _amount(by, words[1:], by.settings.currency)
            return _for(by, client.id, amount, client)
    return _by_invoices(by, words)


def _by_invoices(by: _By[T], words: Sequence[str]) -> T:
    """One after the other, and perhaps how much of the only one."""
    spelled = {word: _spellings(by, word, alone=len(words) == 1) for word in words}
    every = {one for spellings in spelled.values() for one in spellings}
    found = charging.by_references(by.desk.store, by.practice.id, every)
    wanted: list[Chargeable] = []
    for word in words:
        match = next((found[one] for one in spelled[word] if one in found), None)
        if match is None:
            break
        wanted.append(match)
    if not wanted:
        raise _nobody_named(by, words)
    rest, currency = words[len(wanted) :], wanted[0].invoice.currency
    amount = _part_amount(by, rest, currency)
    wish = Wish(tuple(dict.fromkeys(one.invoice.id for one in wanted)), amount)
    return by.ways.of_invoices(wish, wanted)


def _by_name(by: _By[T], words: Sequence[str]) -> T | Several:
    """The words until the first with a digit, and the amount from there on."""
    at = next((n for n, word in enumerate(words) if _begins_amount(word)), len(words))
    name, rest = " ".join(words[:at]), words[at:]
    if at == 0:
        raise _nobody_named(by, words)
    amount = _amount(by, rest, by.settings.currency)
    if at == 1 and len(name) <= _INITIALS and rest and rest[0].isdigit():
        client = clients.by_reference(by.desk, by.person, f"{name}-{rest[0]}")
        if client is not None:
            amount = _amount(by, rest[1:], by.settings.currency)
            return _for(by, client.id, amount, client)
    found = clients.search_ids(by.desk, by.person, name) if folded(name) else []
    if not found:
        raise refuse(
            "Nobody is found under “{name}”. Try another part of the name, the client’s reference,"
            " or the number of an invoice.",
            name=plain(name, 60),
        )
    if len(found) == 1:
        return _for(by, found[0], amount)
    return Several(tuple(rows.in_order(by.desk.store, by.practice.id, found)), amount)


def _for(by: _By[T], client_id: int, amount: Money | None, client: Client | None = None) -> T:
    if amount is None:
        return by.ways.of_client(client_id, client)
    return by.ways.of_new(wish_for(client_id, amount))


def _amount(by: _By[T], words: Sequence[str], currency: str) -> Money | None:
    return read_amount(" ".join(words), by.language, currency) if words else None


def _part_amount(by: _By[T], words: Sequence[str], currency: str) -> int | None:
    """What is left after invoices can only be how much of it."""
    prefix = by.settings.invoice_prefix.casefold()
    if words and prefix and words[0].casefold().startswith(prefix):
        raise _no_invoice(words[0])
    amount = _amount(by, words, currency)
    if amount is not None and amount.currency != currency:
        raise refuse(
            "The invoice is in {currency}, so no other currency can be charged for it.",
            currency=currency.upper(),
        )
    return amount.amount if amount else None


def _spellings(by: _By[T], word: str, *, alone: bool) -> list[str]:
    """As an invoice's reference may be stored. A bare number is one only where it stands alone:
    otherwise it may be an amount."""
    return [word, word.upper(), *([f"{by.settings.invoice_prefix}{word}"] if alone else ())]


def _nobody_named(by: _By[T], words: Sequence[str]) -> Refusal:
    prefix = by.settings.invoice_prefix.casefold()
    if prefix and words[0].casefold().startswith(prefix):
        return _no_invoice(words[0])
    try:
        _amount(by, words, by.settings.currency)
    except Refusal:
        return refuse(
            "“{named}” is no client and no invoice. Write a client’s reference or name, or the"
            " number of an invoice.",
            named=plain(words[0], 60),
        )
    return refuse(
        "Write who is to pay before the amount: a client’s reference or name, for example"
        " {example}.",
        example=f"{clients.reference(by.practice, 42)} 85",
    )


def _no_invoice(text: str) -> Refusal:
    return refuse(
        "There is no invoice {reference}. Type /invoice open to see those that are open.",
        reference=plain(text, 60),
    )


def _has_digit(word: str) -> bool:
    return any(one.isdigit() for one in word)


def _begins_amount(word: str) -> bool:
    return _has_digit(word) or word[0] in _SIGNS
