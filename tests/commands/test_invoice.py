"""/invoice: written line by line, numbered without gaps, listed, shown, changed and voided."""

import threading
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.incoming import Kind
from desk.context import Desk
from storage import (
    audit,
    catalogue,
    clients,
    counters,
    drafts,
    fee_rows,
    invoices,
    outbox,
    practices,
    settings,
    taxes,
)
from storage.catalogue import PriceItem
from storage.clients import Address, Client
from storage.database import Store
from storage.invoice_contents import Content
from storage.invoices import Invoice
from storage.taxes import TaxTerms
from tests.storage.test_invoices import invoice
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0, Cast, FrozenClock
from tests.support.chat import Answer, Chat

CHATS_OWN = 3
"""Queries that the tests' chat makes to know who asks; the bot makes one."""
DAY = 24 * 60 * 60 * 1_000
SESSION = {"description": "Session", "quantity": "2", "unit_price": "60"}


@pytest.fixture
def ada(store: Store, cast: Cast) -> Client:
    """A client, NP-0001, and a tax, VAT 20 % on top, of version 1."""
    mine, address = cast.practice.id, Address(city="Austin", state="TX", country="US")
    who = Client(0, "NP-0001", "Ada Lovelace", "ada lovelace", address=address, created_at=T0)
    with store.transaction():
        rate = taxes.add(store, mine, "VAT", "vat", T0) or 0
        terms = TaxTerms("VAT", Decimal(20), inclusive=False)
        taxes.add_version(store, mine, rate, terms, OLIVIA, T0)
        counters.take(store, mine, counters.CLIENTS)
        return clients.add(store, mine, who, ["ada lovelace"])


def form(chat: Chat, user: str = FLORENCE, text: str = " NP-0001", locale: str = "en") -> Answer:
    return chat.person(user, locale).types(f"/invoice{text}")


def with_line(window: Answer, **values: str) -> Answer:
    return window.press("Add line").submit(**{**SESSION, **values})


def tampered(window: Answer, private: str) -> dict[str, object]:
    assert window.view is not None
    return {**window.view, "private_metadata": private}


def saved(chat: Chat, **values: str) -> Answer:
    return with_line(form(chat), taxes="1", **values).submit()


def only(store: Store, cast: Cast) -> Invoice:
    [found] = invoices.after_id(store, cast.practice.id, 0, 10)
    return found


def test_an_invoice_is_written_line_by_line_and_gets_the_next_number(
    chat: Chat, ada: Client, store: Store, cast: Cast
) -> None:
    opened = form(chat)
    opened.sees("There is nothing on it yet", "Ada Lovelace · NP-0001")
    one = with_line(opened, taxes="1")
    one.sees("Session · 2 × $60.00 = *$120.00* · VAT 20%", "*Total $144.00*", "Net $120.00")
    two = with_line(one, description="Tape", quantity="1,5", unit_price="10")
    two.sees("Tape · 1.5 × $10.00 = *$15.00*", "VAT 20% of $120.00: $24.00", "*Total $159.00*")
    shown = two.submit(note="Policy 4711")
    shown.sees("Saved.", "*INV-1001* · Ada Lovelace · NP-0001", "$159.00", "Policy 4711")
    saved(chat).sees("INV-1002")
    kept = invoices.first_of_references(store, cast.practice.id, ["INV-1001"])
    assert kept is not None
    assert (kept.net, kept.total, kept.state, kept.due_on) == (13_500, 15_900, "open", "2026-12-23")


def test_a_form_that_was_saved_is_not_saved_again(chat: Chat, ada: Client) -> None:
    window = with_line(form(chat))
    window.submit().sees("INV-1001")
    window.submit().is_refused("saved already")
    saved(chat).sees("INV-1002")


