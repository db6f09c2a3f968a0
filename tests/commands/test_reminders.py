"""/reminders: a rule is set, looked at, switched on and off; reminders pause and are explained."""

import pytest

from desk.context import Desk
from desk.reminders import ways_out
from desk.reminders.rules import KINDS
from rules.reminder_state import CLIENT, STAFF
from storage import clients, reminder_pauses, reminder_plan, reminder_rules
from storage.clients import Client
from storage.invoices import Invoice
from storage.reminder_pauses import Pause
from storage.reminder_plan import MOST_COUNTED
from storage.reminder_rules import Rule
from tests.support.cast import BEN, FLORENCE, LOCALES, NOAH, OLIVIA, SAM, FrozenClock
from tests.support.chat import Answer, Chat, Kind
from tests.support.reminding import Office
from tests.support.stores import ON_SQLITE

pytestmark = ON_SQLITE
MORNING = "2026-11-30"
CHATS_OWN = 3
"""Queries by which the chat knows who asks, where Slack's door takes one."""


@pytest.fixture
def desk(store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests", sends_mail=True)


@pytest.fixture
def ada(office: Office) -> Client:
    return office.client()


@pytest.fixture
def invoice(office: Office, ada: Client) -> Invoice:
    """Due tomorrow week."""
    return office.invoice(ada, "2026-11-29")


def rule(office: Office, kind: str = CLIENT) -> Rule | None:
    return reminder_rules.find(office.desk.store, office.mine, kind)


def opened(chat: Chat, user: str = OLIVIA, line: str = "/reminders") -> Answer:
    answer = chat.person(user, LOCALES[user]).types(line)
    assert answer.kind == "open"
    return answer


def form(chat: Chat, kind: str = CLIENT, user: str = OLIVIA) -> Answer:
    shown = opened(chat, user)
    return shown.reader.asks(Kind.CLICK_IN_VIEW, "reminders:edit", shown.view, value=kind)


def test_it_shows_what_is_proposed_and_that_nothing_goes_out(chat: Chat, office: Office) -> None:
    answer = opened(chat).sees(
        "*Mails to clients* · off",
        "3 days before it is due · 1, 7 and 21 days after it was due",
        "at 10:00 AM · on working days, without the holidays of Texas, United States",
        "never from 8:00 PM to 8:00 AM · at most 4 for an invoice",
        "none later than 60 days after it was due",
        "*Staff’s morning list* · off",
        "*Who owes, every week* · off",
        "every Monday\nat 8:30 AM · on working days",
        "Nothing goes out while it is off.",
    )
    assert answer.buttons.count("See 14 days, switch on") == len(KINDS)
    assert rule(office) is None


def test_a_rule_is_set_looked_at_and_switched_on(
    chat: Chat, office: Office, invoice: Invoice
) -> None:
    shown = form(chat).submit(
        reminder_before="5", reminder_after="0, 2", reminder_at="9:15", reminder_most="3"
    )
    saved = rule(office)
    assert saved is not None
    assert (saved.offsets, saved.at, saved.most, saved.active) == ((-5, 0, 2), 555, 3, False)
    shown.sees(
        "*3 reminders come up in the next 14 days.*",
        "nothing goes out before",
        "*Tuesday, November 24, 2026, 9:15 AM* · 1 invoice",
        f"*{invoice.reference}* · Ada Lovelace · ",
        "$100.00 · 5 days before it is due · ada@example.com",
        "*Monday, November 30, 2026, 9:15 AM*",
        "on the day it is due",
    )
    shown.submit().sees(
        "*It is on.*",
        "*Mails to clients* · ✅ on",
        "Next: Tuesday, November 24, 2026, 9:15 AM, about 1 invoice",
    )
    saved = rule(office)
    assert saved is not None
    assert (saved.active, saved.version, saved.changed_by) == (True, 2, OLIVIA)


def test_the_form_says_what_it_would_send_before_it_is_saved(
    chat: Chat, office: Office, invoice: Invoice
) -> None:
    window = form(chat)
    typed = {"reminder_after": "2", "reminder_at": "11:00", "reminder_working": "every"}
    tried = window.press("See what it would send", values=typed)
    tried.sees("As it is written, this comes up:", "Tuesday, December 1, 2026, 11:00 AM: 1 invoice")
    assert tried.view is not None
    assert window.view is not None
    assert tried.view["private_metadata"] == window.view["private_metadata"]
    assert rule(office) is None
    wrong = window.press("See what it would send", values={"reminder_at": "25"})
    assert (wrong.kind, list(wrong.words)) == ("errors", ["reminder_at", "reminder_after"])


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("reminder_after", "often", "Write numbers of days from 0 to 365"),
        ("reminder_at", "23:00", "This is in the quiet hours."),
        ("reminder_most", "0", "Write a number from 1 to 20"),
        ("reminder_reply_to", "desk", "Write one e-mail address"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    chat: Chat, office: Office, field: str, typed: str, why: str
) -> None:
    answer = form(chat).submit(**{field: typed})
    assert answer.kind == "errors"
    assert set(answer.words) == {field}
    answer.sees(why)
    assert rule(office) is None


def test_of_two_who_change_a_rule_the_second_is_told(chat: Chat, office: Office) -> None:
    hers, his = form(chat), form(chat, user=BEN)
    his.submit(reminder_after="9")
    hers.submit(reminder_after="5").is_refused("Somebody else has changed this meanwhile.")
    saved = rule(office)
    assert saved is not None
    assert saved.offsets == (-3, 9)


def test_of_two_who_switch_it_on_the_second_is_told(chat: Chat, office: Office) -> None:
    hers, his = (opened(chat, one, "/reminders preview") for one in (OLIVIA, BEN))
    his.submit().sees("✅ on")
    hers.submit().is_refused("Somebody else has changed this meanwhile.")


def test_it_is_switched_off(chat: Chat, office: Office) -> None:
    office.rule(CLIENT)
    opened(chat).press("Switch off").sees("*It is off.*", "*Mails to clients* · off")
    saved = rule(office)
    assert saved is not None
    assert not saved.active


def test_the_staffs_list_is_set_for_people(chat: Chat, office: Office, invoice: Invoice) -> None:
    shown = form(chat, STAFF).submit(reminder_people=f"{BEN},{FLORENCE}", reminder_after="1")
    shown.sees("Monday, November 30, 2026, 8:30 AM").sees_not("ada@example.com")
    saved = rule(office, STAFF)
    assert saved is not None
    assert saved.options == {"people": [BEN, FLORENCE]}
    again = form(chat, STAFF).submit(reminder_at="8:00")
    assert again.kind == "update"
    saved = rule(office, STAFF)
    assert saved is not None
    assert (saved.options, saved.at) == ({"people": [BEN, FLORENCE]}, 480)


def test_the_front_desk_looks_and_pauses_but_sets_nothing(
    chat: Chat, office: Office, invoice: Invoice
) -> None:
    office.rule(STAFF)
    answer = opened(chat, FLORENCE).sees("Liste du matin", "activé")
    assert answer.buttons == [
        *["Voir 14 jours"] * len(KINDS),
        "Suspendre un client ou une facture…",
        "Tout suspendre…",
    ]
    for action in ("reminders:edit", "reminders:off"):
        answer.reader.asks(Kind.CLICK_IN_VIEW, action, answer.view, value="client:0").is_refused()
    preview = opened(chat, FLORENCE, "/reminders aperçu")
    preview.sees("rappel se présente dans les 14 prochains jours")
    assert preview.view is not None
    assert "submit" not in preview.view


@pytest.mark.parametrize("user", [SAM, NOAH])
@pytest.mark.parametrize("line", ["", " preview", " pause all", " resume all", " INV-1"])
def test_others_are_told_who_may(chat: Chat, office: Office, user: str, line: str) -> None:
    chat.person(user).types(f"/reminders{line}").is_refused()
    assert reminder_pauses.about(office.desk.store, office.mine, "2026-11-23", []) == []


def test_why_not_is_said_with_each(chat: Chat, office: Office, ada: Client) -> None:
    silent, paused = office.client(None, "Grace Hopper"), office.client("p@example.com", "Kurt")
    gone, done = office.client("g@example.com"), office.client("d@example.com")
    for payer in (ada, silent, paused, gone, done):
        office.invoice(payer, "2026-11-29")
    with office.desk.store.transaction():
        ways_out.refused(office.desk, office.mine, gone, 550)
    chat.person(BEN).asks(Kind.CLICK, "client:no_reminders", value=str(done.id))
    chat.person(FLORENCE, "fr-FR").types(f"/reminders pause {paused.reference} until 2026-12-03")
    opened(chat, OLIVIA, "/reminders preview").sees(
        "_not, since whoever pays has no e-mail address_",
        "_not, since reminders are paused_",
        "_not, since the mail server refuses the address of whoever pays_",
        "_not, since whoever pays has asked for no more by e-mail_",
    )


def test_many_come_in_pages(chat: Chat, office: Office, ada: Client) -> None:
    for _ in range(45):
        office.invoice(ada, "2026-12-20")
    office.goes_to("2026-12-15")
    first = opened(chat, OLIVIA, "/reminders preview")
    first.sees("*135 reminders come up", "· 45 invoices")
    assert "First page" not in first.buttons
    second = first.press("Next page")
    last = second
    while "Next page" in last.buttons:
        last = last.press("Next page")
    assert last.press("First page").text == first.text
    assert len({line for page in (first, second) for line in page.text.split("\n• ")[1:]}) == 40


def paused(office: Office, scope: str, subject_id: int = 0) -> Pause | None:
    return reminder_pauses.find(office.desk.store, office.mine, scope, subject_id)


@pytest.mark.parametrize(
    ("line", "until", "reason"),
    [
        ("pause {it}", None, ""),
        ("pause {it} until 2026-12-20 away till then", "2026-12-20", "away till then"),
        ("pause {it} pays by instalments", None, "pays by instalments"),
        ("PAUSE {it} Until 2026-12-20", "2026-12-20", ""),
        ("suspendre {it} jusqu'au 2026-12-20 en voyage", "2026-12-20", "en voyage"),
        ("suspendre {it} jusqu’au 2026-12-20", "2026-12-20", ""),
    ],
)
def test_a_client_and_an_invoice_are_paused_in_one_line_and_resumed(
    chat: Chat,
    office: Office,
    ada: Client,
    invoice: Invoice,
    line: str,
    until: str | None,
    reason: str,
) -> None:
    for scope, one in (("client", ada), ("invoice", invoice)):
        answer = chat.person(BEN).types(f"/reminders {line.format(it=one.reference)}")
        answer.sees("💤", one.reference, "Ada Lovelace", "go out again on" if until else "until")
        made = paused(office, scope, one.id)
        assert made is not None
        assert (made.until, made.reason, made.made_by) == (until, reason, BEN)
        answer.press("Resume").sees("Reminders go out again")
        assert paused(office, scope, one.id) is None
        chat.person(BEN).types(f"/reminders {line.format(it=one.reference)}")
        chat.person(BEN).types(f"/reminders resume {one.reference}").sees("go out again")
        assert paused(office, scope, one.id) is None


@pytest.mark.parametrize(
    "line", ["pause all until 2026-12-20 closed", "suspendre tout", "pause until 2026-12-20"]
)
def test_everything_is_paused_in_one_line(chat: Chat, office: Office, line: str) -> None:
    chat.person(FLORENCE, "fr-FR").types(f"/reminders {line}").sees("Tous les rappels")
    assert paused(office, "all") is not None
    opened(chat).sees("*All reminders are paused*").press("Resume").sees("go out again")
    assert paused(office, "all") is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("pause NP-9999", "“NP-9999” is no invoice and no client."),
        ("resume INV-9999", "“INV-9999” is no invoice and no client."),
        ("INV-9999", "“INV-9999” is no invoice and no client."),
        ("what is this", "“what is this” is no invoice and no client."),
        ("pause all until tomorrow", "Write the day as in “until 2026-12-20”"),
        ("pause all until", "Write the day as in “until 2026-12-20”"),
        ("pause all until 2026-11-23", "Choose a day in the future"),
        ("pause all until 2126-11-23", "Choose a day within two years"),
        ("pause until 2026-02-30", "Write the day as in “until 2026-12-20”"),
    ],
)
def test_what_is_typed_wrong_gets_a_sentence(
    chat: Chat, office: Office, line: str, why: str
) -> None:
    chat.person(BEN).types(f"/reminders {line}").is_refused(why)
    assert paused(office, "all") is None


