"""Two practices that have everything: clients, invoices, drafts, taxes, prices, requests; and their
ids, so that those of one can be tried on the other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from desk import (
    access_requests,
    catalogue,
    clients,
    elsewhere,
    invoice_drafts,
    receipts,
    taxes,
    write_offs,
)
from desk.access import Person
from desk.access_requests import role_of
from desk.admin import imports
from desk.confirmations import confirm
from desk.consent_words import VERSION
from desk.context import Desk
from desk.fee_payers import fee_payer_page
from desk.help import editing
from desk.help.asked import COMMAND, Heard
from desk.help.moving import hand_over
from desk.help.questions import ask
from desk.imports.text_file import Given
from desk.invoice_drafts import Place
from desk.language import Language, language_of
from desk.letters import Letter
from desk.own_fees import save_own_fees
from desk.setting_forms import PLACE, settings_page
from desk.settings import change
from rules.payment_state import State
from rules.roles import Role
from storage import (
    balances,
    invoices,
    ledger,
    members,
    operations,
    payment_links,
    practices,
    reminders,
    stripe_clients,
)
from storage.access_requests import AccessRequest
from storage.balances import Counted
from storage.clients import Client
from storage.invoice_contents import Content
from storage.ledger import Line
from storage.models import MODELS, OfPractice
from storage.new_operations import blank
from storage.operations import Allocation
from storage.practices import Practice as PracticeRow
from storage.reminders import Occurrence
from storage.store import Store
from storage.stripe_clients import SavedMethod
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0, Cast

EN: Language = language_of("en")
LEFT = "U0LEFT"
"""Was an owner, and has left the workspace."""
ASKING = "U0ASKING"
"""Waits for an answer to a request for access."""
CONFIRMED_RULE = "elsewhere-any"
"""A rule for which an owner has given their word."""
WRITERS = (OLIVIA, BEN, FLORENCE)
"""Who write invoices, each with a draft of their own."""


@dataclass(frozen=True)
class Ids:
    """What a request may name, of one practice, as it comes from Slack. `draft` and `version` are
    those of one person; `places` is the form of the practice's place as its window carries it;
    `rule` waits for an owner's word; the charges are named for their state."""

    search: str
    reference: str
    client: str
    payer: str
    number: str
    invoice: str
    draft: str
    tax: str
    tax_version: str
    item: str
    practitioner: str
    request: str
    places: str
    waiting: str = ""
    approved: str = ""
    declined: str = ""
    unknown: str = ""
    review: str = ""
    paid: str = ""
    refundable: str = ""
    """A payment of the invoice `paid_invoice`, `paid_reference`; its refunds follow."""
    paid_invoice: str = ""
    paid_reference: str = ""
    refund_waits: str = ""
    refunding: str = ""
    refund_asked: str = ""
    to_decide: str = ""
    """A payment that came and that somebody has to look at."""
    rule: str = ""
    version: str = "2"
    method: str = ""
    """Saved of the payer."""
    asked: str = ""
    """A request for a payment method, whose link is there."""
    link: str = ""
    """A payment link of the invoice, which can be paid."""
    noted: str = ""
    written_off: str = ""
    reminder: str = ""
    """About the invoice, to who pays it."""
    question: str = ""
    """Asked by somebody who has left, and waiting for an agent."""
    answered: str = ""
    """Asked in private by the person, and answered by an article."""
    article: str = ""
    """That the practice wrote itself."""
    file: str = ""
    """That waits to be imported, in the web admin."""
    session: str = ""
    """Of the owner, in the web admin."""


@dataclass(frozen=True)
class TwoPractices:
    """The cast at work. `secrets`: texts that only people with a role may read."""

    cast: Cast
    ours: Mapping[str, Ids]
    """By the person who asks; without a draft of their own, with the owner's."""
    theirs: Ids
    secrets: tuple[str, ...]
    their_secrets: tuple[str, ...]