def test_two_who_save_at_once_get_two_numbers(chat: Chat, ada: Client, store: Store) -> None:
    windows = [with_line(form(chat, user)) for user in (OLIVIA, BEN, FLORENCE)]
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda one=one: answers.append(one.submit().text))
        for one in windows
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(text.partition("*INV-")[2][:4] for text in answers)
    assert numbers == ["1001", "1002", "1003"]


def test_a_line_that_is_sent_twice_stands_there_once(chat: Chat, ada: Client) -> None:
    line = form(chat).press("Add line")
    line.submit(**SESSION).sees("*Total $120.00*")
    line.submit(**SESSION).is_refused("have changed meanwhile")


def test_lines_are_changed_and_taken_off(chat: Chat, ada: Client) -> None:
    window = with_line(with_line(form(chat)), description="Tape")
    changed = window.press("Edit line 1").submit(quantity="3")
    changed.sees("Session · 3 × $60.00 = *$180.00*")
    gone = changed.press("Edit line 2").press("Take it off")
    gone.sees("Session").sees_not("Tape")
    gone.press("Add line").press("Back").sees("Session")
    gone.press("Edit line 1").press("Take it off").sees("nothing on it yet")


def test_what_was_typed_in_the_head_outlasts_a_line(chat: Chat, ada: Client) -> None:
    typed = {"invoice_client": "1", "due_on": "2027-01-15", "note": "Thanks", "fee_payer": "client"}
    line = form(chat, text="").press("Add line", values={**typed, "currency": "jpy"})
    back = line.submit(description="Session", unit_price="6000")
    back.sees("Ada Lovelace", "*Total ¥6,000*")
    shown = back.submit().sees("January 15, 2027", "Thanks", "*Who bears the fee*\nthe client")
    shown.sees("¥6,000")


def test_an_invoice_in_a_currency_with_three_decimals_must_be_chargeable(
    chat: Chat, ada: Client
) -> None:
    line = form(chat).press("Add line", values={"currency": "kwd"})
    line.submit(description="Session", quantity="0.5", unit_price="1.500").sees("0.750")
    odd = form(chat).press("Add line", values={"currency": "kwd"})
    whole = odd.submit(description="Session", quantity="0.111", unit_price="1.500")
    whole.submit().is_refused("the last digit must be 0")


def test_a_saved_price_fills_the_line_in(chat: Chat, ada: Client, store: Store, cast: Cast) -> None:
    for number, currency in enumerate(("usd", "eur")):
        item = PriceItem(0, f"Massage {currency}", 4_500 + number, currency, (1,))
        catalogue.add_price_item(store, cast.practice.id, item, T0)
    line = form(chat).press("Add line").sees("Massage usd, $45.00").sees_not("Massage eur")
    filled = line.choose("1")
    assert set(filled.submit(quantity="none").words) == {"quantity"}
    filled.submit().sees("Massage usd · *$45.00* · VAT 20%", "*Total $54.00*")


def test_a_line_names_who_treated(chat: Chat, ada: Client, store: Store, cast: Cast) -> None:
    catalogue.add_practitioner(store, cast.practice.id, "Dr Jo Hill", "4471239", T0)
    with_line(form(chat), practitioner="1").sees("· Dr Jo Hill").submit().sees("· Dr Jo Hill")
    line = form(chat).press("Add line")
    assert set(line.submit(**SESSION, practitioner="9").words) == {"practitioner"}


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"description": " "}, "description", "what it is for"),
        ({"quantity": "0"}, "quantity", "above 0"),
        ({"quantity": "1.2345"}, "quantity", "three decimals"),
        ({"quantity": "-1"}, "quantity", "above 0"),
        ({"unit_price": "lots"}, "unit_price", ""),
        ({"unit_price": "60 eur"}, "unit_price", "This invoice is in USD"),
        ({"unit_price": "900000", "quantity": "99"}, "unit_price", "can’t be more than"),
        ({"taxes": "99"}, "taxes", "from the list"),
        ({"taxes": "x"}, "taxes", "from the list"),
        ({"description": "4242 4242 4242 4242"}, "description", "card number"),
    ],
)
def test_a_mistake_in_a_line_is_told_beside_its_field(
    chat: Chat, ada: Client, wrong: dict[str, str], field: str, said: str
) -> None:
    answer = form(chat).press("Add line").submit(**{**SESSION, **wrong})
    assert set(answer.sees(said).words) == {field}


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"invoice_client": ""}, "invoice_client", "Choose the client"),
        ({"invoice_client": "99"}, "invoice_client", "from the list"),
        ({"due_on": "2026-11-22"}, "due_on", "not before November 23, 2026"),
        ({"due_on": "soon"}, "due_on", "Choose the day"),
        ({"fee_payer": "bank"}, "fee_payer", "who bears the fee"),
        ({"note": "4242424242424242"}, "note", "card number"),
    ],
)
def test_a_mistake_in_the_head_is_told_beside_its_field(
    chat: Chat, ada: Client, wrong: dict[str, str], field: str, said: str
) -> None:
    answer = with_line(form(chat)).submit(**wrong)
    assert set(answer.sees(said).words) == {field}