def test_the_form_pauses_what_is_chosen_in_it(
    chat: Chat, office: Office, ada: Client, invoice: Invoice
) -> None:
    window = opened(chat, BEN).press("Pause a client or an invoice…")
    offered = chat.person(BEN).asks(Kind.SEARCH, "reminders:find", value=invoice.reference)
    assert [one["value"] for one in offered.words] == [f"invoice:{invoice.id}"]
    clients.change(office.desk.store, office.mine, ada, ["lovelace"])
    offered = chat.person(BEN).asks(Kind.SEARCH, "reminders:find", value="love")
    assert [one["value"] for one in offered.words] == [f"client:{ada.id}"]
    chosen = {"reminders:find": f"client:{ada.id}", "reminder_until": "2026-12-24"}
    answer = window.submit(**chosen, reminder_reason="On a cruise")
    answer.sees("*Saved.*", "*Paused*", "Ada Lovelace", "On a cruise", "December 24, 2026")
    answer.press("Resume").sees_not("On a cruise")
    assert paused(office, "client", ada.id) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"reminder_until": "2026-11-23"},
        {"reminder_until": "soon"},
        {"reminder_reason": "Card 4242 4242 4242 4242"},
    ],
)
def test_a_pause_that_cannot_be_is_told_beside_its_field(
    chat: Chat, office: Office, wrong: dict[str, str]
) -> None:
    window = opened(chat, BEN).press("Pause everything…")
    answer = window.submit(**wrong)
    assert (answer.kind, set(answer.words)) == ("errors", set(wrong))
    assert paused(office, "all") is None


