"""/billing day: what came in today, and on the days before."""

import pytest

from storage import audit
from tests.desk.test_elsewhere import notes
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER
from tests.support.chat import Chat
from tests.support.register import Register


def test_the_day_and_the_day_before(chat: Chat, register: Register) -> None:
    ada = register.payer()
    register.done(register.charges(OLIVIA, register.invoice(ada, 4_000)))
    notes(register, register.invoice(ada, 1_000), amount="10", day="2026-11-22")
    today = chat.person(FLORENCE).types("/billing day")
    today.sees("The day: November 23, 2026", "Card: $40.00 (1)", "*Total: $40.00*", "TEST")
    today.sees("Taken by <@U0OLIVIA>: $40.00 (1)").sees_not("Lovelace")
    before = today.press("Day before").sees("November 22, 2026", "Cash: $10.00 (1)")
    assert before.kind == "replace"
    before.press("Day after").sees("November 23, 2026")
    assert "Day after" not in today.buttons
    before.press("Day before").sees("Nothing moved on this day")
    before.press("Send me the file").sees("is on its way to you")


def test_from_home_and_from_billing(chat: Chat, register: Register) -> None:
    chat.person(BEN).opens_home().press("The day").sees("The day: November 23, 2026")
    chat.person(BEN).types("/billing").press("The day").sees("The day: November 23, 2026")
    chat.person(BEN).types("/billing day 2026-11-20").sees("The day: November 20, 2026")


def test_a_biller_has_the_last_month_sent_for_the_accountant(
    chat: Chat, register: Register
) -> None:
    day = chat.person(BEN).types("/billing day")
    form = day.press("Send to accountant…").sees("Tax is counted when it is paid")
    wrong = form.submit(accounts_last="2026-09-30").sees("before the first")
    assert wrong.kind == "errors"
    form.submit().sees("is on its way to you")
    log = audit.of_target(register.store, register.mine, "2026-10-01 2026-10-31 xlsx")
    assert [entry.actor for entry in log] == [BEN]
    assert "Send to accountant…" not in chat.person(FLORENCE).types("/billing day").buttons
    fr = chat.person(BEN, "fr-FR").types("/billing jour").press("Envoyer au comptable…")
    fr.submit().sees("Le fichier est en route")


def test_in_french(chat: Chat, register: Register) -> None:
    notes(register, register.invoice(register.payer()))
    shown = chat.person(FLORENCE, "fr-FR").types("/billing jour")
    shown.sees("La journée : 23 novembre 2026", "Espèces : 100,00", "Total : 100,00")
    shown.press("Jour précédent").sees("22 novembre 2026")


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "2026-11-24", "²"])
def test_what_is_no_day_is_refused(chat: Chat, register: Register, text: str) -> None:
    chat.person(BEN).types(f"/billing day {text}").is_refused("")


@pytest.mark.parametrize("user", [SAM, NOAH, STRANGER])
def test_others_do_not_see_it(chat: Chat, register: Register, user: str) -> None:
    chat.person(user).types("/billing day").is_refused("")
    assert "The day" not in chat.person(user).types("/billing").buttons


def test_as_many_queries_for_one_payment_as_for_many(
    chat: Chat, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    attempt = register.store.attempt
    monkeypatch.setattr(register.store, "attempt", lambda work: asked.append(work) or attempt(work))
    ada, counts = register.payer(), []
    for number in (1, 6):
        for _ in range(number):
            notes(register, register.invoice(ada))
        asked.clear()
        chat.person(BEN).types("/billing day")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