@dataclass(frozen=True)
class _People:
    """The texts of one practice: nothing of them stands in the other."""

    client: str
    payer: str
    email: str
    line: str
    note: str
    tax: str
    item: str
    practitioner: str
    place: str

    @property
    def secrets(self) -> tuple[str, ...]:
        """What tells of a client or of what is on an invoice."""
        names = (name.split()[1] for name in (self.client, self.payer))
        return (*names, self.email, self.line, self.note)


OURS = _People(
    client="Ada Lovelace",
    payer="Annabella Milbanke",
    email="ada@lovelace.example",
    line="Hydrotherapy of the knee",
    note="Policy 4711 of hers",
    tax="Western tax",
    item="Northern session",
    practitioner="Dr North",
    place="US-CA",
)
THEIRS = _People(
    client="Boris Strugatsky",
    payer="Arkady Natanowich",
    email="boris@strugatsky.example",
    line="Root canal, upper left",
    note="Bleeds a lot",
    tax="British tax",
    item="Southern session",
    practitioner="Dr South",
    place="GB",
)


def enter_two_practices(desk: Desk, cast: Cast) -> TwoPractices:
    """Put all of it into the store."""
    store = desk.store
    with store.transaction():
        members.set_role(store, cast.practice.id, LEFT, Role.OWNER, T0)
        members.set_disabled(store, cast.practice.id, LEFT, T0)
    change(desk, _person(desk, cast.other, STRANGER), cast.other, "invoice_prefix", "SD-")
    change(desk, _person(desk, cast.practice, OLIVIA), cast.practice, "place", OURS.place)
    own = _filled(desk, cast.practice, OLIVIA, OURS)
    theirs = _filled(desk, cast.other, STRANGER, THEIRS)
    drafts = {user: _draft(desk, cast.practice, user, own, OURS) for user in WRITERS}
    everybody = {
        user: replace(
            own,
            draft=drafts.get(user, drafts[OLIVIA]),
            answered=_question(desk, cast.practice, user),
        )
        for user in (*WRITERS, SAM, NOAH, LEFT)
    }
    return TwoPractices(
        cast=cast,
        ours={"": everybody[OLIVIA], **everybody},
        theirs=replace(
            theirs,
            draft=_draft(desk, cast.other, STRANGER, theirs, THEIRS),
            answered=_question(desk, cast.other, STRANGER),
        ),
        secrets=OURS.secrets,
        their_secrets=THEIRS.secrets,
    )


def rows_of(store: Store, practice_id: int | None = None) -> dict[str, list[Any]]:
    """All rows by table, or those of one practice: two that are equal, and nothing was changed."""
    tables = [model._meta.table_name for model in MODELS]
    if practice_id is None:
        return {name: _rows(store, name) for name in tables}
    own = {model._meta.table_name for model in MODELS if issubclass(model, OfPractice)}
    found = {name: _rows(store, name, f"practice_id = {practice_id}") for name in own}
    return found | {"practice": _rows(store, "practice", f"id = {practice_id}")}


def _rows(store: Store, table: str, where: str = "1 = 1") -> list[Any]:
    found = store.database.execute_sql(f'SELECT * FROM "{table}" WHERE {where}').fetchall()
    return sorted(found, key=repr)


def strays(store: Store) -> list[str]:
    """Columns with which a row of a practice refers to a row of another one."""
    return [
        f"{model._meta.table_name}.{field.column_name}"
        for model in MODELS
        if issubclass(model, OfPractice)
        for field in model._meta.refs
        if issubclass(field.rel_model, OfPractice) and _strays(store, model, field)
    ]


def _strays(store: Store, model: Any, field: Any) -> bool:
    mine, other = model._meta.table_name, field.rel_model._meta.table_name
    sql = (
        f'SELECT 1 FROM "{mine}" AS one JOIN "{other}" AS other'
        f' ON other.id = one."{field.column_name}" WHERE other.practice_id <> one.practice_id'
    )
    return bool(store.database.execute_sql(sql).fetchall())


