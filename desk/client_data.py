"""Everything that is kept about one client, to be handed to them on request."""

from datetime import UTC, datetime
from typing import Any

from desk.access import Actor, authorize
from desk.context import Desk
from rules.roles import Action
from rules.words import refuse
from storage import (
    audit,
    clients,
    consents,
    invoice_contents,
    invoices,
    mail_addresses,
    operation_lists,
    stripe_clients,
)
from storage.clients import Client
from storage.operations import COLLECT, NOTED, REFUND, Operation
from storage.practices import Practice

_OF_METHOD = ("type", "brand", "last4", "reference", "why")


def named_client(desk: Desk, practice: Practice, reference: str) -> Client:
    """The client of that reference, erased or not. Refusal where there is none."""
    client = clients.by_reference(desk.store, practice.id, reference.strip().upper())
    if client is None:
        raise refuse("There is no client {reference}.", reference=reference)
    return client


def everything_about(
    desk: Desk, actor: Actor, practice: Practice, client: Client
) -> dict[str, Any]:
    """As JSON: the client, those for whom they pay, invoices with their lines, payments, saved
    payment methods, consents, the addresses that reminders went to, and the log, with moments as
    ISO 8601 and amounts in minor units."""
    authorize(actor, Action.IMPORT_AND_EXPORT)
    store, mine = desk.store, practice.id
    payer = clients.get(store, mine, client.payer_id) if client.payer_id else None
    theirs = invoices.all_of_client(store, mine, client.id)
    return {
        "practice": practice.name,
        "exported_at": _moment(desk.clock()),
        "client": _without_ids(_moments(vars(client))) | {"address": vars(client.address)},
        "payer": payer.reference if payer else None,
        "pays_for": [one.reference for one in clients.paid_for_by(store, mine, client.id)],
        "invoices": [
            _moments(_without_ids(vars(one)))
            | {
                "lines": [
                    _without_ids(vars(line))
                    for line in invoice_contents.content(store, mine, one.id).lines
                ]
            }
            for one in theirs
        ],
        "payments": [
            _payment(one)
            for one in operation_lists.all_of_client(store, mine, client.id)
            if one.kind in COLLECT | NOTED | {REFUND}
        ],
        "stripe_customers": stripe_clients.customers_of(store, mine, client.id),
        "saved_payment_methods": [
            _without_ids(vars(one)) for one in stripe_clients.methods_of(store, mine, client.id)
        ],
        "consents": [
            _moments(_without_ids(vars(one)) | {"at": _moment(one.at)})
            for one in consents.of_client(store, mine, client.id)
        ],
        "reminders_by_mail": [
            _moments(_without_ids(vars(one)))
            for one in mail_addresses.of_client(store, mine, client.id).values()
        ],
        "log": [
            {**vars(entry), "at": _moment(entry.at)}
            for entry in audit.of_target(store, mine, client.reference)
        ],
    }


def _payment(operation: Operation) -> dict[str, Any]:
    """What was to be charged or refunded, by what, and what became of it."""
    return {
        "id": operation.uid,
        "kind": operation.kind,
        "amount": operation.amount,
        "surcharge": operation.surcharge,
        "currency": operation.currency,
        "invoices": operation.shown.get("invoices", []),
        "method": {name: value for name, value in operation.method.items() if name in _OF_METHOD},
        "state": operation.state,
        **({"note": operation.note} if operation.note else {}),
        "asked_at": _moment(operation.asked_at),
        "changed_at": _moment(operation.changed_at),
    }


def _without_ids(values: dict[str, Any]) -> dict[str, Any]:
    """The store's own numbers mean nothing outside of it."""
    ours = {"id", "client_id", "payer_id", "practitioner_id", "taxes", "operation_id"}
    return {name: value for name, value in values.items() if name not in ours}


def _moments(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _moment(value) if name.endswith("_at") and value else value
        for name, value in values.items()
    }


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat()
