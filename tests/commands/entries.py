"""Every entry of bot.routes with who may use it, and a request that is right in all but the asker.

A new command, button, modal or search needs a row here: without it a test fails. A row gives the
roles that are let in, and what a rightful request says, made from the ids of one practice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rules.roles import Role
from tests.support.cast import NOAH
from tests.support.two_practices import CONFIRMED_RULE, Ids

COMMAND, ACTION, VIEW, SEARCH = "commands", "actions", "views", "searches"
"""The tables of bot.dispatcher.Routes."""

EVERYONE = frozenset(Role)
OWNER = frozenset({Role.OWNER})
BILLING = OWNER | {Role.BILLER}
DESK = BILLING | {Role.FRONT_DESK}
LOOK = DESK | {Role.SUPPORT}
AGENTS = BILLING | {Role.SUPPORT}
NO_ROLE = frozenset({Role.NONE})
NOBODY: frozenset[Role] = frozenset()

Text = Callable[[Ids], str]


def nothing(_: Ids) -> str:
    return ""


def no_values(_: Ids) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Row:
    """`says`: begins the sentence that refuses, where it isn't that about roles. `goes_on`: an id
    that is nobody's there doesn't stop it; the answer comes without. `asks_outside`: it asks Slack
    or Stripe, so it can't be tried inside a transaction, and changes nothing. `at_best`: what
    even those who may are told, since no Stripe is there."""

    table: str
    name: str
    roles: frozenset[Role]
    value: Text = nothing
    private: Text = nothing
    values: Callable[[Ids], Mapping[str, str]] = no_values
    text: Text = nothing
    says: str = ""
    goes_on: bool = False
    asks_outside: bool = False
    at_best: str = ""

    @property
    def asked(self) -> str:
        """A name that ends in ":" answers whatever begins so."""
        return f"{self.name}x" if self.name.endswith(":") else self.name


def _with(text: str) -> Text:
    return lambda _: text


def _place(at: Ids) -> str:
    """Of the first line of the draft, as the window of a line has it."""
    return f"{at.draft}:{at.version}:0:"


def _new_place(at: Ids) -> str:
    return f"{at.draft}:{at.version}::"


def _head(at: Ids) -> Mapping[str, str]:
    return {"invoice_client": at.client, "currency": "usd", "due_on": "2027-01-01", "note": ""}


def _line(at: Ids) -> Mapping[str, str]:
    return {
        "description": "Session",
        "quantity": "2",
        "unit_price": "60",
        "taxes": at.tax_version,
        "practitioner": at.practitioner,
    }


def _client(at: Ids) -> Mapping[str, str]:
    return {"name": "New Comer", "email": "new@comer.example", "payer": at.payer}


def _tax(_: Ids) -> Mapping[str, str]:
    return {"name": "Another tax", "percent": "7", "kind": "exclusive", "place": ""}


def _charge(at: Ids) -> str:
    """The window of a charge, as it was opened for the invoice."""
    return f'[[{at.invoice}],null,null,6300,"one-window","","hash","usd"]'


def _seen(at: Ids) -> str:
    """The window in which something is noted of the invoice, as it was opened for it."""
    return f'["one-note",[{at.invoice},1]]'


def _refund(at: Ids) -> str:
    """The window of a refund, as it was opened for the payment."""
    return f'[null,null,500,"one-window","{at.refundable}","hash","usd"]'


def _paylink(at: Ids) -> str:
    """The window of a payment link, as it was opened for the invoice."""
    return f'[[{at.invoice}],null,null,6300,"one-window","card","hash","usd"]'


def _rule(_: Ids) -> Mapping[str, str]:
    return {"reminder_before": "3", "reminder_after": "1, 7", "reminder_at": "10:00"}


def _weekly(_: Ids) -> Mapping[str, str]:
    return {"reminder_weekday": "1", "reminder_at": "10:00"}


def _of_cards(_: Ids) -> Mapping[str, str]:
    return {"reminder_before_expiry": "30", "reminder_at": "10:00"}


def _form(**values: str) -> Callable[[Ids], Mapping[str, str]]:
    return lambda _: values


OWN_FEES = _form(
    method="card",
    currency="usd",
    percent="2.3",
    fixed="0.20",
    since="2026-11-02",
    source="Contract of April 2026",
)
ARTICLE = _form(article_title="Parking", article_text="Behind the house.", article_asked="")
NO_QUESTION = "There is no such question"
CLAIMED = "This practice has an owner already"

ROWS = (
    # /fees, and what everybody has
    Row(ACTION, "help:read:", EVERYONE, value=_with("fees")),
    Row(ACTION, "help:rate:", EVERYONE, value=lambda at: f"{at.answered} good"),
    Row(ACTION, "help:rate:", EVERYONE, value=lambda at: f"{at.answered} bad"),
    Row(ACTION, "help:talk", EVERYONE, value=lambda at: at.answered),
    Row(ACTION, "help:ask", EVERYONE, at_best="Choose “Ask about this” among the actions"),
    Row(ACTION, "help:take", AGENTS, value=lambda at: at.question),
    Row(ACTION, "help:open", AGENTS, value=lambda at: at.question),
    Row(ACTION, "help:let_go", AGENTS, value=lambda at: at.question),
    Row(ACTION, "help:reply", AGENTS, value=lambda at: at.question),
    Row(ACTION, "help:resolve", AGENTS, value=lambda at: at.question),
    Row(ACTION, "help:not_ours", AGENTS, value=lambda at: at.question),
    Row(
        VIEW,
        "help:reply:form",
        AGENTS,
        private=lambda at: at.question,
        values=_form(help_reply="It is on the way."),
    ),
    Row(ACTION, "help:articles", AGENTS),
    Row(ACTION, "help:articles:", AGENTS, value=_with("0")),
    Row(ACTION, "help:article:new", AGENTS),
    Row(ACTION, "help:article:edit", AGENTS, value=_with("fees:en")),
    Row(ACTION, "help:article:use:", AGENTS, value=lambda at: f"{at.article}:en:1"),
    Row(ACTION, "help:article:versions", AGENTS, value=lambda at: f"{at.article}:en:1"),
    Row(ACTION, "help:article:back", AGENTS, value=lambda at: f"{at.article}:en:1"),
    Row(VIEW, "help:article:form", AGENTS, private=_with(":en:0"), values=ARTICLE),
    Row(VIEW, "help:article:form", AGENTS, private=lambda at: f"{at.article}:en:1", values=ARTICLE),
    Row(COMMAND, "billing", EVERYONE, text=_with("help what does a bank debit cost?")),
    Row(COMMAND, "fees", EVERYONE, text=_with("120")),
    Row(ACTION, "fees:region:", EVERYONE, value=_with("uk")),
    Row(ACTION, "fees:what_if", EVERYONE),
    Row(VIEW, "fees:what_if:form", EVERYONE, values=_form(amount="120", count="2")),
    Row(ACTION, "fees:own", OWNER),
    Row(VIEW, "fees:own:form", OWNER, values=OWN_FEES),
    Row(ACTION, "fees:real:use", OWNER, value=_with("1"), at_best=NO_QUESTION),
    Row(ACTION, "fees:real:keep", OWNER, value=_with("1"), at_best=NO_QUESTION),
    Row(ACTION, "home:language", EVERYONE, value=_with("fr")),
    Row(ACTION, "home:list:", LOOK, value=_with("way")),
    Row(ACTION, "home:page:next", LOOK, value=_with("owing after 2026-01-01 1")),
    Row(ACTION, "home:page:previous", LOOK, value=_with("failed before 1")),
    Row(ACTION, "home:charge", DESK, value=lambda at: at.declined),
    # /billing: access and people
    Row(COMMAND, "billing", EVERYONE),
    Row(ACTION, "billing:ask", NO_ROLE, says="You have a role already"),
    Row(ACTION, "billing:admin", AGENTS),
    Row(ACTION, "billing:ask", NO_ROLE, value=_with("anew"), says="You have a role already"),
    Row(ACTION, "billing:claim", NOBODY, says=CLAIMED),
    Row(VIEW, "billing:claim:form", NOBODY, values=_form(code="x", place="GB"), says=CLAIMED),
    Row(ACTION, "billing:people", OWNER),
    Row(ACTION, "billing:people:page:", OWNER, value=_with("1"), private=_with("1")),
    Row(ACTION, "billing:role", OWNER, value=_with(f"{NOAH}:biller"), private=_with("1")),
    Row(ACTION, "billing:people:add", OWNER, private=_with("1")),
    Row(VIEW, "billing:people:add:form", OWNER, values=_form(person=NOAH, role="biller")),
    Row(ACTION, "billing:answer", OWNER, value=lambda at: f"{at.request}:biller"),
    Row(ACTION, "billing:decide:", OWNER, value=lambda at: f"{at.request}:biller"),
    # /billing: the day
    Row(COMMAND, "billing", DESK, text=_with("day 2026-11-23")),
    Row(ACTION, "billing:day:", DESK, value=_with("2026-11-22")),
    Row(ACTION, "billing:day_file", DESK, value=_with("2026-11-22")),
    Row(ACTION, "billing:accounts", BILLING),
    Row(
        VIEW,
        "billing:accounts:form",
        BILLING,
        values=_form(accounts_first="2026-10-01", accounts_last="2026-10-31", accounts_type="csv"),
    ),
    # /billing: settings
    Row(ACTION, "settings:open", DESK),
    Row(ACTION, "settings:back", DESK),
    Row(ACTION, "settings:edit:", OWNER, value=_with("identity")),
    Row(ACTION, "settings:edit:fee_payer", OWNER),
    Row(ACTION, "settings:edit:catalogue", OWNER),
    Row(ACTION, "settings:catalogue:page:", OWNER, value=_with("1:1")),
    Row(ACTION, "settings:edit:channel", OWNER),
    Row(ACTION, "settings:edit:help_channel", OWNER, value=_with("help_channel")),
    Row(ACTION, "settings:edit:agents_channel", OWNER, value=_with("agents_channel")),
    Row(ACTION, "settings:edit:help_hours", OWNER),
    Row(ACTION, "settings:edit:stripe", OWNER, asks_outside=True),
    Row(ACTION, "settings:stripe:setup", OWNER),
    Row(VIEW, "settings:form:", OWNER, private=lambda at: at.places, values=_form(place="US-TX")),
    Row(VIEW, "settings:channel:form", OWNER, values=_form(billing_channel="C0BILLING")),
    Row(VIEW, "settings:channel:anyway", OWNER, private=_with("help_channel:C0HELP")),
    Row(
        VIEW,
        "settings:hours:form",
        OWNER,
        values=_form(help_days="1", help_begins="8", help_ends="12:30", help_wait="30"),
    ),
    Row(ACTION, "settings:item:add", OWNER),
    Row(ACTION, "settings:practitioner:add", OWNER),
    Row(
        VIEW,
        "settings:item:form",
        OWNER,
        values=lambda at: {"name": "Tape", "price": "5", "taxes": at.tax},
    ),
    Row(VIEW, "settings:practitioner:form", OWNER, values=_form(name="Dr New")),
    Row(ACTION, "settings:archive:item", OWNER, value=lambda at: at.item),
    Row(ACTION, "settings:archive:practitioner", OWNER, value=lambda at: at.practitioner),
    Row(ACTION, "settings:payer:", OWNER, value=_with("client")),
    Row(ACTION, "settings:confirm", OWNER, value=lambda at: at.rule),
    Row(ACTION, "settings:withdraw", OWNER, value=_with(CONFIRMED_RULE)),
    Row(
        VIEW,
        "settings:confirm:form",
        OWNER,
        private=lambda at: at.rule,
        values=_form(reason="Our lawyer says that it may be"),
    ),
    # /charge
    Row(COMMAND, "charge", DESK),
    Row(COMMAND, "charge", DESK, text=lambda at: at.reference),
    Row(COMMAND, "charge", DESK, text=lambda at: f"{at.reference} 85"),
    Row(COMMAND, "charge", DESK, text=lambda at: at.search),
    Row(COMMAND, "charge", DESK, text=lambda at: at.number),
    Row(ACTION, "charge:start", DESK),
    Row(ACTION, "charge:find", DESK, value=lambda at: at.client),
    Row(ACTION, "charge:client:", DESK, value=lambda at: at.client, private=_with("8500 usd")),
    Row(ACTION, "charge:of_client", DESK, value=lambda at: at.client),
    Row(ACTION, "charge:of_invoice", DESK, value=lambda at: at.invoice),
    Row(ACTION, "charge:method", DESK, private=_charge, value=lambda at: at.method),
    Row(ACTION, "charge:invoices", DESK, private=_charge, value=lambda at: at.invoice),
    Row(ACTION, "charge:amount", DESK, private=_charge, value=_with("40")),
    Row(ACTION, "charge:window:again", DESK, value=lambda at: at.declined),
    Row(ACTION, "charge:window:check", DESK, value=lambda at: at.unknown),
    Row(VIEW, "charge:new", DESK, private=lambda at: at.client, values=_form(amount="85")),
    Row(ACTION, "charge:window:settle", OWNER, value=lambda at: at.review),
    Row(
        VIEW,
        "charge:settle",
        OWNER,
        private=lambda at: at.review,
        values=_form(reason="Nothing there"),
        at_best="Stripe isn’t connected yet",
    ),
    Row(VIEW, "charge:form", DESK, private=_charge, values=_form(**{"charge:amount": "63"})),
    Row(SEARCH, "charge:find", DESK, value=lambda at: at.search),
    # the cards of charges
    Row(ACTION, "charge:approve", BILLING, value=lambda at: at.waiting),
    Row(ACTION, "charge:refuse", BILLING, value=lambda at: at.waiting),
    Row(ACTION, "charge:again", DESK, value=lambda at: at.declined),
    Row(ACTION, "charge:cancel", DESK, value=lambda at: at.approved),
    Row(ACTION, "charge:look", DESK, value=lambda at: at.unknown),
    Row(ACTION, "receipt:pdf", LOOK, value=lambda at: at.paid),
    Row(ACTION, "receipt:mail", DESK, value=lambda at: at.paid),
    # /refund, and refunds on the cards of charges
    Row(COMMAND, "refund", DESK),
    Row(COMMAND, "refund", DESK, text=lambda at: at.paid_reference),
    Row(COMMAND, "refund", DESK, text=lambda at: f"{at.paid_reference} 5"),
    Row(COMMAND, "refund", DESK, text=lambda at: at.search),
    Row(ACTION, "refund:start", DESK),
    Row(ACTION, "refund:of_charge", DESK, value=lambda at: at.refundable),
    Row(ACTION, "refund:of_client", DESK, value=lambda at: at.client),
    Row(ACTION, "refund:of_invoice", DESK, value=lambda at: at.paid_invoice),
    Row(ACTION, "refund:pick:", DESK, value=lambda at: f"{at.refundable}::"),
    Row(ACTION, "refund:amount", DESK, private=_refund, value=_with("4")),
    Row(ACTION, "refund:invoice", DESK, private=_refund, value=_with("all")),
    Row(VIEW, "refund:form", DESK, private=_refund, values=_form(**{"refund:amount": "5"})),
    Row(ACTION, "review:open", BILLING, value=lambda at: at.to_decide),
    Row(ACTION, "review:count", BILLING, value=lambda at: at.to_decide),
    Row(
        VIEW,
        "review:form",
        BILLING,
        private=lambda at: at.to_decide,
        values=_form(why="Refunded it there"),
    ),
    Row(ACTION, "refund:pdf:", LOOK, value=lambda at: at.refund_asked),
    Row(ACTION, "refund:see_to:", BILLING, value=lambda at: at.to_decide),
    Row(ACTION, "refund:check", DESK, value=lambda at: at.refunding),
    Row(ACTION, "refund:look:", DESK, value=lambda at: at.refunding),
    Row(ACTION, "refund:approve:", BILLING, value=lambda at: at.refund_waits),
    Row(ACTION, "refund:refuse:", BILLING, value=lambda at: at.refund_waits),
    Row(ACTION, "refund:cancel:", BILLING, value=lambda at: at.refund_waits),
    Row(ACTION, "refund:credit:", BILLING, value=lambda at: at.refund_asked),
    Row(ACTION, "refund:owed:", BILLING, value=lambda at: at.refund_asked),
    # /paylink
    Row(COMMAND, "paylink", DESK),
    Row(COMMAND, "paylink", DESK, text=lambda at: at.reference),
    Row(COMMAND, "paylink", DESK, text=lambda at: f"{at.reference} 85"),
    Row(COMMAND, "paylink", DESK, text=lambda at: at.search),
    Row(COMMAND, "paylink", DESK, text=lambda at: at.number),
    Row(ACTION, "paylink:start", DESK),
    Row(ACTION, "paylink:find", DESK, value=lambda at: at.client),
    Row(ACTION, "paylink:client:", DESK, value=lambda at: at.client, private=_with("8500 usd")),
    Row(ACTION, "paylink:of_client", DESK, value=lambda at: at.client),
    Row(ACTION, "paylink:of_invoice", DESK, value=lambda at: at.invoice),
    Row(ACTION, "paylink:kind", DESK, private=_paylink, value=_with("card")),
    Row(ACTION, "paylink:invoices", DESK, private=_paylink, value=lambda at: at.invoice),
    Row(ACTION, "paylink:amount", DESK, private=_paylink, value=_with("40")),
    Row(SEARCH, "paylink:find", DESK, value=lambda at: at.search),
    Row(VIEW, "paylink:new", DESK, private=lambda at: at.client, values=_form(amount="85")),
    Row(VIEW, "paylink:form", DESK, private=_paylink, values=_form(**{"paylink:amount": "63"})),
    Row(ACTION, "paylink:show", DESK, value=lambda at: at.link),
    Row(ACTION, "paylink:qr", DESK, value=lambda at: at.link),
    Row(ACTION, "paylink:by_hand", DESK, value=lambda at: at.link),
    Row(ACTION, "paylink:anew", DESK, value=lambda at: at.link),
    Row(ACTION, "paylink:close", DESK, value=lambda at: at.link),
    Row(ACTION, "paylink:check", DESK, value=lambda at: at.link),
    Row(ACTION, "paylink:card:close", DESK, value=lambda at: at.link),
    Row(ACTION, "paylink:card:check", DESK, value=lambda at: at.link),
    Row(
        VIEW,
        "paylink:mail",
        DESK,
        private=lambda at: at.link,
        values=_form(paylink_address="ada@example.org"),
        at_best="Paydesk can’t send e-mail here",
    ),
    # payment methods
    Row(ACTION, "cards:ask", DESK, value=lambda at: at.client),
    Row(VIEW, "cards:form", DESK, private=lambda at: at.client, values=_form(by_mail="yes")),
    Row(ACTION, "cards:show", DESK, value=lambda at: at.asked),
    Row(ACTION, "cards:qr", DESK, value=lambda at: at.asked),
    Row(ACTION, "cards:open", DESK, value=lambda at: at.asked),
    Row(ACTION, "cards:withdraw", DESK, value=lambda at: at.asked),
    Row(ACTION, "cards:spoken", DESK, value=lambda at: at.asked),
    Row(
        VIEW,
        "cards:spoken:form",
        DESK,
        private=lambda at: at.asked,
        values=_form(said_yes="yes"),
    ),
    Row(ACTION, "cards:methods", LOOK, value=lambda at: at.client),
    Row(ACTION, "cards:remove", DESK, value=lambda at: f"{at.payer}:{at.method}"),
    Row(ACTION, "cards:default", DESK, value=lambda at: f"{at.payer}:{at.method}"),
    Row(ACTION, "cards:portal", DESK, value=lambda at: at.payer, asks_outside=True),
    Row(
        VIEW,
        "cards:many:form",
        DESK,
        values=lambda at: {"card_clients": at.payer},
    ),
    Row(ACTION, "cards:mail", DESK, value=lambda at: at.asked),
    # /client
    Row(COMMAND, "client", LOOK),
    Row(COMMAND, "client", LOOK, text=lambda at: at.search, goes_on=True),
    Row(COMMAND, "client", LOOK, text=lambda at: at.reference, goes_on=True),
    Row(COMMAND, "client", DESK, text=_with("ask")),
    Row(COMMAND, "client", DESK, text=lambda at: f"ask {at.reference}", goes_on=True),
    Row(ACTION, "client:find", LOOK, value=lambda at: at.client),
    Row(ACTION, "client:show", LOOK, value=lambda at: at.client),
    Row(SEARCH, "client:find", LOOK, value=lambda at: at.search),
    Row(SEARCH, "payer", LOOK, value=lambda at: at.search),
    Row(SEARCH, "invoice_client", LOOK, value=lambda at: at.search),
    Row(ACTION, "client:new", DESK),
    Row(ACTION, "client:edit", DESK, value=lambda at: at.client),
    Row(ACTION, "client:no_reminders", DESK, value=lambda at: at.client),
    Row(ACTION, "client:reminders", DESK, value=lambda at: at.client),
    Row(ACTION, "client:try_address", DESK, value=lambda at: at.client),
    Row(VIEW, "client:form", DESK, values=_client),
    Row(VIEW, "client:form", DESK, private=lambda at: at.client, values=_form(name="Changed")),
    Row(
        VIEW,
        "client:anyway",
        DESK,
        private=lambda at: f'{{"name": "New Comer", "payer": "{at.payer}"}}',
    ),
    Row(ACTION, "client:erase", OWNER, value=lambda at: at.client),
    Row(
        VIEW,
        "client:erase_form",
        OWNER,
        private=lambda at: at.client,
        values=lambda at: {"typed": at.reference},
    ),
    # /invoice
    Row(COMMAND, "invoice", LOOK),
    Row(COMMAND, "invoice", LOOK, text=_with("open")),
    Row(COMMAND, "invoice", LOOK, text=lambda at: at.number),
    Row(COMMAND, "invoice", DESK, text=lambda at: at.reference),
    Row(ACTION, "invoice:list:", LOOK, value=_with("open")),
    Row(ACTION, "invoice:list:", LOOK, value=_with("anew")),
    Row(ACTION, "invoice:page", LOOK, value=_with("open 2026-01-01 0")),
    Row(ACTION, "invoice:show", LOOK, value=lambda at: at.invoice),
    Row(ACTION, "invoice:pdf", LOOK, value=lambda at: at.invoice),
    Row(ACTION, "invoice:new", DESK),
    Row(ACTION, "invoice:new", DESK, value=lambda at: at.client),
    Row(ACTION, "invoice:edit", DESK, value=lambda at: at.invoice),
    Row(ACTION, "invoice:void", DESK, value=lambda at: at.invoice),
    Row(
        VIEW,
        "invoice:void:form",
        DESK,
        private=lambda at: at.invoice,
        values=_form(reason="Written twice"),
    ),
    Row(
        ACTION,
        "invoice:line:new",
        DESK,
        private=lambda at: at.draft,
        values=_head,
        goes_on=True,
    ),
    Row(
        ACTION,
        "invoice:line:edit:",
        DESK,
        private=lambda at: at.draft,
        value=_with("0"),
        values=_head,
        goes_on=True,
    ),
    Row(ACTION, "invoice:line:item", DESK, private=_new_place, value=lambda at: at.item),
    Row(VIEW, "invoice:line", DESK, private=_new_place, values=_line),
    Row(VIEW, "invoice:line", DESK, private=_place, values=_line),
    Row(ACTION, "invoice:line:back", DESK, private=_place),
    Row(ACTION, "invoice:line:remove", DESK, private=_place),
    Row(VIEW, "invoice:draft", DESK, private=lambda at: at.draft, values=_head),
    # settled without Stripe
    Row(ACTION, "elsewhere:start", DESK, value=lambda at: at.invoice),
    # The rows of the digest
    Row(ACTION, "reminders:row", DESK, value=lambda at: f"snooze {at.invoice} 2026-11-23"),
    Row(ACTION, "reminders:row", DESK, value=lambda at: f"stop {at.invoice} 2026-11-23"),
    Row(ACTION, "reminders:row", DESK, value=lambda at: f"cash {at.invoice} 2026-11-23"),
    Row(ACTION, "reminders:row", DESK, value=lambda at: f"why {at.reminder} 2026-11-23"),
    Row(ACTION, "reminders:row", DESK, value=lambda at: f"calloff {at.link} 2026-11-23"),
    # /reminders
    Row(COMMAND, "reminders", DESK),
    Row(COMMAND, "reminders", DESK, text=_with("preview")),
    Row(COMMAND, "reminders", DESK, text=lambda at: at.number),
    Row(COMMAND, "reminders", DESK, text=lambda at: at.reference),
    Row(COMMAND, "reminders", DESK, text=_with("pause")),
    Row(COMMAND, "reminders", DESK, text=lambda at: f"pause {at.reference} until 2026-12-20 away"),
    Row(COMMAND, "reminders", DESK, text=lambda at: f"pause {at.number}"),
    Row(COMMAND, "reminders", DESK, text=lambda at: f"resume {at.number}"),
    Row(ACTION, "reminders:back", DESK),
    Row(ACTION, "reminders:lost", DESK),
    Row(ACTION, "reminders:lost", DESK, value=_with("1795000000000 1")),
    Row(ACTION, "reminders:ahead", DESK, value=_with("client")),
    Row(ACTION, "reminders:page", DESK, value=_with("staff 0 1")),
    Row(ACTION, "reminders:page:first", DESK, value=_with("client -1 0")),
    Row(ACTION, "reminders:edit", BILLING, value=_with("client")),
    Row(ACTION, "reminders:edit", BILLING, value=_with("staff")),
    Row(ACTION, "reminders:off", BILLING, value=_with("client:0")),
    Row(ACTION, "reminders:ahead", DESK, value=_with("owing")),
    Row(ACTION, "reminders:ahead", DESK, value=_with("fees")),
    Row(ACTION, "reminders:edit", BILLING, value=_with("owing")),
    Row(VIEW, "reminders:rule", BILLING, private=_with("owing:0"), values=_weekly),
    Row(VIEW, "reminders:on", BILLING, private=_with("fees:0")),
    Row(ACTION, "reminders:ahead", DESK, value=_with("cards")),
    Row(ACTION, "reminders:page", DESK, value=_with("cards 0 1")),
    Row(VIEW, "reminders:rule", BILLING, private=_with("cards:0"), values=_of_cards),
    Row(ACTION, "reminders:try", BILLING, private=_with("client:0"), values=_rule),
    Row(VIEW, "reminders:rule", BILLING, private=_with("client:0"), values=_rule),
    Row(VIEW, "reminders:on", BILLING, private=_with("client:0")),
    Row(ACTION, "reminders:pause", DESK),
    Row(ACTION, "reminders:pause", DESK, value=lambda at: f"invoice:{at.invoice}"),
    Row(ACTION, "reminders:pause:all", DESK),
    Row(ACTION, "reminders:pauses", DESK),
    Row(ACTION, "reminders:resume", DESK, value=lambda at: f"client:{at.client}"),
    Row(
        ACTION,
        "reminders:resume:here",
        DESK,
        value=lambda at: f"client:{at.client}",
        private=lambda at: f"invoice:{at.invoice}",
    ),
    Row(ACTION, "reminders:show", DESK, value=lambda at: f"invoice:{at.invoice}"),
    Row(ACTION, "reminders:show", DESK, value=lambda at: f"client:{at.client}"),
    Row(ACTION, "reminders:why", DESK, value=lambda at: at.reminder),
    Row(
        VIEW,
        "reminders:pause:form",
        DESK,
        values=lambda at: {
            "reminders:find": f"client:{at.client}",
            "reminder_until": "2026-12-20",
            "reminder_reason": "Away",
        },
    ),
    Row(VIEW, "reminders:pause:form", DESK, private=lambda at: f"invoice:{at.invoice}"),
    Row(SEARCH, "reminders:find", DESK, value=lambda at: at.search),
    Row(
        VIEW,
        "elsewhere:form",
        DESK,
        private=_seen,
        values=_form(
            elsewhere_method="cash",
            elsewhere_amount="10",
            elsewhere_day="2026-11-23",
            elsewhere_reference="Book 12",
        ),
    ),
    Row(ACTION, "elsewhere:undo", DESK, value=lambda at: at.noted),
    Row(ACTION, "elsewhere:undo:here", DESK, value=lambda at: at.noted),
    Row(ACTION, "write_off:start", BILLING, value=lambda at: at.invoice),
    Row(
        VIEW,
        "write_off:form",
        BILLING,
        private=_seen,
        values=_form(write_off_amount="10", write_off_reason="Moved away"),
    ),
    Row(ACTION, "write_off:undo", BILLING, value=lambda at: at.written_off),
    Row(ACTION, "write_off:undo:here", BILLING, value=lambda at: at.written_off),
    # /tax
    Row(COMMAND, "tax", OWNER),
    Row(ACTION, "tax:new", OWNER),
    Row(ACTION, "tax:edit", OWNER, value=lambda at: at.tax),
    Row(ACTION, "tax:preview", OWNER, private=lambda at: at.tax, values=_tax),
    Row(ACTION, "tax:archive", OWNER, value=lambda at: at.tax),
    Row(VIEW, "tax:form", OWNER, values=_tax),
    Row(
        VIEW,
        "tax:form",
        OWNER,
        private=lambda at: f"{at.tax}:{at.tax_version}",
        values=_tax,
    ),
)
