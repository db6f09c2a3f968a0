"""A store in which whatever people, Stripe or other systems wrote is an attack: a script for pages,
a formula for spreadsheets, a mention and a link for chat.

Each column of text has a payload with a number of its own, unless it stands in `OF_OURS`, where it
is said what else its texts are. So a new column is attacked from its first day on.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from peewee import BooleanField, ForeignKeyField, TextField

from desk import refund_news
from storage.models import (
    MODELS,
    Attempt,
    Difference,
    Dispute,
    HelpMessage,
    HelpRating,
    Inbox,
    Instance,
    MailAddress,
    Outbox,
    ReminderPause,
    Table,
)
from storage.store import Store
from tests.support.two_practices import Ids

STARTS = "=+-@\t\r"
"""What makes a spreadsheet take a cell for a formula."""
IN_CHAT = re.compile("<!|<@U0EVIL|<http://evil", re.IGNORECASE)
"""What would be a mention or a link in Slack."""
IN_PAGES = re.compile("<script>", re.IGNORECASE)
NUMBER = re.compile(r"x(\d+)x", re.IGNORECASE)
OF_OURS: Mapping[str, frozenset[str]] = {
    why: frozenset(columns.split())
    for why, columns in {
        "an id that Paydesk or a database gave": "uid request_id operation dedupe_key about"
        " instance.id audit.target card.key lease_owner import_run.digest"
        " reminder.link help_article.name store_meta.key stripe_cursor.account",
        "an id of Slack's": "slack_team slack_user saved_by created_by changed_by made_by ended_by"
        " asked_by approved_by decided_by started_by given_by recorded_by stopped_by closing_by"
        " author asker agent owner actor person recipient channel ts thread fee_offer.by edited",
        "an id of Stripe's": "customer_id method_id stripe_id charge_id link_id stripe_object"
        " stripe_charge stripe_request event_id fingerprint operation.refused",
        "a state, kind or choice that Paydesk names": "state kind role action step outcome approval"
        " ends board source scope subject fee_row.method fee_offer.method fee_payer rounding how"
        " wording rating closing reminder.reason occurrence audit.action setting.name counter.name"
        " secret.name stripe_cursor.types saved_method.type",
        "a language, place or currency, read from a list": "language locale currency place country",
        "a number, day or moment": "percent quantity since checked_on issued_on due_on until day"
        " digest begins ends monday known offsets",
        "a reference, made of a prefix that is checked and a number": "client.reference"
        " invoice.reference credit_note.reference",
        "another column, folded to be found or put in order": "name_key sort_name",
        "a hash, a key, or sealed": "key key_id hash prev_hash audit_head token_hash shown_hash"
        " body_hash sealed secret.value store_meta.value",
        "JSON without a word of anybody": "operation.shown price_item.taxes told articles"
        " options modal sums attempt.body",
        "JSON or text that Paydesk made to send it, in which all is safe already": "outbox.payload"
        " inbox.body credit_note.content",
        "an address that Stripe made": "url",
    }.items()
}
JSON_WORDS: Mapping[str, frozenset[str]] = {
    "setting.value": frozenset({"reason"}),
    "client.address": frozenset({"line1", "line2", "city", "postal_code"}),
    "invoice.seller": frozenset({"name", "address", "registrations", "tax_wording"}),
    "invoice.buyer": frozenset({"name", "address"}),
    "invoice_draft.lines": frozenset({"description"}),
    "operation.method": frozenset({"brand", "last4"}),
    "audit.detail": frozenset({"reason", "name", "from", "to"}),
    "import_file.found": frozenset({"columns", "dropped", "health"}),
}
"""By the column of JSON: the keys under which words stand."""
WORDS_OF_SETTINGS = ("legal_name", "address", "registrations", "tax_wording", "provider_number")


def columns() -> list[str]:
    """All columns of text, as "table.column"."""
    return [
        f"{model._meta.table_name}.{field.column_name}"
        for model in MODELS
        for field in model._meta.sorted_fields
        if isinstance(field, TextField)
    ]


def of_ours(column: str) -> bool:
    return any({column, column.partition(".")[2]} & named for named in OF_OURS.values())


def no_columns() -> set[str]:
    """What stands in `OF_OURS` and is none any more."""
    named = columns()
    known = {*named, *(one.partition(".")[2] for one in named)}
    return set().union(*OF_OURS.values()) - known


def number_of(column: str) -> int:
    return columns().index(column)


def payload(column: str) -> str:
    """Begins as a formula does, each column in one of the ways."""
    number = number_of(column)
    start = STARTS[number % len(STARTS)]
    return f'{start}1"<script>x{number}x</script><!here><@U0EVIL>*b*<http://evil|x>'


def columns_in(text: str) -> set[str]:
    """Of which there is a payload in `text`."""
    named = columns()
    return {named[int(number)] for number in NUMBER.findall(text)}


def attack(store: Store, practice_id: int, ids: Ids) -> None:
    """Rows where there are none yet, and payloads in the rows of every practice."""
    _let_change(store)
    with store.transaction():
        _add_rows(store, practice_id, ids)
        for name in WORDS_OF_SETTINGS:
            told = json.dumps(payload("setting.value"))
            _run(store, "INSERT INTO setting VALUES (?, ?, ?)", practice_id, name, told)
        for column in columns():
            if column in JSON_WORDS:
                _attack_json(store, column)
            elif not of_ours(column):
                _attack_text(store, column)


def holding(store: Store) -> set[str]:
    """The columns that hold a payload."""
    found = set()
    for column in columns():
        table, _, name = column.partition(".")
        mark = f"%x{number_of(column)}x%"
        sql = f'SELECT 1 FROM "{table}" WHERE "{name}" LIKE ?'
        if _run(store, sql, mark).fetchone():
            found.add(column)
    return found


def _attack_text(store: Store, column: str) -> None:
    """The number of the row makes it one of a kind, where a column wants that."""
    table, _, name = column.partition(".")
    _run(store, f'UPDATE "{table}" SET "{name}" = ? || rowid', payload(column))


def _attack_json(store: Store, column: str) -> None:
    table, _, name = column.partition(".")
    for rowid, told in _run(store, f'SELECT rowid, "{name}" FROM "{table}"').fetchall():
        evil = _with_payloads(json.loads(told), JSON_WORDS[column], payload(column))
        sql = f'UPDATE "{table}" SET "{name}" = ? WHERE rowid = ?'
        _run(store, sql, json.dumps(evil), rowid)


def _with_payloads(told: Any, keys: frozenset[str], evil: str) -> Any:
    if isinstance(told, list):
        return [_with_payloads(one, keys, evil) for one in told]
    if not isinstance(told, dict):
        return told
    return {
        key: _evil(one, evil) if key in keys else _with_payloads(one, keys, evil)
        for key, one in told.items()
    }


def _evil(told: Any, evil: str) -> Any:
    if isinstance(told, list):
        return [evil]
    return evil if isinstance(told, str | None) else told


def _add_rows(store: Store, practice_id: int, ids: Ids) -> None:
    def operation(uid: str) -> int:
        found = _run(store, "SELECT id FROM operation WHERE uid = ?", uid).fetchone()
        return int(found[0])

    def question(uid: str) -> int:
        found = _run(store, "SELECT id FROM help_question WHERE uid = ?", uid).fetchone()
        return int(found[0])

    def add(model: type[Table], **values: Any) -> None:
        _add(store, model, {"practice_id": practice_id, **values})

    _add(store, Instance, {"id": "one"})
    paid = operation(ids.refundable)
    add(Dispute, operation_id=paid, currency="usd", status="needs_response", stripe_id="dp_1")
    add(Attempt, operation_id=operation(ids.declined), step="confirm", outcome="declined")
    add(Difference, kind="unknown_charge", stripe_object="pi_9", operation="", currency="usd")
    add(HelpMessage, question_id=question(ids.question), channel="D1", ts="1.1", author="U0LEFT")
    add(HelpRating, question_id=question(ids.question), slack_user="U0LEFT", rating="good")
    add(ReminderPause, scope="invoice", subject_id=int(ids.invoice), made_by="U0LEFT")
    add(ReminderPause, scope="client", subject_id=int(ids.client), made_by="U0LEFT")
    add(MailAddress, client_id=int(ids.client), refused_at=1, refused_code=550)
    undone = f"{refund_news.KIND}:{ids.refundable}:undone"
    add(Outbox, kind="slack_post", state="failed", recipient="U0LEFT", uid=undone, payload="{}")
    add(Inbox, source="stripe", kind="charge.updated", state="parked", body="{}")


def _add(store: Store, model: type[Table], values: Mapping[str, Any]) -> None:
    """A row, with nothing in what isn't given."""
    nothing: list[tuple[type, Callable[[], Any]]] = [
        (TextField, lambda: ""),
        (BooleanField, lambda: False),
    ]
    whole = dict(values)
    for field in model._meta.sorted_fields:
        if field.name in whole or field.null or field.primary_key:
            continue
        assert not isinstance(field, ForeignKeyField), f"{field.name} is wanted"
        whole[field.name] = next((of() for kind, of in nothing if isinstance(field, kind)), 1)
    store.change(model.insert(whole).as_rowcount())


def _let_change(store: Store) -> None:
    """What never changes does here: the triggers that hold it are taken away."""
    for (name,) in _run(store, "SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        _run(store, f'DROP TRIGGER "{name}"')


def _run(store: Store, sql: str, *values: Any) -> Any:
    return store.database.execute_sql(sql, values)
