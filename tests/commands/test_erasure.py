"""A client's data is erased on request: by owners, typed to be meant, and for good."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.incoming import Kind
from desk.access import Person
from desk.help import agents
from rules.roles import Role
from rules.search_phrases import folded, phrases_of
from storage import (
    audit,
    clients,
    help_messages,
    help_questions,
    invoice_contents,
    invoices,
    operations,
    outbox,
    practices,
    stripe_clients,
)
from storage.clients import Address, Client
from storage.database import Store
from storage.invoice_contents import Content, Line
from storage.invoices import Invoice
from storage.models import MODELS, Audit, Outbox
from storage.new_operations import blank
from storage.operations import Allocation, Operation
from storage.stripe_clients import SavedMethod
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0, Cast
from tests.support.chat import Chat

ADA = Client(
    id=0,
    reference="NP-0042",
    name="Ada Lovelace",
    sort_name="ada lovelace",
    email="ada@example.org",
    phone="+1 512 555 0100",
    language="fr",
    address=Address(line1="1 Main St", city="Austin"),
    external_id="7",
    created_at=T0,
)


@pytest.fixture
def ada(store: Store, cast: Cast) -> Client:
    return put(store, cast, ADA)


def put(store: Store, cast: Cast, client: Client) -> Client:
    phrases = phrases_of(client.name, client.reference, client.email or "")
    return clients.add(store, cast.practice.id, client, phrases)


def bill(store: Store, cast: Cast, client: Client, payer: Client, number: int = 1) -> Invoice:
    of_client = {"name": client.name, "reference": client.reference}
    made = Invoice(
        id=0,
        number=number,
        reference=f"INV-{number}",
        client_id=client.id,
        payer_id=payer.id,
        state="open",
        currency="usd",
        language="en",
        issued_on="2026-11-23",
        due_on="2026-12-23",
        note="Dear Ada Lovelace",
        rounding="total",
        fee_payer=None,
        net=1000,
        total=1000,
        paid=0,
        seller={"name": "Northside"},
        buyer={
            "name": payer.name,
            "reference": payer.reference,
            "address": ["1 Main St"],
            "client": None if client.id == payer.id else of_client,
        },
        version=1,
        external_id=None,
        created_by="test",
        created_at=T0,
        changed_at=T0,
    )
    line = Line("Visit", str(Decimal(1)), 1000, 1000)
    return invoices.add(store, cast.practice.id, made, Content((line,), ()))


def erase(chat: Chat, typed: str = "NP-0042", user: str = OLIVIA):
    return chat.person(user).types("/client NP-0042").press("Erase…").submit(typed=typed)


RANDOM = re.compile(r"\b[0-9a-f]{32,}\b|gAAAA[\w=-]+")
"""Hashes, random ids, and what is encrypted: any short word may stand in them by chance."""


def everything_stored(store: Store) -> str:
    """All rows of all tables, without what is random."""
    rows = (str(row) for model in MODELS for row in store.select(model.select()))
    return RANDOM.sub("", "\n".join(rows))


def test_nothing_is_left_of_the_person(chat: Chat, store: Store, cast: Cast, ada: Client) -> None:
    bill(store, cast, ada, ada)
    method = SavedMethod(ada.id, "cus_1", "pm_1", "card", last4="4242", fingerprint="fp")
    stripe_clients.put(store, cast.practice.id, [("cus_1", ada.id)], [method], T0)
    asked = chat.person(OLIVIA).types("/client ada").press("Erase…")
    asked.sees("Ada Lovelace", "can’t be undone", "One invoice stays", "Still to be paid: $10.00")
    done = asked.submit(typed="np 0042")
    done.sees("NP-0042 is erased", "cus_1", "dashboard.stripe.com", "Backups")
    left = everything_stored(store)
    for piece in ("Ada", "Lovelace", "example.org", "512", "Main St", "cus_1", "4242", "'7'"):
        assert piece.casefold() not in left.casefold(), piece


def test_while_a_payment_is_on_its_way_nothing_is_erased(
    chat: Chat, store: Store, cast: Cast, ada: Client
) -> None:
    """Theirs, or somebody else's for an invoice of theirs."""
    payer = put(store, cast, Client(0, "NP-0043", "Payer", "payer"))
    invoice = bill(store, cast, ada, payer)
    window = chat.person(OLIVIA).types("/client NP-0042").press("Erase…")
    for one in (ada, payer):
        charge = on_its_way(store, cast, one, invoice)
        opened = chat.person(OLIVIA).types("/client NP-0042").press("Erase…")
        opened.is_refused("A payment of NP-0042 has not come to its end")
        window.submit(typed="NP-0042").is_refused("nothing is erased")
        assert clients.get(store, cast.practice.id, ada.id) == ada
        operations.let_go(store, cast.practice.id, charge.id)
        operations.change(store, cast.practice.id, charge, state="failed")
    erase(chat).sees("NP-0042 is erased")


