"""The parts of the settings: what each is called, and what stands in it."""

from collections.abc import Mapping, Sequence

from desk.channels import AGENTS_CHANNEL, CHANNEL, HELP_CHANNEL
from desk.setting_forms import IDENTITY, INVOICES, LIMITS, PLACE, REGION
from rules.words import Sentence, sentence

BILLING, ASKING, AGENTS = "channel", "help_channel", "agents_channel"
FEE_PAYER, HOURS = "fee_payer", "help_hours"
"""Beside those of desk.setting_forms, which save what stands in them as one: these have use cases
of their own."""

SECTIONS: Mapping[str, tuple[Sentence, Sequence[str]]] = {
    IDENTITY: (
        sentence("The practice on invoices"),
        ("legal_name", "address", "registrations", "tax_wording", "provider_number"),
    ),
    PLACE: (sentence("Where the practice is"), ("place",)),
    REGION: (sentence("Currency, time, language"), ("currency", "time_zone", "language")),
    INVOICES: (
        sentence("Invoices and receipts"),
        ("invoice_prefix", "due_days", "rounding", "send_receipts"),
    ),
    FEE_PAYER: (sentence("Processing fees"), ("fee_payer",)),
    LIMITS: (sentence("Limits"), ("front_desk_limit", "approver")),
    BILLING: (sentence("Where shared cards go"), ("billing_channel",)),
    ASKING: (sentence("Where questions are asked"), ("help_channel",)),
    AGENTS: (sentence("Where agents answer"), ("agents_channel",)),
    HOURS: (sentence("When agents answer"), ("help_hours", "help_wait")),
}
"""The title of each part, and the settings in it."""
CHANNEL_OF: Mapping[str, str] = {
    BILLING: CHANNEL,
    ASKING: HELP_CHANNEL,
    AGENTS: AGENTS_CHANNEL,
}
"""The setting of each part that is about a channel."""