def test_nothing_free_and_nothing_below_zero_is_an_invoice(chat: Chat, ada: Client) -> None:
    form(chat).submit().is_refused("Add what it is for")
    with_line(form(chat), unit_price="0").submit().is_refused("more than nothing")
    less = with_line(with_line(form(chat)), description="Discount", unit_price="-90")
    less.sees("*Total -$60.00*").submit().is_refused("more than nothing")
    good = with_line(with_line(form(chat)), description="Discount", quantity="1", unit_price="-20")
    good.submit().sees("$100.00", "INV-1001")


def test_a_rate_that_is_edited_meanwhile_is_looked_at_before_it_counts(
    chat: Chat, ada: Client, store: Store, cast: Cast
) -> None:
    window = with_line(form(chat), taxes="1").sees("*Total $144.00*")
    chat.person(OLIVIA).types("/tax").press("Edit").submit(percent="25")
    again = window.submit().sees("A tax rate was changed", "VAT 25%", "*Total $150.00*")
    again.submit().sees("INV-1001", "VAT 25%")
    assert only(store, cast).total == 15_000


def test_an_archived_rate_leaves_the_draft_and_stays_on_the_invoice(
    chat: Chat, ada: Client
) -> None:
    saved(chat)
    window = with_line(form(chat), taxes="1")
    chat.person(OLIVIA).types("/tax").press("Edit").press("Archive")
    window.submit().sees("A tax rate was changed", "*Total $120.00*")
    form(chat, text=" INV-1001").sees("VAT 20%", "*Total $144.00*")
    edit = form(chat, text=" INV-1001").press("Edit")
    edit.press("Edit line 1").submit(quantity="3").submit().sees("VAT 20% of $180.00: $36.00")


def test_an_invoice_keeps_its_rate_its_buyer_and_its_seller(
    chat: Chat, ada: Client, store: Store, cast: Cast
) -> None:
    saved(chat)
    kept = only(store, cast)
    assert kept.seller["name"] == "Northside Physio"
    assert (kept.buyer["name"], kept.buyer["reference"]) == ("Ada Lovelace", "NP-0001")
    chat.person(OLIVIA).types("/tax").press("Edit").submit(percent="25", name="Tax")
    chat.person(OLIVIA).types("/client NP-0001").press("Edit").submit(name="Ada King")
    settings.put(store, cast.practice.id, "legal_name", "Other")
    assert only(store, cast) == kept
    form(chat, text=" 1001").sees("VAT 20%", "*Total $144.00*")