def _person(desk: Desk, practice: PracticeRow, user: str) -> Person:
    return Person(practice.id, user, role_of(desk, practice.id, user))


def _filled(desk: Desk, practice: PracticeRow, owner: str, its: _People) -> Ids:
    store, person = desk.store, _person(desk, practice, owner)
    own_fees = {
        "method": "card",
        "currency": practice.currency or "",
        "percent": "2.2",
        "fixed": "0.10",
        "since": "2026-11-01",
        "source": "Contract of March 2026",
    }
    save_own_fees(desk, practice, person, own_fees, "en")
    payer = clients.add(desk, practice, person, {"name": its.payer, "place": its.place})
    form = {"name": its.client, "email": its.email, "payer": str(payer.id), "place": its.place}
    client = clients.add(desk, practice, person, form)
    rate = taxes.add(
        desk, person, {"name": its.tax, "percent": "5", "kind": "exclusive", "place": ""}
    ).rate
    prices = {"name": its.item, "price": "60", "taxes": str(rate.id)}
    catalogue.add_item(desk, practice, person, prices, EN)
    someone = {"name": its.practitioner, "provider_number": ""}
    practitioner = catalogue.add_practitioner(desk, practice, person, someone)
    item = catalogue.catalogue_of(desk, practice, person).items[0]
    asking = Person(practice.id, ASKING, Role.NONE)
    request, _ = access_requests.ask(desk, practice, asking, _no_letter)
    here = practices.get(store, practice.id) or practice
    waiting = fee_payer_page(desk, here, person).waiting
    if waiting:
        confirm(desk, person, here, CONFIRMED_RULE, "Our lawyer agrees")
    ids = Ids(
        search=its.client.split()[0].lower()[:3],
        reference=client.reference,
        client=str(client.id),
        payer=str(payer.id),
        number="",
        invoice="",
        draft="",
        tax=str(rate.id),
        tax_version=str(rate.version_id),
        item=str(item.id),
        practitioner=str(practitioner.id),
        request=str(request.id),
        places=settings_page(desk, here, person).opened(PLACE),
        rule=waiting[0] if waiting else "",
    )
    draft = int(_draft(desk, practice, owner, ids, its))
    head = {"invoice_client": ids.client, "note": its.note}
    saved = invoice_drafts.save(desk, practice, person, draft, head)
    assert isinstance(saved, invoices.Invoice)
    number = saved.number + 100
    settled = replace(saved, number=number, reference=f"{saved.reference}-2")
    settled = invoices.add(store, practice.id, settled, Content((), ()))
    third = replace(saved, number=number + 100, reference=f"{saved.reference}-3")
    third = invoices.add(store, practice.id, third, Content((), ()))
    to_decide = _charge(desk, practice, payer, third, "review", Allocation(third.id, 6_000))
    came = operations.by_uid(store, practice.id, to_decide)
    assert came is not None
    moved = Line(came.id, "charge", f"ch_looked_at_{practice.id}", 6_000, third.currency, T0)
    ledger.add(store, practice.id, moved)
    states = ("draft", "approved", "declined", "unknown", "review")
    waiting, approved, declined, unknown, review = (
        _charge(desk, practice, payer, saved, state) for state in states
    )
    second = int(_draft(desk, practice, owner, ids, its))
    other = invoice_drafts.save(desk, practice, person, second, head)
    assert isinstance(other, invoices.Invoice)
    refundable = _charge(desk, practice, payer, other, "succeeded", Allocation(other.id, 6_000))
    beside = _charge(desk, practice, payer, other, "succeeded")
    refunding = _refund(desk, practice, refundable, other, "unknown")
    waits, refund_asked = (
        _refund(desk, practice, beside, other, state) for state in ("draft", "succeeded")
    )
    return replace(
        ids,
        refundable=refundable,
        paid_invoice=str(other.id),
        paid_reference=other.reference,
        refund_waits=waits,
        refunding=refunding,
        refund_asked=refund_asked,
        to_decide=to_decide,
        paid=_paid(desk, practice, payer, saved),
        number=saved.reference,
        invoice=str(saved.id),
        method=_method(desk, practice, payer),
        asked=_asked(desk, practice, payer),
        link=_link(desk, practice, payer, saved),
        waiting=waiting,
        reminder=_reminder(desk, practice, saved),
        noted=_noted(desk, practice, person, settled),
        written_off=_written_off(desk, practice, person, settled),
        approved=approved,
        declined=declined,
        unknown=unknown,
        review=review,
        question=_handed_over(desk, practice),
        article=_article(desk, practice, person),
        file=_file(desk, practice, person),
    )