def on_its_way(store: Store, cast: Cast, payer: Client, invoice: Invoice) -> Operation:
    mine = cast.practice.id
    made = replace(
        blank(mine, operations.CHARGE, payer.id, OLIVIA, T0),
        state="processing",
        amount=1000,
        currency="usd",
        method={"type": "sepa_debit", "last4": "3000"},
        shown={"invoices": [invoice.reference]},
    )
    added = operations.add(store, mine, made, [Allocation(invoice.id, 1000)], live=True)
    assert added is not None
    return added


def test_of_no_invoices_nothing_is_said(chat: Chat, ada: Client) -> None:
    chat.person(OLIVIA).types("/client ada").press("Erase…").sees_not("as the law wants")


def test_what_invoices_say_in_words_goes_and_what_they_come_to_stays(
    chat: Chat, store: Store, cast: Cast, ada: Client
) -> None:
    mine = cast.practice.id
    child = put(store, cast, Client(0, "NP-0043", "Child", "child", payer_id=ada.id))
    own, paid_for = bill(store, cast, ada, ada, 1), bill(store, cast, child, ada, 2)
    french = bill(store, cast, ada, ada, 3)
    for one, words in ((own, "Ada wrote"), (french, "Écrit par Ada")):
        language = "fr" if one is french else "en"
        voided = replace(one, state="void", void_reason=words, language=language)
        assert invoices.change(store, mine, voided, None)
    before = invoice_contents.content(store, mine, own.id)
    erase(chat)
    after = invoice_contents.content(store, mine, own.id)
    [line] = after.lines
    assert replace(line, description="Visit") == before.lines[0]
    assert (line.description, after.taxes) == ("Services as agreed", before.taxes)
    assert invoice_contents.content(store, mine, paid_for.id).lines[0].description == "Visit"
    kept = {one.number: one for one in invoices.all_of_client(store, mine, ada.id)}
    assert kept[1].void_reason == "It was void before the client’s data was erased."
    assert kept[3].void_reason == "Elle était annulée avant que les données soient effacées."
    assert kept[2].void_reason is None
    [said] = invoice_contents.content(store, mine, french.id).lines
    assert said.description == "Prestations convenues"


def test_why_their_reminders_were_paused_is_forgotten(
    chat: Chat, store: Store, cast: Cast, ada: Client
) -> None:
    """Of them, of their invoices and of those that they pay, whether the pause still holds or not;
    the pauses stay."""
    child = put(store, cast, Client(0, "NP-0043", "Child", "child", payer_id=ada.id))
    own, paid_for = bill(store, cast, ada, ada, 1), bill(store, cast, child, ada, 2)
    for one in (ada, own, paid_for, child):
        for why in ("sadly ill", "quite ill"):
            said = f"/reminders pause {one.reference} {why}"
            chat.person(BEN).types(said).sees(why)
    erase(chat)
    left = everything_stored(store)
    assert left.count("sadly ill") == left.count("quite ill") == 1  # Those of the child.
    chat.person(BEN).types(f"/invoice {own.reference}").sees(
        "*Reminders of this invoice are paused*"
    )


def test_an_invoice_that_was_read_before_is_not_written_with_the_name_again(
    chat: Chat, store: Store, cast: Cast, ada: Client
) -> None:
    read_before = bill(store, cast, ada, ada)
    erase(chat)
    assert not invoices.change(store, cast.practice.id, read_before, None)


def test_an_edit_that_was_begun_of_an_invoice_they_pay_is_forgotten(
    chat: Chat, store: Store, cast: Cast, ada: Client
) -> None:
    child = put(store, cast, Client(0, "NP-0043", "Child", "child", payer_id=ada.id))
    bill(store, cast, child, ada)
    form = chat.person(BEN).types("/invoice INV-1").press("Edit")
    erase(chat)
    form.submit(note="Dear Ada").is_refused("saved already")