def test_somebody_else_pays_and_gets_it_in_their_language(
    chat: Chat, ada: Client, store: Store, cast: Cast
) -> None:
    new = chat.person(OLIVIA).types("/client").press("New client")
    new.submit(name="Byron Fils", payer="1")
    edit = chat.person(OLIVIA).types("/client NP-0001").press("Edit")
    edit.submit(language="fr")
    with_line(form(chat, text=" NP-0002")).submit().sees("*Who pays*\nAda Lovelace · NP-0001")
    kept = only(store, cast)
    assert (kept.client_id, kept.payer_id, kept.language) == (2, 1, "fr")
    assert kept.buyer["client"] == {"name": "Byron Fils", "reference": "NP-0002"}
    assert kept.buyer["address"] == ["Austin", "Texas, États-Unis"]


def put_many(store: Store, cast: Cast, ada: Client, count: int) -> None:
    """INV-1001 and on, each due a day before the one before it."""
    many = [
        invoice(1_001 + number, ada, due_on=f"2026-12-{20 - number:02}") for number in range(count)
    ]
    invoices.add_many(store, cast.practice.id, [(one, Content((), ())) for one in many])
    counters.raise_to(store, cast.practice.id, counters.INVOICES, 1_000 + count)


def test_the_lists_show_what_is_due_first_a_page_at_a_time(
    chat: Chat, ada: Client, clock: FrozenClock, store: Store, cast: Cast
) -> None:
    form(chat, text=" open").sees("Open invoices", "There are none")
    put_many(store, cast, ada, 12)
    first = form(chat, text=" open")
    first.sees("*INV-1012* · $120.00 · due in 16 days\nAda Lovelace · NP-0001")
    first.sees_not("INV-1002*")
    rest = first.press("Next page").sees("INV-1002", "INV-1001").sees_not("INV-1003")
    assert rest.kind == "replace"
    assert "Next page" not in rest.buttons
    clock.advance(17 * DAY)
    overdue = form(chat, text=" overdue").sees("INV-1012", "1 day overdue").sees_not("INV-1011")
    overdue.press("Paid invoices").sees("Paid invoices", "There are none")
    overdue.press("Open").sees("*INV-1012*", "1 day overdue")


def test_as_many_queries_for_one_invoice_as_for_many(
    chat: Chat, ada: Client, store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    attempt = store.attempt
    monkeypatch.setattr(store, "attempt", lambda work: asked.append(work) or attempt(work))

    def queries(text: str) -> int:
        asked.clear()
        form(chat, text=text)
        return len(asked)

    put_many(store, cast, ada, 1)
    one = {text: queries(text) for text in (" open", " INV-1001", " 1001", " NP-0001")}
    window = form(chat)
    for number in range(4):
        window = with_line(window, taxes="1", description=f"Part {number}")
    window.submit(fee_payer="client").sees("INV-1002")
    assert queries(" INV-1002") == one[" INV-1001"] + 1  # What the fee row is.
    assert queries(" open") == one[" open"]
    assert max(one.values()) - CHATS_OWN <= 11  # One more is Slack's caller.


def test_an_edit_keeps_the_number_and_stands_in_the_history(
    chat: Chat, ada: Client, store: Store, cast: Cast
) -> None:
    shown = saved(chat)
    edit = shown.press("Edit")
    assert edit.kind == "update"
    changed = edit.press("Edit line 1").submit(unit_price="50").submit(note="Less")
    changed.sees("*INV-1001*", "$120.00", "Less", "written by <@U0FLORENCE>, $144.00")
    changed.sees("changed by <@U0FLORENCE>, $120.00")
    assert only(store, cast).version == 2
    assert audit.verify(store, cast.practice.id) == []


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    chat: Chat, ada: Client, store: Store, cast: Cast
) -> None:
    saved(chat)
    first = form(chat, BEN, " INV-1001").press("Edit")
    second = form(chat, OLIVIA, " INV-1001").press("Edit")
    first.press("Edit line 1").submit(unit_price="50").submit().sees("Saved.")
    mine = second.press("Edit line 1").submit(unit_price="70").submit(note="Mine")
    mine.sees("Somebody else changed INV-1001", "it comes to $120.00 now", "*Total $168.00*")
    assert only(store, cast).total == 12_000
    mine.submit().sees("Saved.", "$168.00", "Mine")
    assert only(store, cast).total == 16_800


