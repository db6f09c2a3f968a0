"""The objects of one account, apart from every other account's."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.stripe.errors import no_such
from sandbox.stripe.ids import new_id
from sandbox.stripe.shapes import Body, complete, declares

if TYPE_CHECKING:
    from sandbox.stripe.service import Service

_SPOKEN_OF = {
    "payment_method": "PaymentMethod",
    "setup_intent": "setupintent",
    "balance_transaction": "balance transaction",
    "payment_link": "payment link",
    "tax_rate": "tax rate",
    "webhook_endpoint": "webhook endpoint",
}


@dataclass
class Record:
    """An object: `body` is what the API shows of it, `private` what Stripe keeps to itself.
    `number` counts all objects of the account, in the order in which they were made."""

    body: Body
    number: int
    private: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.body["id"])

    @property
    def kind(self) -> str:
        return str(self.body["object"])

    def snapshot(self) -> Body:
        return copied(self.body)


def copied(body: Body) -> Body:
    """A deep copy of JSON-like data; pickle is the quickest."""
    return dict(pickle.loads(pickle.dumps(body, pickle.HIGHEST_PROTOCOL)))  # noqa: S301 - our own


class Books:
    """Everything here is done under the service's lock."""

    def __init__(self, service: "Service", account: str) -> None:
        self.service = service
        self.account = account
        self._records: dict[str, dict[str, Record]] = {}
        self._count = 0

    @property
    def now(self) -> int:
        """Virtual time, in seconds."""
        return int(self.service.now())

    def add(self, kind: str, prefix: str, body: Body, private: Body | None = None) -> Record:
        """A new object with an id, and what all objects have. `body` may bring its own id."""
        common = {"id": body.get("id") or new_id(prefix), "object": kind}
        stamps = {"created": self.now, "livemode": False}
        own = {name: value for name, value in stamps.items() if declares(kind, name)}
        return self.put(common | own | body, private or {})

    def put(self, body: Body, private: Body) -> Record:
        """A new object whose body is whole already."""
        self._count += 1
        record = Record(complete(body), self._count, private)
        self._records.setdefault(record.kind, {})[record.id] = record
        self._keep(record)
        return record

    def save(self, record: Record, event: str | None = None, before: Body | None = None) -> None:
        """After a change to `body` or `private`. `event` is told with what was there `before`."""
        complete(record.body)
        self._keep(record)
        if event:
            self.emit(event, record.body, before)

    def remove(self, record: Record) -> None:
        del self._records[record.kind][record.id]
        self.service.shelf.put("record", self._key(record), None)

    def emit(self, event: str, body: Body, before: Body | None = None) -> None:
        self.service.events.emit(self, event, body, before)

    def find(self, kind: str, named: str, param: str = "id") -> Record:
        """StripeError resource_missing, with 404 where the address named it (`param` is "id"). What
        was deleted is found by its address only."""
        record = self.get(kind, named)
        if record is None or (param != "id" and record.body.get("deleted")):
            raise no_such(_SPOKEN_OF.get(kind, kind), named, param)
        return record

    def get(self, kind: str, named: str | None) -> Record | None:
        return self._records.get(kind, {}).get(named or "")

    def number_of(self, named: str) -> int | None:
        """Of the object with this id, of whatever kind."""
        found = (records[named] for records in self._records.values() if named in records)
        return next((record.number for record in found), None)

    def count(self) -> dict[str, int]:
        """How many objects there are, by kind."""
        return {kind: len(records) for kind, records in self._records.items() if records}

    def all(self, kind: str) -> Iterator[Record]:
        """Newest first."""
        return iter(reversed(self._records.get(kind, {}).values()))

    # Over a restart

    def restore(self, number: int, body: Body, private: Body) -> None:
        record = Record(body, number, private)
        self._records.setdefault(record.kind, {})[record.id] = record
        self._count = max(self._count, number)

    def _keep(self, record: Record) -> None:
        kept = [self.account, record.number, record.body, record.private]
        self.service.shelf.put("record", self._key(record), kept)

    def _key(self, record: Record) -> str:
        return f"{self.account}/{record.kind}/{record.id}"
