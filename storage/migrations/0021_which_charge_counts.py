"""Which of Stripe's charges is counted on the invoices of a payment, and which one a refund gives
back: by a link two people may have paid."""

from typing import Any

from peewee import Database

_STATEMENTS = (
    'ALTER TABLE "operation" ADD COLUMN "stripe_charge" TEXT',
    "UPDATE operation SET stripe_charge = (SELECT paid.stripe_object FROM ledger AS paid"
    " WHERE paid.practice_id = operation.practice_id AND paid.operation_id = operation.id"
    " AND paid.kind = 'charge' AND NOT EXISTS (SELECT 1 FROM ledger AS back"
    " WHERE back.practice_id = paid.practice_id AND back.stripe_object = paid.stripe_object"
    " AND back.kind = 'reversal') ORDER BY paid.id LIMIT 1)"
    " WHERE kind IN ('charge', 'link')"
    " AND (state = 'succeeded' OR (state = 'review' AND reason = 'paid_twice'))",
    "UPDATE operation SET stripe_charge = (SELECT paid.stripe_object FROM ledger AS paid"
    " WHERE paid.practice_id = operation.practice_id AND paid.operation_id = operation.charge_id"
    " AND paid.kind = 'charge' AND NOT EXISTS (SELECT 1 FROM ledger AS back"
    " WHERE back.practice_id = paid.practice_id AND back.stripe_object = paid.stripe_object"
    " AND back.kind = 'reversal') ORDER BY paid.id LIMIT 1)"
    " WHERE kind = 'refund'",
)


def up(migrator: Any, db: Database) -> None:
    for statement in _STATEMENTS:
        db.execute_sql(statement)  # type: ignore[no-untyped-call]  # so in peewee's stubs