def test_what_is_paid_or_void_is_not_changed(
    chat: Chat, ada: Client, store: Store, cast: Cast
) -> None:
    shown = saved(chat)
    edit = form(chat, text=" INV-1001").press("Edit")
    partly = replace(only(store, cast), paid=100)
    assert invoices.change(store, cast.practice.id, partly, None)
    shown.press("Edit").is_refused("has been paid")
    shown.press("Void…").is_refused("has been paid")
    edit.submit().is_refused("has been paid")
    again = form(chat, text=" INV-1001").sees("partly paid", "*Left to pay*\n$143.00")
    assert again.buttons == [
        "Charge",
        "Send a link",
        "Paid elsewhere",
        "Reminders",
        "Send me the PDF",
        "Client",
    ]


def test_void_asks_why_and_keeps_the_number(
    chat: Chat, ada: Client, store: Store, cast: Cast
) -> None:
    shown = saved(chat)
    asked = shown.press("Void…").sees("shall be void", "$144.00")
    assert set(asked.submit(reason=" ").words) == {"reason"}
    void = asked.submit(reason="Written <twice>").sees("It is void", "Written &lt;twice&gt;")
    void.sees("made void by <@U0FLORENCE>").sees_not("overdue")
    assert "Edit" not in void.buttons
    asked.submit(reason="Again").is_refused("INV-1001 is void")
    form(chat, text=" open").sees("There are none")
    saved(chat).sees("INV-1002")
    assert only_states(store, cast) == ["void", "open"]


def only_states(store: Store, cast: Cast) -> list[str]:
    return [one.state for one in invoices.after_id(store, cast.practice.id, 0, 10)]


def test_the_pdf_is_sent_to_whoever_asks(chat: Chat, ada: Client, store: Store, cast: Cast) -> None:
    saved(chat).press("Send me the PDF", by=chat.person(SAM)).sees("INV-1001 is on its way")
    claimed = outbox.claim(store, "test", T0 + 1, 1_000, 10)
    [row] = [one for one in claimed if one.kind == "slack_file"]
    assert (row.kind, row.recipient, row.payload) == ("slack_file", SAM, {"invoice": 1})


def test_the_guard_says_what_may_be_passed_on(
    chat: Chat, ada: Client, store: Store, cast: Cast
) -> None:
    with_line(form(chat)).submit(fee_payer="client").sees(
        "The client is to bear the fee",
        "Nothing is passed on while the card is not known",
        "Source:",
        "checked on",
        "2.9% + 30¢",
        "not legal advice",
    )
    with_line(form(chat)).submit(fee_payer="practice").sees_not("is to bear the fee")


def test_an_estimate_is_never_passed_on_and_an_own_fee_is_up_to_its_cap(
    chat: Chat, ada: Client, store: Store, cast: Cast
) -> None:
    practices.set_place(store, cast.practice.id, "JP", "usd")
    chat.person(OLIVIA).types("/client NP-0001").press("Edit").submit(place="")
    shown = with_line(form(chat)).submit(fee_payer="client")
    shown.sees("Nothing is passed on: the fee is an estimate", "It would be $3.89 at most")
    own = chat.person(OLIVIA).types("/fees").press("Use our own fees")
    own.submit(percent="2", fixed="0", currency="usd", since="2026-11-01", source="Contract")
    asks = form(chat, text=" INV-1001").sees("until an owner confirms it", "$2.45 at most")
    asks.sees_not("estimate")
    assert fee_rows.rows(store, cast.practice.id)[0].own
    word = {"by": OLIVIA, "at": T0, "reason": "We asked a lawyer", "place": "JP"}
    settings.put(store, cast.practice.id, "confirmed:elsewhere-any", word)
    confirmed = form(chat, text=" INV-1001")
    confirmed.sees("$2.45 at most: <@U0OLIVIA> confirmed it on November 23, 2026, “We asked a")


