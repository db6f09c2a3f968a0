"""The tables of the store. Nothing outside storage/ imports this; plain dataclasses go out.

Models stand alone, bound to no database: a `Store` runs each query on its own connection, so one
process can work with several stores. Times are UTC epoch milliseconds. What the schema says here,
storage/migrations/ must make; a test compares the two.
"""

from storage.models.admin import AdminLink, AdminSession
from storage.models.base import Instance, OfPractice, Practice, StoreMeta, Table
from storage.models.catalogue import (
    Counter,
    Practitioner,
    PriceItem,
    Setting,
    TaxRate,
    TaxVersion,
)
from storage.models.clients import Client, ClientPhrase
from storage.models.comparisons import Comparison, Difference
from storage.models.consents import Consent
from storage.models.credit_notes import CreditNote
from storage.models.disputes import Dispute, DisputeNotice, DisputePart
from storage.models.drafts import InvoiceDraft
from storage.models.help import HelpArticle, HelpMessage, HelpQuestion, HelpRating, HelpSummary
from storage.models.imports import ImportFile, ImportPiece
from storage.models.invoices import (
    ImportRun,
    Invoice,
    InvoiceLine,
    InvoiceLineTax,
    InvoiceTax,
    OwedChange,
)
from storage.models.mail_addresses import MailAddress
from storage.models.operations import (
    Allocation,
    Attempt,
    Ledger,
    LedgerSum,
    Operation,
    PaymentLink,
)
from storage.models.outages import Outage
from storage.models.people import AccessRequest, Audit, Member, OwnFeeRow, Secret
from storage.models.queues import Card, Claimable, Inbox, Outbox
from storage.models.reminders import Reminder, ReminderPause, ReminderRule
from storage.models.stripe import ClientStripe, SavedMethod, StripeCursor
from storage.models.stripe_fees import FeeOffer, StripeFee

GLOBAL: tuple[type[Table], ...] = (StoreMeta, Instance, Practice)
"""The tables that belong to no single practice."""

MODELS: tuple[type[Table], ...] = (
    *GLOBAL,
    Member,
    AccessRequest,
    OwnFeeRow,
    Secret,
    Audit,
    Inbox,
    Card,
    Outbox,
    Setting,
    Counter,
    Client,
    ClientPhrase,
    TaxRate,
    TaxVersion,
    PriceItem,
    Practitioner,
    Invoice,
    OwedChange,
    InvoiceLine,
    InvoiceLineTax,
    InvoiceTax,
    ImportRun,
    ImportFile,
    ImportPiece,
    ClientStripe,
    SavedMethod,
    InvoiceDraft,
    Operation,
    Allocation,
    PaymentLink,
    Attempt,
    Ledger,
    LedgerSum,
    StripeCursor,
    Consent,
    Comparison,
    Difference,
    Dispute,
    DisputePart,
    DisputeNotice,
    StripeFee,
    FeeOffer,
    Outage,
    HelpArticle,
    HelpQuestion,
    HelpMessage,
    HelpRating,
    HelpSummary,
    CreditNote,
    ReminderRule,
    ReminderPause,
    Reminder,
    MailAddress,
    AdminLink,
    AdminSession,
)
"""Every table, each after those that it refers to."""

__all__ = [
    "GLOBAL",
    "MODELS",
    "AccessRequest",
    "AdminLink",
    "AdminSession",
    "Allocation",
    "Attempt",
    "Audit",
    "Card",
    "Claimable",
    "Client",
    "ClientPhrase",
    "ClientStripe",
    "Comparison",
    "Consent",
    "Counter",
    "CreditNote",
    "Difference",
    "Dispute",
    "DisputeNotice",
    "DisputePart",
    "FeeOffer",
    "HelpArticle",
    "HelpMessage",
    "HelpQuestion",
    "HelpRating",
    "HelpSummary",
    "ImportFile",
    "ImportPiece",
    "ImportRun",
    "Inbox",
    "Instance",
    "Invoice",
    "InvoiceDraft",
    "InvoiceLine",
    "InvoiceLineTax",
    "InvoiceTax",
    "Ledger",
    "LedgerSum",
    "MailAddress",
    "Member",
    "OfPractice",
    "Operation",
    "Outage",
    "Outbox",
    "OwedChange",
    "OwnFeeRow",
    "PaymentLink",
    "Practice",
    "Practitioner",
    "PriceItem",
    "Reminder",
    "ReminderPause",
    "ReminderRule",
    "SavedMethod",
    "Secret",
    "Setting",
    "StoreMeta",
    "StripeCursor",
    "StripeFee",
    "Table",
    "TaxRate",
    "TaxVersion",
]