def test_many_pauses_come_in_pages(chat: Chat, office: Office) -> None:
    for _ in range(27):
        client = office.client()
        chat.person(BEN).types(f"/reminders pause {client.reference}")
    answer = opened(chat)
    assert answer.buttons.count("Resume") == 5
    page = answer.press("All pauses")
    assert page.buttons.count("Resume") == 20
    rest = page.press("Next page")
    assert rest.buttons.count("Resume") == 7
    rest.press("Back").sees("*Mails to clients*")


@pytest.mark.parametrize("value", ["", "client:x", "client:-1", "sms:0", "all:9:9", "²"])
def test_what_no_window_says_is_refused(chat: Chat, office: Office, value: str) -> None:
    window = opened(chat).view
    for action in ("edit", "off", "ahead", "page", "resume", "resume:here", "show", "why"):
        answer = chat.person(OLIVIA).asks(
            Kind.CLICK_IN_VIEW, f"reminders:{action}", window, value=value
        )
        answer.is_refused()
    assert rule(office) is None


def test_as_many_queries_for_many_rows_as_for_few(
    chat: Chat, office: Office, invoice: Invoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    store = office.desk.store
    attempt = store.attempt
    monkeypatch.setattr(store, "attempt", lambda work: asked.append(work) or attempt(work))

    def queries(line: str) -> int:
        asked.clear()
        opened(chat, line=line)
        return len(asked) - CHATS_OWN + 1

    for kind in KINDS:
        office.rule(kind)
    lines = ("/reminders", "/reminders preview", f"/reminders {invoice.reference}")
    few = {line: queries(line) for line in lines}
    for _ in range(30):
        office.invoice(office.client(), "2026-11-29")
    assert {line: queries(line) for line in lines} == few
    assert max(few.values()) <= 12, few


@pytest.mark.parametrize(
    ("user", "words"),
    [(OLIVIA, "*More than 1,000 reminders come up"), (FLORENCE, "*Plus de 1 000 rappels sont")],
)
def test_very_many_are_not_counted_to_the_end(
    chat: Chat, office: Office, invoice: Invoice, monkeypatch: pytest.MonkeyPatch, user, words
) -> None:
    monkeypatch.setattr(
        reminder_plan, "count", lambda store, mine, slots: {slots[0].number: MOST_COUNTED + 1}
    )
    office.rule(CLIENT)
    opened(chat, user, "/reminders preview").sees(words)
