"""Clients from a file: who is there already, who pays for whom, and how they get in."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from desk.clients import reference
from desk.context import Desk
from desk.imports.client_lines import ClientLine, identity, read_client_line
from desk.imports.faults import Fault, cells_of
from desk.imports.headings import CLIENTS
from desk.imports.items import Item, Known
from desk.imports.opening import Opened
from rules.places import parse_place
from rules.search_phrases import phrases_of
from rules.words import Sentence, sentence
from storage import clients, counters
from storage.clients import Client
from storage.practices import Practice
from storage.scratch import Seen


class ClientFile:
    """The kind of import that brings clients."""

    name = CLIENTS

    def __init__(self, desk: Desk, practice: Practice, opened: Opened) -> None:
        self._desk = desk
        self._practice = practice
        self._opened = opened
        self._home = parse_place(practice.place) if practice.place else None

    def items(self, at: Callable[[int], None]) -> Iterator[Item[ClientLine]]:
        columns = self._opened.columns
        for row in self._opened.table.rows(at):
            cells = cells_of(row, columns)
            read = None if cells.faults else read_client_line(cells, self._home)
            if read is None or cells.faults:
                yield Item(row.line, 1, cells.faults)
            else:
                yield Item(row.line, 1, (), read.keys, read)

    def known(self, made: Sequence[ClientLine], seen: Seen) -> Known[ClientLine]:
        store, mine = self._desk.store, self._practice.id
        found: Known[ClientLine] = Known()
        ids = [one.client.external_id for one in made if one.client.external_id]
        by_id = clients.by_ids(store, mine, clients.by_external_ids(store, mine, ids).values())
        of_id = {one.external_id: one for one in by_id.values()}
        of_reference = self._of_reference(made)
        alike = self._alike(made)
        for one in made:
            there = of_id.get(one.client.external_id) if one.client.external_id else None
            named = of_reference.get(one.client.reference)
            if there is None and named and named.sort_name != one.client.sort_name:
                heading = self._opened.columns.headings["reference"]
                found.faults.append(Fault(one.line, heading, _OTHER_REFERENCE))
                seen.put(_absent(one.client.external_id), one.line)
                continue
            there = there or named or alike.get(one.identity)
            if there:
                found.there[one.line] = there.reference
                if there.external_id not in (None, one.client.external_id):
                    seen.put(_absent(one.client.external_id), one.line)
        found.faults += self._payer_faults(made, seen, set(found.there))
        return found

    def write(self, made: Sequence[ClientLine], known: Known[ClientLine]) -> None:
        store, practice, now = self._desk.store, self._practice, self._desk.clock()
        if not made:
            return
        first = counters.take(store, practice.id, counters.CLIENTS, len(made))
        new = [
            # Not dataclasses.replace, which takes three times as long.
            Client(
                **vars(one.client)
                | {"reference": reference(practice, number), "created_at": now, "changed_at": now}
            )
            for number, one in enumerate(made, first)
        ]
        ids = clients.add_many(
            store,
            practice.id,
            [
                (client, [*one.phrases, *phrases_of("", client.reference)])
                for one, client in zip(made, new, strict=True)
            ],
        )
        paid_for = [(one.payer, id_) for one, id_ in zip(made, ids, strict=True) if one.payer]
        payers = self._payers(payer for payer, _ in paid_for) if paid_for else {}
        for payer, client_id in paid_for:
            clients.set_payer(store, practice.id, client_id, payers[payer].id)

    def adopt(self, made: Sequence[ClientLine]) -> None:
        """Somebody who was typed in before gets the id by which invoices name them."""
        alike = self._alike(made)
        for one in made:
            there = alike.get(one.identity)
            if there and one.client.external_id and there.external_id is None:
                clients.set_external_id(
                    self._desk.store, self._practice.id, there.id, one.client.external_id
                )

    def _of_reference(self, made: Sequence[ClientLine]) -> dict[str, Client]:
        named = [one.client.reference for one in made if one.client.reference]
        if not named:
            return {}
        store, mine = self._desk.store, self._practice.id
        ids = clients.by_references(store, mine, named)
        return {one.reference: one for one in clients.by_ids(store, mine, ids.values()).values()}

    def _alike(self, made: Sequence[ClientLine]) -> dict[str, Client]:
        """Those in the store who can't be told apart from a line's, by its identity."""
        wanted = {one.identity: one.client.sort_name for one in made if one.known_by_name}
        if not wanted:
            return {}
        found = clients.by_sort_names(self._desk.store, self._practice.id, wanted.values())
        return {identity(one): one for one in reversed(found) if identity(one) in wanted}

    def _payers(self, named: Iterable[str]) -> dict[str, Client]:
        """Those in the store who are named as payers, by external id or else by reference."""
        store, mine, names = self._desk.store, self._practice.id, set(named)
        by_id = clients.by_external_ids(store, mine, names)
        ids = {**clients.by_references(store, mine, names), **by_id}
        found = clients.by_ids(store, mine, ids.values())
        return {name: found[client_id] for name, client_id in ids.items()}

    def _payer_faults(
        self, made: Sequence[ClientLine], seen: Seen, there: set[int]
    ) -> Iterator[Fault]:
        """A payer stands further up in the file, or is in the store, and pays for themselves."""
        paid_for = [one for one in made if one.payer and one.line not in there]
        if not paid_for:
            return
        stored = self._payers({one.payer for one in paid_for})
        for one in paid_for:
            seen.put(f"paid for:{one.client.external_id}", one.line)
            reason = self._refusal(one, stored.get(one.payer), seen)
            if reason:
                yield Fault(one.line, self._opened.columns.headings["payer"], reason)

    def _refusal(self, one: ClientLine, payer: Client | None, seen: Seen) -> Sentence | None:
        if one.payer == one.client.external_id:
            return sentence("Leave this empty where the client pays themselves.")
        above = seen.line_of(f"id:{one.payer}")
        absent = above is None or above > one.line or seen.line_of(_absent(one.payer))
        if payer is None and absent:
            return sentence("The payer must be a client already, or stand further up in the file.")
        if (payer and payer.payer_id) or seen.line_of(f"paid for:{one.payer}"):
            return sentence("Somebody else pays for this person: name that one.")
        return None


def _absent(external_id: str | None) -> str:
    """A key of those in the file whom the store won't know by their id."""
    return f"absent:{external_id}"


_OTHER_REFERENCE = sentence(
    "Another client has this reference here. Leave it empty if this is somebody new."
)
