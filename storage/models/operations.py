"""What is done at Stripe for a practice: operations, each call of them, and what moved."""

from peewee import (
    SQL,
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from storage.models.base import OfPractice
from storage.models.clients import Client
from storage.models.invoices import Invoice


class Operation(OfPractice):
    """Something that Stripe is to do: a charge, its refund, or a payment method that is asked for.

    `uid` stands in Stripe's metadata, `request_id` is of the click that asked. `amount` is all that
    is charged, with the `surcharge`. `shown` is what the person saw and agreed to, JSON, and
    `shown_hash` its hash. `method` describes the payment method as it was then, JSON. `approval`:
    "own" (within the limit), "second" (by a second person), "alone" (nobody else could).
    `stripe_id` is the intent's, session's or refund's, `modal` the open one that shows it, JSON.
    `refused`: the try that failed last, "" of none. `charge_id`: of a refund, which charge it gives
    back, `ends` whether the client still owes it, `note` why, for the practice alone: it goes when
    the client's data are erased. `stripe_charge`: Stripe's charge that is counted on the invoices,
    null while none is; of a refund, the one that it gives back.
    `due_at`: when the worker is to look at it, null where it needs none; `lease_owner` and `fence`
    say who works at it. `board`: the list of Home's board that it stands in (rules.board).
    """

    id = BigAutoField()
    uid = TextField()
    kind = TextField()
    state = TextField()
    request_id = TextField()
    client_id = ForeignKeyField(Client, backref="+", index=False)
    customer_id = TextField(null=True)
    method_id = TextField(null=True)
    method = TextField()
    amount = BigIntegerField()
    surcharge = BigIntegerField()
    currency = TextField()
    shown = TextField()
    shown_hash = TextField()
    asked_by = TextField()
    asked_at = BigIntegerField()
    approved_by = TextField(null=True)
    approved_at = BigIntegerField(null=True)
    approval = TextField()
    stripe_id = TextField(null=True)
    url = TextField(null=True)
    modal = TextField(null=True)
    expires_at = BigIntegerField(null=True)
    refused = TextField()
    reason = TextField(null=True)
    advice = TextField(null=True)
    looks = IntegerField()
    version = IntegerField()
    due_at = BigIntegerField(null=True)
    lease_owner = TextField(null=True)
    fence = IntegerField()
    changed_at = BigIntegerField()
    charge_id = ForeignKeyField("self", backref="+", null=True, index=False)
    ends = TextField(null=True)
    note = TextField(null=True)
    board = TextField(null=True)
    stripe_charge = TextField(null=True)

    class Meta:
        table_name = "operation"
        indexes = (
            (("practice_id", "uid"), True),
            (("practice_id", "request_id"), True),
            (("practice_id", "client_id", "id"), False),
            (("practice_id", "state", "id"), False),
        )


Operation.add_index(
    Operation.stripe_id,
    Operation.practice_id,
    unique=True,
    where=Operation.stripe_id.is_null(False),
    name="operation_stripe_id",
)
Operation.add_index(Operation.practice_id, Operation.kind, Operation.id, name="operation_kind")
Operation.add_index(
    Operation.practice_id,
    Operation.kind,
    Operation.state,
    Operation.id,
    name="operation_kind_state",
)
Operation.add_index(Operation.due_at, where=Operation.due_at.is_null(False), name="operation_due")
Operation.add_index(
    Operation.practice_id,
    Operation.board,
    Operation.id,
    where=Operation.board.is_null(False),
    name="operation_board",
)
Operation.add_index(
    Operation.practice_id,
    Operation.charge_id,
    Operation.id,
    where=Operation.charge_id.is_null(False),
    name="operation_charge",
)


class Allocation(OfPractice):
    """How much of a charge pays which invoice, or of a refund is taken from it. `live`: it is being
    collected at this moment, which no other charge may do."""

    operation_id = ForeignKeyField(Operation, backref="+", index=False)
    invoice_id = ForeignKeyField(Invoice, backref="+", index=False)
    amount = BigIntegerField()
    live = BooleanField()

    class Meta:
        table_name = "allocation"
        primary_key = CompositeKey("practice_id", "operation_id", "invoice_id")


Allocation.add_index(
    Allocation.practice_id,
    Allocation.invoice_id,
    unique=True,
    where=SQL("live"),
    name="allocation_live",
)
Allocation.add_index(Allocation.practice_id, Allocation.invoice_id, name="allocation_invoice")


class PaymentLink(OfPractice):
    """A page at Stripe that whoever has its address may pay on, once: of an operation of its kind.

    `link_id` is Stripe's, null until it is made. `closing`: why it is to be closed, by whom.
    `sent_at`: when it was first handed on, `visited_at`: when it was first opened.
    """

    operation_id = ForeignKeyField(Operation, backref="+", index=False)
    link_id = TextField(null=True)
    closing = TextField(null=True)
    closing_by = TextField(null=True)
    sent_at = BigIntegerField(null=True)
    visited_at = BigIntegerField(null=True)

    class Meta:
        table_name = "payment_link"
        primary_key = CompositeKey("practice_id", "operation_id")


PaymentLink.add_index(
    PaymentLink.link_id,
    PaymentLink.practice_id,
    unique=True,
    where=PaymentLink.link_id.is_null(False),
    name="payment_link_link_id",
)


class Attempt(OfPractice):
    """A call to Stripe that changes something, written down before it is sent.

    `step` says which call, `body` is JSON as it was sent, `outcome` what came of it, null while
    nobody knows. `code` and `stripe_request` are Stripe's.
    """

    id = BigAutoField()
    operation_id = ForeignKeyField(Operation, backref="+", index=False)
    n = IntegerField()
    step = TextField()
    key = TextField()
    body = TextField()
    body_hash = TextField()
    made_at = BigIntegerField()
    outcome = TextField(null=True)
    code = TextField(null=True)
    stripe_request = TextField(null=True)
    answered_at = BigIntegerField(null=True)

    class Meta:
        table_name = "attempt"
        indexes = (
            (("practice_id", "operation_id", "n"), True),
            (("practice_id", "key"), True),
        )


class Ledger(OfPractice):
    """What moved, positive towards the practice. Rows never change: the database forbids it.

    `stripe_object` is the charge's, refund's or balance transaction's id, or the operation's uid
    where Stripe had no part in it. `day`: the ISO day for which a person wrote it down, null where
    it counts on the day of `at`.
    """

    id = BigAutoField()
    operation_id = ForeignKeyField(Operation, backref="+", null=True, index=False)
    kind = TextField()
    stripe_object = TextField()
    amount = BigIntegerField()
    currency = TextField()
    at = BigIntegerField()
    day = TextField(null=True)

    class Meta:
        table_name = "ledger"
        indexes = (
            (("practice_id", "stripe_object", "kind"), True),
            (("practice_id", "operation_id", "id"), False),
            (("practice_id", "at", "id"), False),
            (("practice_id", "day", "id"), False),
        )


class LedgerSum(OfPractice):
    """What moved in a span of time that is over, so that it is added up once. `begins` and `ends`:
    epoch ms, or ISO days of what a person wrote down for a day. `number`: how many ledger entries
    the span had then; it holds as long as there are as many. `sums`: JSON, lists of kind, currency,
    amount and surcharge."""

    begins = TextField()
    ends = TextField()
    number = BigIntegerField()
    sums = TextField()

    class Meta:
        table_name = "ledger_sum"
        primary_key = CompositeKey("practice_id", "begins")