def test_answers_that_came_late_go_with_the_person(
    chat: Chat, store: Store, cast: Cast, ada: Client
) -> None:
    mine = cast.practice.id
    for uid, text in (("answer:1", "Ada · NP-0042"), ("answer:2", "NP-0043"), ("x:1", "NP-0042")):
        outbox.enqueue(store, mine, "slack_post", BEN, uid, {"text": text}, T0)
    erase(chat)
    left = [uid for uid in ("answer:1", "answer:2", "x:1") if outbox.find(store, mine, uid)]
    assert left == ["answer:2", "x:1"]


@pytest.mark.parametrize("kind", ["postgresql"])
def test_an_edit_at_the_same_moment_does_not_bring_the_name_back(
    chat: Chat, store: Store, cast: Cast, ada: Client
) -> None:
    form = chat.person(BEN).types("/client ada").press("Edit")
    with ThreadPoolExecutor(1) as pool:
        with store.transaction():
            erase(chat)
            edit = pool.submit(lambda: form.submit(phone="+1 512 555 0111"))
            while not edit.done() and not somebody_waits(store):
                pass
        edit.result(timeout=10).is_refused("erased already")
    left = clients.get(store, cast.practice.id, ada.id)
    assert left is not None
    assert (left.name, left.phone) == ("NP-0042", None)


@pytest.mark.parametrize("kind", ["postgresql"])
@pytest.mark.parametrize("does", ["erases", "edits"])
def test_a_charge_at_the_same_moment_is_waited_for(
    chat: Chat, store: Store, cast: Cast, ada: Client, does: str
) -> None:
    """A charge locks its invoices, and then the practice, to write into the log."""
    invoice = bill(store, cast, ada, ada)
    form = chat.person(BEN).types("/invoice INV-1").press("Edit")
    work = (lambda: erase(chat)) if does == "erases" else (lambda: form.submit(note="Thanks"))
    with ThreadPoolExecutor(1) as pool:
        with store.transaction():
            operations.lock_invoices(store, cast.practice.id, [invoice.id])
            done = pool.submit(work)
            while not done.done() and not somebody_waits(store):
                pass
            practices.lock(store, cast.practice.id)
        done.result(timeout=10).sees("erased" if does == "erases" else "Saved.")


def somebody_waits(store: Store) -> bool:
    """Another transaction waits for this one."""
    return bool(store.database.run("SELECT 1 FROM pg_locks WHERE NOT granted").fetchall())


def test_invoices_stay_with_the_reference_in_place_of_the_name(
    chat: Chat, store: Store, cast: Cast, ada: Client
) -> None:
    child = put(store, cast, Client(0, "NP-0043", "Child", "child", payer_id=ada.id))
    own, paid_for = bill(store, cast, ada, ada, 1), bill(store, cast, child, ada, 2)
    erase(chat)
    kept = invoices.get(store, cast.practice.id, own.id)
    assert kept is not None
    assert (kept.total, kept.reference, kept.issued_on) == (1000, "INV-1", "2026-11-23")
    assert kept.buyer == {
        "name": "NP-0042",
        "reference": "NP-0042",
        "address": [],
        "client": None,
    }
    assert invoice_contents.content(store, cast.practice.id, own.id).lines[0].amount == 1000
    kept = invoices.get(store, cast.practice.id, paid_for.id)
    assert kept is not None
    assert kept.buyer["name"] == "NP-0042"
    assert kept.buyer["client"]["name"] == "Child"
    after = clients.get(store, cast.practice.id, child.id)
    assert after is not None
    assert after.payer_id is None


def test_a_client_for_whom_somebody_pays_is_erased_and_the_payer_stays(
    chat: Chat, store: Store, cast: Cast, ada: Client
) -> None:
    payer = put(store, cast, Client(0, "NP-0043", "Byron", "byron"))
    invoice = bill(store, cast, ada, payer)
    erase(chat)
    kept = invoices.get(store, cast.practice.id, invoice.id)
    assert kept is not None
    assert kept.buyer["name"] == "Byron"
    assert kept.buyer["client"] == {"name": "NP-0042", "reference": "NP-0042"}


