"""What Stripe has of our payments, by our metadata: to compare what it did with what we know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import stripe

from processor.lists import every
from processor.outcomes import meaning_of
from processor.payments import (
    INVOICES,
    KIND,
    METHOD,
    OPERATION,
    PRACTICE,
    SURCHARGE,
    method_of,
    parts_of,
    snapshot_of,
)
from rules.payment_state import Snapshot

_EXPAND = ["data.latest_charge.balance_transaction"]
_PAGE = 100


@dataclass(frozen=True)
class Payment:
    """A payment intent that Paydesk made. `created` is epoch seconds; `invoices`: (id, how much it
    gets), as the metadata says, none where it can't be read. `method`: "type" and what Stripe tells
    of the card or account. `kind`: "link" of one by a payment link, else ""."""

    seen: Snapshot
    created: int
    operation: str
    invoices: tuple[tuple[int, int], ...]
    surcharge: int
    method_id: str | None
    method: Mapping[str, Any]
    kind: str = ""

    @property
    def bill(self) -> int:
        """What the invoices get of it."""
        return self.seen.amount - self.surcharge


def made_since(client: stripe.StripeClient, practice: str, since: int) -> Iterator[Payment]:
    """Those of the practice (its Slack team) that were made since then (epoch seconds), the newest
    first. Raises what processor.outcomes says. A list, for Stripe's search may lag behind."""
    asked: Any = {"created": {"gte": max(since, 0)}, "limit": _PAGE, "expand": _EXPAND}
    try:
        for intent in every(client.v1.payment_intents.list(asked)):
            told = intent.to_dict()
            metadata = told.get("metadata") or {}
            if metadata.get(PRACTICE) == practice and metadata.get(OPERATION):
                yield _payment(snapshot_of(intent), told, metadata)
    except stripe.StripeError as error:
        raise meaning_of(error) from error


def _payment(seen: Snapshot, told: Mapping[str, Any], metadata: Mapping[str, str]) -> Payment:
    surcharge = metadata.get(SURCHARGE, "")
    return Payment(
        seen=seen,
        created=told["created"],
        operation=metadata[OPERATION],
        invoices=parts_of(metadata.get(INVOICES, "")),
        surcharge=int(surcharge) if surcharge.isdecimal() else 0,
        method_id=told.get("payment_method"),
        method=_method(told),
        kind=metadata.get(KIND, ""),
    )


def _method(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of the latest try; of one that wasn't tried only the type."""
    if tried := method_of(told.get("latest_charge") or {}):
        return tried
    kind = next(iter(told.get("payment_method_types") or ["card"]))
    return {"type": kind, **dict.fromkeys(METHOD)}