def test_support_looks_and_changes_nothing(
    chat: Chat, ada: Client, store: Store, cast: Cast
) -> None:
    shown, sam = saved(chat), chat.person(SAM)
    window = tampered(shown, "1")
    sam.types("/invoice").sees("Open invoices", "INV-1001")
    assert "New invoice" not in sam.types("/invoice").buttons
    assert sam.types("/invoice INV-1001").buttons == ["Send me the PDF", "Client"]
    for button in ("Edit", "Void…"):
        shown.press(button, by=sam).is_refused("people at the desk")
    sam.types("/invoice NP-0001").is_refused("people at the desk")
    for name in ("invoice:new", "invoice:line:new", "invoice:line:back", "invoice:line:remove"):
        sam.asks(Kind.CLICK_IN_VIEW, name, window).is_refused()
    for name in ("invoice:draft", "invoice:line", "invoice:void:form"):
        sam.asks(Kind.SUBMISSION, name, window, values=SESSION).is_refused()
    assert only(store, cast).version == 1


@pytest.mark.parametrize("user", [NOAH, STRANGER])
def test_without_a_role_nothing_is_seen(chat: Chat, ada: Client, user: str) -> None:
    saved(chat)
    someone = chat.person(user)
    for text in ("", " open", " INV-1001", " NP-0001"):
        someone.types(f"/invoice{text}").is_refused("/billing")
    for name in ("show", "edit", "void", "pdf", "new"):
        someone.asks(Kind.CLICK, f"invoice:{name}", value="1").is_refused("/billing")
    someone.asks(Kind.CLICK, "invoice:page", value="open 2026-01-01 1").is_refused("/billing")
    someone.asks(Kind.CLICK, "invoice:list:paid", value="paid").is_refused("/billing")
    someone.asks(Kind.SEARCH, "invoice_client", value="ada").is_refused("/billing")


def test_another_practices_invoices_and_drafts_are_not_there(
    chat: Chat, ada: Client, store: Store, cast: Cast
) -> None:
    view = with_line(form(chat)).view
    window = tampered(saved(chat), "1")
    stranger = replace(chat, practice_id=cast.other.id).person(STRANGER)
    for text in (" INV-1001", " 1001", " NP-0001"):
        stranger.types(f"/invoice{text}").is_refused("no such invoice or client")
    stranger.types("/invoice open").sees("There are none")
    for name in ("show", "edit", "void", "pdf"):
        stranger.asks(Kind.CLICK, f"invoice:{name}", value="1").is_refused("no such invoice")
    stranger.asks(Kind.CLICK, "invoice:new", value="1").is_refused("no such client")
    stranger.asks(Kind.SUBMISSION, "invoice:draft", view, values={}).is_refused("too old")
    stranger.asks(Kind.SUBMISSION, "invoice:void:form", window, values={"reason": "x"}).is_refused(
        "no such invoice"
    )
    theirs = stranger.types("/invoice").press("Add line")
    assert set(theirs.submit(**SESSION).words or {}) == set()


def test_an_erased_client_gets_no_invoice_from_a_form_that_was_left_open(
    chat: Chat, ada: Client, store: Store, cast: Cast
) -> None:
    begun, blank = with_line(form(chat)), with_line(form(chat, text=""))
    erase = chat.person(OLIVIA).asks(Kind.CLICK, "client:erase", value=str(ada.id))
    erase.submit(typed="NP-0001")
    begun.submit().is_refused("too old")
    assert set(blank.submit(invoice_client=str(ada.id)).words) == {"invoice_client"}
    assert invoices.after_id(store, cast.practice.id, 0, 10) == []


