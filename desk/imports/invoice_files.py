"""Invoices from a file: whose they are, which are there already, and how they get in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from desk.context import Desk
from desk.imports.faults import Cells, Fault, cells_of
from desk.imports.headings import INVOICES
from desk.imports.invoice_lines import InvoiceLines, Named, Reading, read_invoice
from desk.imports.invoice_taxes import Rates
from desk.imports.items import Item, Known
from desk.imports.opening import Opened
from desk.invoice_parties import buyer_of, language_of_payer, seller_of
from desk.language import language_of
from desk.settings import practice_settings
from rules.words import Sentence, sentence
from storage import clients, counters, invoices, taxes
from storage.clients import Client
from storage.invoice_contents import Content, Line, TaxLine
from storage.invoices import VOID, Invoice
from storage.practices import Practice
from storage.scratch import Seen

LookUp = Callable[[Named], Client | Sentence]
"""The client that a line names; or why there is none, or no one alone."""
OTHER_SERIES = "other_invoices"
"""Counts those whose number isn't of the practice's own series; stored below zero."""
BY = "import"


class InvoiceFile:
    """The kind of import that brings invoices."""

    name = INVOICES

    def __init__(self, desk: Desk, practice: Practice, opened: Opened) -> None:
        self._desk = desk
        self._practice = practice
        self._opened = opened
        self._settings = practice_settings(desk, practice)
        self._seller = seller_of(self._settings)
        versions = taxes.all_versions(desk.store, practice.id)
        rates = Rates(versions, self._settings.time_zone)
        self._reading = Reading(self._settings, opened.habits, rates)

    def items(self, at: Callable[[int], None]) -> Iterator[Item[InvoiceLines]]:
        columns = self._opened.columns
        rows = (cells_of(row, columns) for row in self._opened.table.rows(at))
        for _, of_one in groupby(rows, _number):
            yield self._item(list(of_one))

    def known(self, made: Sequence[InvoiceLines], seen: Seen) -> Known[InvoiceLines]:
        found: Known[InvoiceLines] = Known()
        there = _There(self._stored(made))
        whose, named = self._whose(made), {}
        for one in made:
            stored = there.of(one)
            if stored and _same(stored, one):
                found.there[one.line] = stored.reference
            elif stored:
                found.faults.append(self._fault(one, "number", _OTHER_NUMBER))
            elif isinstance(client := whose(one.client), Sentence):
                found.faults.append(self._fault(one, "client", client))
            else:
                named[one.line] = client
        found.named = named
        return found

    def write(self, made: Sequence[InvoiceLines], known: Known[InvoiceLines]) -> None:
        if not made:
            return
        store, mine = self._desk.store, self._practice.id
        own = [one.own_number for one in made]
        if any(own):
            counters.raise_to(store, mine, counters.INVOICES, max(filter(None, own)))
        others = own.count(None)
        following = counters.take(store, mine, OTHER_SERIES, others) if others else 0
        payers, rows = self._payers(known.named.values()), []
        for one, number in zip(made, own, strict=True):
            if number is None:
                number, following = -following, following + 1
            client = known.named[one.line]
            payer = payers.get(client.payer_id or client.id, client)
            invoice = self._invoice(one, number, client, payer)
            rows.append((invoice, self._content(one, invoice.language)))
        invoices.add_many(store, mine, rows)

    def adopt(self, made: Sequence[InvoiceLines]) -> None:
        """What is there stays as it is."""

    def _item(self, rows: list[Cells]) -> Item[InvoiceLines]:
        made = None
        if not any(row.faults for row in rows):
            made = read_invoice(rows, self._reading)
        faults = [fault for row in rows for fault in row.faults]
        first = rows[0]
        if made is None:
            return Item(first.line, len(rows), faults)
        keys = [f"reference:{made.reference.casefold()}", f"id:{made.external_id}"]
        keys += [f"number:{made.own_number}"] if made.own_number else []
        return Item(first.line, len(rows), (), keys, made)

    def _stored(self, made: Sequence[InvoiceLines]) -> list[Invoice]:
        store, mine = self._desk.store, self._practice.id
        numbers = (one.own_number for one in made)
        found = [
            *invoices.by_external_ids(store, mine, (one.external_id for one in made)).values(),
            *invoices.by_references(store, mine, (one.reference for one in made)),
            *invoices.by_numbers(store, mine, filter(None, numbers)),
        ]
        return invoices.by_ids(store, mine, found)

    def _whose(self, made: Sequence[InvoiceLines]) -> LookUp:
        store, mine = self._desk.store, self._practice.id
        ids = {id_ for one in made for id_ in one.client.ids}
        by_id = {
            **clients.by_references(store, mine, ids),
            **clients.by_external_ids(store, mine, ids),
        }
        found = clients.by_ids(store, mine, by_id.values()) if by_id else {}
        names = {one.client.name for one in made if not one.client.ids}
        alike = clients.by_sort_names(store, mine, names)

        def look_up(named: Named) -> Client | Sentence:
            if named.ids:
                some = [found[by_id[id_]] for id_ in named.ids if id_ in by_id][:1]
            else:
                some = [one for one in alike if _is(one, named)]
            usable = [one for one in some if one.erased_at is None]
            if len(usable) == 1:
                return usable[0]
            return _SEVERAL_CLIENTS if usable else _NO_CLIENT

        return look_up

    def _payers(self, named: Iterable[Client]) -> dict[int, Client]:
        ids = {one.payer_id for one in named if one.payer_id}
        return clients.by_ids(self._desk.store, self._practice.id, ids) if ids else {}

    def _fault(self, one: InvoiceLines, field: str, reason: Sentence) -> Fault:
        headings = self._opened.columns.headings
        fields = ("client_external_id", "client", "client_name") if field == "client" else (field,)
        return Fault(
            one.line, next((headings[name] for name in fields if name in headings), ""), reason
        )

    def _invoice(self, one: InvoiceLines, number: int, client: Client, payer: Client) -> Invoice:
        say, now = language_of_payer(payer, self._settings), self._desk.clock()
        void = one.state == VOID
        return Invoice(
            id=0,
            number=number,
            reference=one.reference,
            client_id=client.id,
            payer_id=payer.id,
            state=one.state,
            currency=one.currency,
            language=say.code,
            issued_on=one.issued_on.isoformat(),
            due_on=one.due_on.isoformat(),
            note="",
            rounding=one.rounding,
            fee_payer=None,
            net=one.totals.net,
            total=one.totals.total,
            paid=one.paid,
            seller=self._seller,
            buyer=buyer_of(client, payer, say),
            version=1,
            external_id=one.external_id,
            created_by=BY,
            created_at=now,
            changed_at=now,
            voided_at=now if void else None,
            void_reason=say("It was void before it was taken over.") if void else None,
        )

    def _content(self, one: InvoiceLines, language: str) -> Content:
        say = language_of(language)
        unnamed = say("As invoiced under {number}", number=one.reference)
        lines = [
            Line(
                description=line.description or unnamed,
                quantity=line.quantity,
                unit_amount=line.unit_amount,
                amount=line.line.amount,
                taxes=tuple(tax.id for tax in line.line.taxes),
            )
            for line in one.lines
        ]
        taxes = [TaxLine(tax.tax.id, tax.taxable, tax.amount) for tax in one.totals.taxes]
        return Content(tuple(lines), tuple(taxes))


class _There:
    """Invoices of the store that some lines could be."""

    def __init__(self, stored: Iterable[Invoice]) -> None:
        self._by: dict[tuple[str, str | int | None], Invoice] = {}
        for one in stored:
            self._by["id", one.external_id] = one
            self._by["reference", one.reference] = one
            self._by["number", one.number] = one

    def of(self, one: InvoiceLines) -> Invoice | None:
        found = self._by.get(("id", one.external_id)) or self._by.get(("reference", one.reference))
        return found or (self._by.get(("number", one.own_number)) if one.own_number else None)


def _same(stored: Invoice, one: InvoiceLines) -> bool:
    return (stored.total, stored.currency) == (one.totals.total, one.currency)


def _is(client: Client, named: Named) -> bool:
    of_email = not named.email or (client.email or "").casefold() == named.email
    return client.sort_name == named.name and of_email


def _number(cells: Cells) -> Any:
    """What the lines of an invoice have in common; a broken line is one of its own."""
    return cells["number"] or cells.line


_OTHER_NUMBER = sentence(
    "Another invoice has this number or this id here, with another total. Look at both, and leave "
    "this line out."
)
_NO_CLIENT = sentence("There is no such client. Import the clients first, or mend this cell.")
_SEVERAL_CLIENTS = sentence("Several clients are meant by this. Name the client by an id.")