def _question(desk: Desk, practice: PracticeRow, user: str) -> str:
    heard = Heard(COMMAND, COMMAND, f"{user}:{practice.id}", None, "What does a bank debit cost?")
    asked = ask(desk, practice, _person(desk, practice, user), heard, "en")
    assert asked is not None
    return asked.uid


def _handed_over(desk: Desk, practice: PracticeRow) -> str:
    heard = Heard(COMMAND, COMMAND, f"waiting:{practice.id}", None, "Why was it refused?")
    asked = ask(desk, practice, Person(practice.id, LEFT, Role.NONE), heard, "en")
    assert asked is not None
    return (hand_over(desk, practice, asked.uid) or asked).uid


def _article(desk: Desk, practice: PracticeRow, person: Person) -> str:
    form = {"article_title": "Where to park", "article_text": f"Near {practice.name}."}
    return editing.save(desk, practice, person, "", "en", 0, form).name


def _file(desk: Desk, practice: PracticeRow, person: Person) -> str:
    given = Given("clients.csv", b"name\nGrace Hopper\n")
    return str(imports.give(desk, practice, person, given, {}, "en").id)


def _method(desk: Desk, practice: PracticeRow, payer: Client) -> str:
    customer, saved = f"cus_payer_{practice.id}", f"pm_payer_{practice.id}"
    card = SavedMethod(payer.id, customer, saved, "card", "visa", "4242", 12, 2030, "credit")
    stripe_clients.put(desk.store, practice.id, [(customer, payer.id)], [card], T0)
    return saved


def _asked(desk: Desk, practice: PracticeRow, payer: Client) -> str:
    new = replace(
        blank(practice.id, operations.CARD, payer.id, LEFT, T0),
        state="needs_customer",
        shown={"wording": VERSION, "language": "en", "types": ["card"], "mail": False},
        stripe_id=f"cs_test_{practice.id}",
        url=f"https://checkout.stripe.example/{practice.id}",
        expires_at=T0 + 86_400_000,
    )
    added = operations.add(desk.store, practice.id, new, [], live=False)
    assert added is not None
    return added.uid


def _link(desk: Desk, practice: PracticeRow, payer: Client, invoice: invoices.Invoice) -> str:
    new = replace(
        blank(practice.id, operations.LINK, payer.id, LEFT, T0),
        state="open",
        method={"type": "card"},
        amount=invoice.total,
        currency=invoice.currency,
        shown={"invoices": [invoice.reference], "kind": "card"},
        url=f"https://buy.stripe.example/{practice.id}",
    )
    part = Allocation(invoice.id, invoice.total)
    added = operations.add(desk.store, practice.id, new, [part], live=False)
    assert added is not None
    payment_links.add(desk.store, practice.id, added.id)
    payment_links.set_link_id(desk.store, practice.id, added.id, f"plink_{practice.id}")
    return added.uid


def _reminder(desk: Desk, practice: PracticeRow, invoice: invoices.Invoice) -> str:
    """Sent, so that nothing comes of it any more."""
    what = Occurrence("client", 1, "2026-11-22", T0)
    assert reminders.plan_one(desk.store, practice.id, what, "invoice", invoice.id, "early")
    [planned] = reminders.of_subject(desk.store, practice.id, "invoice", invoice.id, 1)
    how = {"state": "sent", "said": "250", "ended_at": T0}
    reminders.change(desk.store, practice.id, planned.id, **how)
    return str(planned.id)


