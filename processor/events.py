"""Stripe's events: what is taken from one, and reading those that Stripe keeps (30 days).

An event is a hint that an object changed. Nothing of the object is taken but ids.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import stripe

from processor.accounts import KeyRefused, refusal_of
from rules.words import sentence

PAGE = 100
MOST_TYPES = 20
"""Stripe takes so many types in one question."""
KEPT_SECONDS = 30 * 86_400
PRACTICE, OPERATION = "paydesk_practice", "paydesk_operation"
"""Our keys in the metadata of what we made."""
_IDS = ("charge", "customer", "payment_intent", "payment_link", "payment_method", "setup_intent")
_LONGEST_ID = 255
Body = Mapping[str, Any]


@dataclass(frozen=True)
class StripeEvent:
    """`object` is Stripe's name for the kind of object ("payment_intent"), `ids` its own id under
    that name, and those of what it belongs to. `created` is epoch seconds. `account`: of a
    connected account, else "". `practice` and `operation`: what our metadata says, else ""."""

    id: str
    type: str
    created: int
    livemode: bool
    account: str
    object: str
    ids: Mapping[str, str]
    practice: str
    operation: str


def read_event(body: Any) -> StripeEvent | None:
    """From Stripe's JSON; None where it isn't an event about an object with an id."""
    told = _part(_part(body, "data"), "object")
    event_id, kind = _text(body, "id"), _text(told, "object")
    if not (_text(body, "object") == "event" and event_id and kind and _text(told, "id")):
        return None
    before = _part(_part(body, "data"), "previous_attributes")
    metadata = _part(told, "metadata")
    found = {name: _id(told, name) or _id(before, name) for name in _IDS}
    return StripeEvent(
        id=event_id,
        type=_text(body, "type"),
        created=_seconds(body.get("created")),
        livemode=body.get("livemode") is True,
        account=_text(body, "account"),
        object=kind,
        ids={name: named for name, named in found.items() if named} | {kind: _text(told, "id")},
        practice=_text(metadata, PRACTICE),
        operation=_text(metadata, OPERATION),
    )


def newer_than(
    client: stripe.StripeClient, types: Sequence[str], event_id: str
) -> Iterator[list[StripeEvent]]:
    """What happened after that event, the oldest page first, each page with its newest first."""
    while True:
        page = _page(client, {"types": list(types), "ending_before": event_id, "limit": PAGE})
        yield _events(page)
        if not page.has_more or not page.data:
            return
        event_id = page.data[0].id


def since(
    client: stripe.StripeClient, types: Sequence[str], created: int
) -> Iterator[list[StripeEvent]]:
    """What happened from then on (epoch seconds), the newest page first."""
    asked: dict[str, Any] = {"types": list(types), "created": {"gte": created}, "limit": PAGE}
    while True:
        page = _page(client, asked)
        yield _events(page)
        if not page.has_more or not page.data:
            return
        asked = {**asked, "starting_after": page.data[-1].id}


def _page(client: stripe.StripeClient, asked: Any) -> Any:
    try:
        return client.v1.events.list(asked)
    except stripe.PermissionError as error:
        raise KeyRefused(
            sentence(
                "This Stripe key has no permission to read events. At dashboard.stripe.com → "
                "Developers → API keys, edit the restricted key and allow it to read events."
            )
        ) from error
    except stripe.StripeError as error:
        raise refusal_of(error) from error


def _events(page: Any) -> list[StripeEvent]:
    found = (read_event(one.to_dict()) for one in page.data)
    return [event for event in found if event]


def _id(told: Body, name: str) -> str:
    """An id, or the id of an object that was expanded."""
    found = told.get(name)
    return _text(found, "id") if isinstance(found, Mapping) else _text(told, name)


def _part(body: Any, name: str) -> Body:
    part = body.get(name) if isinstance(body, Mapping) else None
    return part if isinstance(part, Mapping) else {}


def _text(body: Any, name: str) -> str:
    """A short text; anything else isn't an id or a name."""
    found = body.get(name) if isinstance(body, Mapping) else None
    return found if isinstance(found, str) and len(found) <= _LONGEST_ID else ""


def _seconds(found: Any) -> int:
    return found if isinstance(found, int) and not isinstance(found, bool) else 0