def test_an_erased_client_can_not_be_chosen_any_more(
    chat: Chat, store: Store, cast: Cast, ada: Client
) -> None:
    old_card = chat.person(OLIVIA).types("/client ada")
    put(store, cast, Client(0, "NP-0043", "Byron", folded("Byron")))
    erase(chat)
    someone = chat.person(BEN)
    assert someone.asks(Kind.SEARCH, "client:find", value="ada").words == []
    assert someone.asks(Kind.SEARCH, "client:find", value="np-0042").words == []
    someone.types("/client ada").sees("Nobody is found")
    someone.types("/client").sees_not("NP-0042")
    shown = someone.types("/client NP-0042").sees("NP-0042", "erased on November 23, 2026")
    assert shown.buttons == []
    old_card.press("Edit").is_refused("erased already")
    old_card.press("Erase…").is_refused("erased already")
    edit = someone.types("/client byron").press("Edit")
    assert set(edit.submit(payer=str(ada.id)).words) == {"payer"}


def test_the_log_says_that_it_was_done_and_not_to_whom(
    chat: Chat, store: Store, cast: Cast, ada: Client
) -> None:
    erase(chat)
    [row] = store.select(Audit.select().where(Audit.action == "client.erased"))
    assert (row["actor"], row["target"]) == (OLIVIA, "NP-0042")
    assert "Ada" not in row["detail"]
    assert audit.verify(store, cast.practice.id) == []


def test_what_was_asked_about_them_in_the_help_channel_goes(
    chat: Chat, store: Store, cast: Cast, ada: Client
) -> None:
    florence, mine = chat.person(FLORENCE), cast.practice.id
    florence.types("/billing help why was the card of np-0042 declined?").press("Talk to a person")
    florence.types("/billing help what does a refund to ADA LOVELACE cost?")
    florence.types("/billing help what does a refund cost?")
    first, second, other = help_questions.asked_between(store, mine, 0, 2**60)
    agents.reply(chat.desk, cast.practice, Person(mine, SAM, Role.SUPPORT), first.uid, "Ada!", "V1")
    erase(chat).sees("is erased")
    texts = [one.text for one in help_questions.asked_between(store, mine, 0, 2**60)]
    assert texts == ["", "", other.text]
    assert second.text not in repr(store.select(Outbox.select()))
    assert "Ada!" not in repr(store.select(Outbox.select()))
    assert help_messages.of_question(store, mine, first.id) == []


@pytest.mark.parametrize("typed", ["", "NP-0043", "yes", "4242 4242 4242 4242"])
def test_a_slip_erases_nobody(
    chat: Chat, store: Store, cast: Cast, ada: Client, typed: str
) -> None:
    assert set(erase(chat, typed).words) == {"typed"}
    assert clients.get(store, cast.practice.id, ada.id) == ada


@pytest.mark.parametrize("user", [BEN, FLORENCE, SAM, NOAH])
def test_only_an_owner_erases(chat: Chat, store: Store, cast: Cast, ada: Client, user: str) -> None:
    someone = chat.person(user)
    assert "Erase…" not in someone.types("/client ada").buttons
    someone.asks(Kind.CLICK, "client:erase", value=str(ada.id)).is_refused()
    window = chat.person(OLIVIA).types("/client ada").press("Erase…").view
    form = {"typed": "NP-0042"}
    someone.asks(Kind.SUBMISSION, "client:erase_form", window, values=form).is_refused()
    assert clients.get(store, cast.practice.id, ada.id) == ada


def test_another_practices_owner_finds_nobody_to_erase(
    chat: Chat, store: Store, cast: Cast, ada: Client
) -> None:
    stranger = replace(chat, practice_id=cast.other.id).person(STRANGER)
    stranger.asks(Kind.CLICK, "client:erase", value=str(ada.id)).is_refused("no such client")
    stranger.asks(Kind.CLICK, "client:erase", value="x").is_refused("no such client")


def test_twice_at_once_is_erased_once(chat: Chat, store: Store, ada: Client) -> None:
    card = chat.person(OLIVIA).types("/client ada")
    first, second = card.press("Erase…"), card.press("Erase…")
    first.submit(typed="NP-0042").sees("is erased")
    second.submit(typed="NP-0042").is_refused("erased already")
    assert len(store.select(Audit.select().where(Audit.action == "client.erased"))) == 1


def test_in_french(chat: Chat, ada: Client) -> None:
    card = chat.person(OLIVIA, "fr-FR").types("/client ada")
    card.press("Effacer…").sees("Tapez NP-0042", "ne peut pas être annulé")