def _charge(
    desk: Desk,
    practice: PracticeRow,
    client: Client,
    invoice: invoices.Invoice,
    state: str,
    *parts: Allocation,
) -> str:
    """Of `parts` of invoices, or of nothing, so that several can stand beside each other. Asked for
    by someone who has left."""
    store = desk.store
    method = SavedMethod(client.id, f"cus_{practice.id}", f"pm_{practice.id}", "card", "visa")
    stripe_clients.put(store, practice.id, [(method.customer_id, client.id)], [method], T0)
    new = replace(
        blank(practice.id, operations.CHARGE, client.id, LEFT, T0),
        state=state,
        customer_id=method.customer_id,
        method_id=method.method_id,
        method={"type": "card", "brand": "visa"},
        amount=6_000,
        currency=invoice.currency,
        shown={"invoices": [invoice.reference]},
        approval=operations.SECOND if state == "draft" else operations.OWN,
    )
    added = operations.add(store, practice.id, new, parts, live=False)
    assert added is not None
    return added.uid


def _refund(
    desk: Desk, practice: PracticeRow, charge_uid: str, invoice: invoices.Invoice, state: str
) -> str:
    """Of a part of the payment; one that went back is asked about."""
    store, mine = desk.store, practice.id
    charge = operations.by_uid(store, mine, charge_uid)
    assert charge is not None
    came = Line(charge.id, "charge", f"ch_{charge.id}", 6_000, charge.currency, T0)
    if ledger.add(store, mine, came):
        balances.count(store, mine, invoice.id, Counted(paid=3_000), T0)
    new = replace(
        blank(mine, operations.REFUND, charge.client_id, LEFT, T0),
        state=state,
        method=charge.method,
        amount=100,
        currency=charge.currency,
        shown={"invoices": [invoice.reference], "amounts": [100], "reason": "duplicate"},
        approval=operations.SECOND,
        charge_id=charge.id,
        ends=operations.ASKED,
    )
    added = operations.add(store, mine, new, [Allocation(invoice.id, 100)], live=False)
    assert added is not None
    return added.uid


def _paid(desk: Desk, practice: PracticeRow, client: Client, invoice: invoices.Invoice) -> str:
    """With its receipt."""
    nothing = Allocation(invoice.id, 0)
    uid = _charge(desk, practice, client, invoice, State.SUCCEEDED, nothing)
    paid = operations.by_uid(desk.store, practice.id, uid)
    assert paid is not None
    with desk.store.transaction():
        receipts.follow(desk, practice, None, paid, LEFT)
    return uid


def _noted(desk: Desk, practice: PracticeRow, person: Person, invoice: invoices.Invoice) -> str:
    form = {"elsewhere_method": "cash", "elsewhere_amount": "2", "elsewhere_day": "2026-11-23"}
    seen = {invoice.id: invoice.version}
    return elsewhere.note(desk, practice, person, "cash", seen, form, "en").uid


def _written_off(
    desk: Desk, practice: PracticeRow, person: Person, invoice: invoices.Invoice
) -> str:
    form = {"write_off_amount": "1", "write_off_reason": "Rounding"}
    seen = {invoice.id: invoice.version + 1}
    return write_offs.write_off(desk, practice, person, "off", seen, form, "en").uid


def _no_letter(_: Language, __: AccessRequest) -> Letter:
    return {"text": "", "blocks": []}


def _draft(desk: Desk, practice: PracticeRow, user: str, ids: Ids, its: _People) -> str:
    """With one line, so in its second version."""
    person = _person(desk, practice, user)
    sheet = invoice_drafts.start(desk, practice, person, int(ids.client))
    line = {
        "description": its.line,
        "quantity": "1",
        "unit_price": "60",
        "taxes": ids.tax_version,
        "practitioner": ids.practitioner,
    }
    place = Place(sheet.draft.id, 1, None)
    invoice_drafts.put_line(desk, practice, person, place, line, "en")
    return str(sheet.draft.id)