def test_a_draft_is_its_owners_alone_and_forgotten_after_a_day(
    chat: Chat, ada: Client, store: Store, cast: Cast, clock: FrozenClock
) -> None:
    window = with_line(form(chat))
    draft_id = int(window.view["private_metadata"]) if window.view else 0
    ben = chat.person(BEN)
    ben.asks(Kind.SUBMISSION, "invoice:draft", window.view, values={}).is_refused("too old")
    clock.advance(DAY + 1)
    form(chat, BEN)
    assert drafts.get(store, cast.practice.id, draft_id, FLORENCE) is None
    window.submit().is_refused("too old")


@pytest.mark.parametrize("private", ["", "x", "1:2", "1:x::", "1:1:9:", "²:1::"])
def test_a_form_that_was_tampered_with_is_refused(chat: Chat, ada: Client, private: str) -> None:
    florence = chat.person(FLORENCE)
    view = tampered(with_line(form(chat)), private)
    florence.asks(Kind.SUBMISSION, "invoice:line", view, values=SESSION).is_refused()
    florence.asks(Kind.CLICK_IN_VIEW, "invoice:line:remove", view).is_refused()


def test_what_is_not_understood_says_what_can_be_typed(chat: Chat, ada: Client) -> None:
    form(chat, text=" banana").is_refused("open, overdue, paid")
    florence = chat.person(FLORENCE)
    florence.asks(Kind.CLICK, "invoice:show", value="x").is_refused("no such invoice")
    florence.asks(Kind.CLICK, "invoice:page", value="all x").is_refused("another version")


def test_the_card_of_a_client_begins_an_invoice(chat: Chat, ada: Client) -> None:
    card = chat.person(FLORENCE).types("/client NP-0001")
    card.press("New invoice").sees("Ada Lovelace · NP-0001")
    florence = chat.person(FLORENCE)
    florence.asks(Kind.SHORTCUT, "invoice:new").sees("New invoice", "nothing on it yet")


def test_an_invoice_that_pretends_is_escaped(chat: Chat, ada: Client) -> None:
    evil = "<!channel> <http://x|Pay>\u202e"
    shown = with_line(form(chat), description=evil).submit(note=evil)
    assert all(
        "<!channel>" not in block["text"]["text"]
        for block in shown.blocks
        if block["type"] == "section" and block.get("text", {}).get("type") == "mrkdwn"
    )
    shown.sees_not("\u202e")


def test_in_french(chat: Chat, ada: Client, desk: Desk) -> None:
    opened = form(chat, locale="fr-FR")
    line = opened.press("Ajouter une ligne")
    back = line.submit(description="Séance", quantity="1,5", unit_price="60,50", taxes="1")
    back.sees("1,5 × 60,50 $US = *90,75 $US*", "Hors taxes", "Enregistrer")
    back.submit().sees("Enregistré.", "*Total 108,90 $US*", "due dans 30 jours")
    form(chat, text=" en retard", locale="fr-FR").sees("Factures en retard")
    assert clients.get(desk.store, chat.practice_id, 1) is not None


@pytest.mark.parametrize(
    ("locale", "shown"), [("fr-FR", ["1234,5", "60,00"]), ("en-US", ["1234.5"])]
)
def test_a_line_that_is_edited_begins_as_it_is_typed(
    chat: Chat, ada: Client, locale: str, shown: list[str]
) -> None:
    with_line(form(chat), quantity="1234.5").submit()
    labels = {"fr-FR": ("Modifier", "Modifier la ligne 1"), "en-US": ("Edit", "Edit line 1")}
    card = form(chat, text=" INV-1001", locale=locale)
    line = card.press(labels[locale][0]).press(labels[locale][1])
    began = [one["element"].get("initial_value") for one in line.blocks if one["type"] == "input"]
    assert set(shown) <= set(began)
    total = "74 070,00 $US" if locale == "fr-FR" else "$74,070.00"
    line.submit().sees(total)


def test_the_way_out_of_voiding_is_not_named_like_voiding(chat: Chat, ada: Client) -> None:
    saved(chat)
    asks = form(chat, text=" INV-1001", locale="fr-FR").press("Annuler…")
    assert asks.view is not None
    assert asks.view["close"]["text"] == "La garder"
