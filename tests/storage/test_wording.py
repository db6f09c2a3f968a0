"""The short way to write a column's name gives what peewee's own way gives."""

import pytest
from peewee import Context, Query

from storage.models import MODELS, Invoice, Operation, Outbox
from storage.models.base import Table
from storage.wording import Wording

EARLIER = Outbox.alias("earlier")
SETTINGS = {"quote": '""', "param": "?", "conflict_statement": lambda *_: None}


def same(query: Query) -> str:
    ours, values = Wording(**SETTINGS).parse(query)
    assert (ours, values) == Context(**SETTINGS).parse(query)
    return ours


@pytest.mark.parametrize("table", MODELS, ids=lambda table: table.__name__)
def test_every_table_is_read_and_written_in_the_same_words(table: type[Table]) -> None:
    fields = table._meta.sorted_fields
    first = fields[0]
    assert f'"t1"."{fields[-1].column_name}"' in same(table.select().where(first == 1))
    same(table.update(dict.fromkeys(fields)).where(first.in_([1, 2])).returning(table))
    same(table.insert(dict.fromkeys(fields, 1)).returning(first))
    same(table.delete().where(first.is_null(), fields[-1] != "x"))


def test_tables_that_meet_in_a_query_keep_their_names_apart() -> None:
    ours = Invoice.client_id == Operation.client_id
    joined = same(Operation.select(Operation.id, Invoice.total).join(Invoice, on=ours))
    assert '"t2"."total"' in joined
    waits = EARLIER.select(EARLIER.id).where(EARLIER.id < Outbox.id, Invoice.total > 5)
    inner = Operation.select(Operation.amount + 1).where(Operation.id.in_(waits))
    same(Outbox.select().where(Outbox.id.in_(inner)).order_by(Outbox.due_at.desc()).limit(3))
