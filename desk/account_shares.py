"""Which part of what moved is whose: of which invoice, whose work, with which taxes.

Of an invoice, what was paid goes up and down with each line of the ledger, in the order in which
they became known; so the shares of a line are the same whenever a period is exported.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desk.books import FEES, Booked
from desk.context import Desk
from rules.ledger_kinds import NO_MONEY
from rules.payment_shares import Line, Share, paid_between, shares_of, split
from storage import catalogue, clients, invoice_contents, invoices, takings, taxes
from storage.catalogue import Practitioner
from storage.clients import Client
from storage.invoice_contents import Content
from storage.invoices import Invoice
from storage.takings import Moved, Part


@dataclass(frozen=True)
class Piece:
    """A part of what moved, in minor units. `surcharge`: it is the surcharge, of no invoice. Texts
    are "" where there is nothing to be named."""

    amount: int
    invoice: str = ""
    client: str = ""
    practitioner: str = ""
    taxes: Mapping[int, int] = field(default_factory=dict)
    surcharge: bool = False


@dataclass(frozen=True)
class Page:
    """What is known of some lines of the ledger. `paid`: what was paid of an invoice before and
    after a line, by the line's id and the invoice's."""

    parts: Mapping[int, Sequence[Part]]
    found: Mapping[int, Invoice]
    shares: Mapping[int, Sequence[Share]]
    paid: Mapping[tuple[int, int], tuple[int, int]]
    whose: Mapping[int, Client]
    people: Mapping[int, Practitioner]
    notes: Mapping[tuple[int, bool], str]

    def pieces(self, moved: Moved) -> Iterator[Piece]:
        """They add up to what moved."""
        parts = self.parts.get(moved.operation_id, ())
        if not parts or moved.kind in FEES:
            names = " ".join(self.found[part.invoice_id].reference for part in parts)
            yield Piece(moved.amount, invoice=names, client=self._client(parts))
            return
        for part, amount in zip(parts, amounts_of(moved, parts), strict=False):
            yield from self._of_invoice(moved, self.found[part.invoice_id], amount)
        if surcharge := amounts_of(moved, parts)[-1] if moved.surcharge else 0:
            names = " ".join(self.found[part.invoice_id].reference for part in parts)
            yield Piece(surcharge, invoice=names, client=self._client(parts), surcharge=True)

    def credit_note(self, moved: Moved) -> str:
        """The one that a refund made, or that its coming back made."""
        if moved.operation_kind != "refund":
            return ""
        return self.notes.get((moved.operation_id, moved.amount > 0), "")

    def _of_invoice(self, moved: Moved, invoice: Invoice, amount: int) -> Iterator[Piece]:
        client = self.whose[invoice.client_id].reference
        if moved.kind in NO_MONEY:
            yield Piece(amount, invoice.reference, client)
            return
        before, after = self.paid[moved.id, invoice.id]
        for share in paid_between(self.shares[invoice.id], invoice.total, before, after):
            if share.amount or any(share.taxes.values()):
                person = self.people.get(share.who or 0)
                name = person.name if person else ""
                yield Piece(share.amount, invoice.reference, client, name, share.taxes)

    def _client(self, parts: Sequence[Part]) -> str:
        ids = {self.found[part.invoice_id].client_id for part in parts}
        return " ".join(sorted(self.whose[one].reference for one in ids))


def page_of(desk: Desk, practice_id: int, lines: Sequence[Booked]) -> Page:
    """The same number of queries, however many lines."""
    store = desk.store
    mine = {one.moved.operation_id for one in lines} - {0}
    parts = _by_operation(takings.parts_of(store, practice_id, mine))
    ids = {part.invoice_id for some in parts.values() for part in some}
    found = {one.id: one for one in invoices.by_ids(store, practice_id, ids)}
    contents = invoice_contents.contents(store, practice_id, ids)
    sums = invoice_contents.tax_lines(store, practice_id, ids)
    rates = taxes.versions(
        store, practice_id, {tax.tax_version_id for some in sums.values() for tax in some}
    )
    contained = frozenset(one for one, rate in rates.items() if rate.inclusive)
    who = {line.practitioner_id for one in contents.values() for line in one.lines} - {None}
    return Page(
        parts=parts,
        found=found,
        shares={
            one.id: _shares(
                one,
                contents.get(one.id, _NOTHING),
                {tax.tax_version_id: tax.amount for tax in sums.get(one.id, ())},
                contained,
            )
            for one in found.values()
        },
        paid=_paid(desk, practice_id, ids),
        whose=clients.by_ids(store, practice_id, {one.client_id for one in found.values()}),
        people=catalogue.practitioners_by_id(store, practice_id, filter(None, who)),
        notes=takings.credit_notes(store, practice_id, mine),
    )


def amounts_of(moved: Moved, parts: Sequence[Part]) -> list[int]:
    """What of it is for each of the parts, and last for the surcharge, if there is one."""
    weights = [part.amount for part in parts]
    return split(moved.amount, [*weights, moved.surcharge] if moved.surcharge else weights)


_NOTHING = Content((), ())


def _shares(
    invoice: Invoice, content: Content, sums: Mapping[int, int], contained: frozenset[int]
) -> list[Share]:
    lines = [Line(one.practitioner_id, one.amount, one.taxes) for one in content.lines]
    return shares_of(lines, sums, contained, invoice.total)


def _paid(
    desk: Desk, practice_id: int, invoice_ids: set[int]
) -> dict[tuple[int, int], tuple[int, int]]:
    store = desk.store
    beside = takings.beside(store, practice_id, invoice_ids)
    parts = _by_operation(takings.parts_of(store, practice_id, beside))
    paid, found = dict.fromkeys(invoice_ids, 0), {}
    for moved in takings.of_operations(store, practice_id, beside, but_for=FEES | NO_MONEY):
        its = parts[moved.operation_id]
        for part, amount in zip(its, amounts_of(moved, its), strict=False):
            if part.invoice_id in paid:
                before = paid[part.invoice_id]
                paid[part.invoice_id] = before + amount
                found[moved.id, part.invoice_id] = (before, before + amount)
    return found


def _by_operation(parts: Sequence[Part]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = {}
    for part in parts:
        found.setdefault(part.operation_id, []).append(part)
    return found
