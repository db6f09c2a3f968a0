"""Every route of the admin with who may use it, and a request that is right in all but the asker.

A new route needs a row here: without it a test fails.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from rules.roles import Role
from tests.support.cast import NOAH
from tests.support.two_practices import Ids

OWNER = frozenset({Role.OWNER})
BILLING = OWNER | {Role.BILLER}
HELPERS = BILLING | {Role.SUPPORT}

Values = Callable[[Ids], Mapping[str, Any]]


def nothing(_: Ids) -> Mapping[str, str]:
    return {}


TAX = {"name": "Tax of the island", "percent": "8", "kind": "inclusive", "place": ""}

FEES = {
    "method": "card",
    "currency": "usd",
    "percent": "1.9",
    "fixed": "0.25",
    "since": "2026-12-01",
    "source": "Contract of December",
}
WHAT_IF = {"amount": "100", "where": "US-TX", "method": "card", "payer": "client"}
HOURS = {"help_days": "1,2", "help_begins": "9", "help_ends": "12:30", "help_wait": "30"}


def of_article(ids: Ids) -> Mapping[str, str]:
    return {"name": ids.article, "language": "en"}


ARTICLE = {"article_title": "Where to park", "article_text": "In the yard."}


@dataclass(frozen=True)
class Row:
    """`at`: the ids in its address; `asks`: what stands behind the question mark; `form`: what is
    sent, which makes it a POST."""

    endpoint: str
    roles: frozenset[Role]
    at: Values = nothing
    asks: Values = nothing
    form: Values | None = None


ROWS = (
    Row("start_home", HELPERS),
    Row("start_language", HELPERS, form=lambda _: {"language": "fr"}),
    Row("start_leave", HELPERS, form=nothing),
    Row("sessions_list", HELPERS),
    Row("sessions_end", OWNER, at=lambda ids: {"session_id": ids.session}, form=nothing),
    Row("people_list", OWNER),
    Row("people_give", OWNER, form=lambda _: {"user": NOAH, "role": "front_desk"}),
    Row(
        "people_answer",
        OWNER,
        at=lambda ids: {"request_id": ids.request},
        form=lambda _: {"role": "support"},
    ),
    Row("taxes_list", OWNER),
    Row("taxes_new", OWNER),
    Row("taxes_add", OWNER, form=lambda _: TAX),
    Row("taxes_one", OWNER, at=lambda ids: {"rate_id": ids.tax}),
    Row(
        "taxes_edit",
        OWNER,
        at=lambda ids: {"rate_id": ids.tax},
        form=lambda ids: {**TAX, "opened": ids.tax_version},
    ),
    Row("taxes_end", OWNER, at=lambda ids: {"rate_id": ids.tax}, form=nothing),
    Row("fees_list", BILLING),
    Row("fees_new", OWNER),
    Row("fees_add", OWNER, form=lambda _: FEES),
    Row("surcharges_list", BILLING, asks=lambda _: WHAT_IF),
    Row("settings_list", BILLING),
    Row("settings_form", OWNER, at=lambda _: {"part": "identity"}),
    Row("settings_save", OWNER, at=lambda _: {"part": "help_hours"}, form=lambda _: HOURS),
    Row("audit_list", OWNER, asks=lambda ids: {"q": ids.reference}),
    Row("audit_check", OWNER, form=nothing),
    Row("health_look", BILLING),
    Row("overview_home", BILLING),
    Row("clients_list", BILLING, asks=lambda ids: {"q": ids.search}),
    Row("clients_export", BILLING, at=lambda _: {"kind": "csv"}),
    Row("invoices_export", BILLING, at=lambda _: {"kind": "csv"}),
    Row("payments_export", BILLING, at=lambda _: {"kind": "csv"}),
    Row("clients_one", BILLING, at=lambda ids: {"client_id": ids.client}),
    Row("payments_list", BILLING, asks=lambda ids: {"q": ids.paid_reference}),
    Row("payments_one", BILLING, at=lambda ids: {"uid": ids.refundable}),
    Row("reminders_home", BILLING),
    Row("reminders_rule", BILLING, at=lambda _: {"kind": "client"}),
    Row("reminders_ahead", BILLING, at=lambda _: {"kind": "client"}),
    Row("reminders_sent", BILLING, asks=lambda ids: {"q": ids.number}),
    Row("reminders_why", BILLING, at=lambda ids: {"reminder_id": ids.reminder}),
    Row(
        "reminders_save",
        BILLING,
        at=lambda _: {"kind": "client"},
        form=lambda _: {"reminder_after": "7", "reminder_at": "10:00", "seen": "0"},
    ),
    Row(
        "reminders_turn",
        BILLING,
        at=lambda _: {"kind": "client"},
        form=lambda _: {"on": "yes", "seen": "0"},
    ),
    Row("reminders_pause", BILLING, form=lambda ids: {"reminder_reference": ids.number}),
    Row("reminders_resume", BILLING, form=lambda ids: {"scope": "invoice", "id": ids.invoice}),
    Row("articles_list", HELPERS, asks=lambda _: {"q": "park"}),
    Row("articles_new", HELPERS),
    Row("articles_add", HELPERS, form=lambda _: {**ARTICLE, "language": "en"}),
    Row("articles_one", HELPERS, at=of_article),
    Row("articles_save", HELPERS, at=of_article, form=lambda _: {**ARTICLE, "opened": "1"}),
    Row("articles_back", HELPERS, at=of_article, form=lambda _: {"opened": "1"}),
    Row("articles_versions", HELPERS, at=of_article),
    Row("questions_list", HELPERS, asks=lambda _: {"q": "refused"}),
    Row("questions_one", HELPERS, at=lambda ids: {"uid": ids.question}),
    Row("imports_list", BILLING),
    Row("imports_give", BILLING, form=lambda _: {"file": (BytesIO(b"name\nAda King\n"), "a.csv")}),
    Row("imports_one", BILLING, at=lambda ids: {"file_id": ids.file}),
    Row("imports_begin", BILLING, at=lambda ids: {"file_id": ids.file}, form=nothing),
    Row("imports_leave", BILLING, at=lambda ids: {"file_id": ids.file}, form=nothing),
    Row("invoices_list", BILLING, asks=lambda ids: {"q": ids.search}),
    Row("invoices_one", BILLING, at=lambda ids: {"invoice_id": ids.invoice}),
)
OPEN_TO_ALL = {
    "static": "the style, in which nothing stands of anybody",
    "show_link": "who has a link isn't known yet",
    "use_link": "who has a link isn't known yet",
    "nothing": "there is no page of that address",
}
