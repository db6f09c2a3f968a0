"""What is done while Paydesk is killed: each flow, and how it ends however often that was.

What people do is done again after each kill, as they would: the same form sent once more, the same
button pressed. `ends` says what is wrong in the end; what holds for all flows is in the invariants.
"""

from collections.abc import Callable, Iterator

from desk import elsewhere, letters, mail
from desk.charge_approvals import approve
from desk.charges import try_again
from desk.mail import Mail
from rules.payment_state import State
from storage import stripe_clients
from tests.crash import (
    card_reminder_flows,
    disputes,
    link_flows,
    questions,
    refund_flows,
    reminder_flows,
)
from tests.crash.flow import TOTAL, Flow, bill, charge, of_form, the
from tests.crash.letterbox import read
from tests.crash.process import Process
from tests.crash.world import DEBIT_DAYS, World
from tests.support.cast import BEN, FLORENCE, OLIVIA

DAY = 86_400
LARGE = 60_000
"""Above the front desk's limit."""
_TODAY = "2026-11-23"


def _charged(process: Process) -> None:
    charge(process)
    process.until_rest()


def _declined_once(process: Process) -> None:
    bill("pm_card_visa")(process)
    payer, _ = the(process)
    [method] = stripe_clients.methods_of(process.desk.store, process.register.mine, payer.id)
    process.register.next_answer(method.method_id, "insufficient_funds")


def _tried_again(process: Process) -> None:
    asked = charge(process)
    process.until_rest()
    if process.register.now(asked).state == State.DECLINED:
        register = process.register
        try_again(process.desk, register.cast.practice, register.person(BEN), asked.uid)
    process.until_rest()


def _approved(process: Process) -> None:
    asked = charge(process, FLORENCE)
    if asked.state == State.DRAFT:
        register = process.register
        approve(process.desk, register.cast.practice, register.person(BEN), asked.uid)
    process.until_rest()


def _debited(process: Process) -> None:
    charge(process)
    process.work_off()
    process.passes(DEBIT_DAYS * DAY)
    process.until_rest()


def _settled_meanwhile(process: Process) -> None:
    """A debit is on its way; then Paydesk stands still for days, and the bank settles it."""
    bill("pm_sepaDebit_success_at", "eur")(process)
    charge(process)
    process.work_off()
    before = len(process.events())
    process.passes(DEBIT_DAYS * DAY)
    process.world.told = process.events()[before:]


def _told_by_webhook(process: Process) -> None:
    for event in process.world.told:
        process.is_told(event)
    process.link.news.work_off()
    process.until_rest()


def _asked_for_events(process: Process) -> None:
    process.link.poll.look()
    process.link.news.work_off()
    process.until_rest()


def _written(process: Process) -> None:
    desk, register = process.desk, process.register
    practice = register.cast.practice
    with desk.store.transaction():
        letters.send(desk, practice, OLIVIA, "a-letter", lambda say: {"text": "Good morning"})
        to_ada = Mail("ada@example.com", "Your invoice", "It is due tomorrow.")
        mail.send(desk, practice.id, to_ada, "a-mail", asked_by=OLIVIA)
    process.until_rest()


def _ends(taken: int, *states: State, total: int = TOTAL) -> Callable[[Process], Iterator[str]]:
    """In one of those states, with so much taken at Stripe, of which the invoice has all."""

    def ends(process: Process) -> Iterator[str]:
        payer, invoice = the(process)
        operation = of_form(process)
        if operation is None or operation.state not in states:
            yield f"it ends as {operation and operation.state}, not {' or '.join(states)}"
        moved = sum(process.register.taken_from(payer))
        if moved != taken:
            yield f"{moved} was taken, not {taken}"
        if invoice.paid != taken or invoice.total != total:
            yield f"the invoice has {invoice.paid} of {invoice.total}"

    return ends


def _noted_and_undone(process: Process) -> None:
    """Cash is noted and undone, then noted anew by another window, each form sent until it is
    through."""
    register, practice = process.register, process.register.cast.practice
    person = register.person(FLORENCE)
    for request, undone in (("wrong", True), ("one-form", False)):
        _, invoice = the(process)
        form = {"elsewhere_method": "cash", "elsewhere_amount": "100", "elsewhere_day": _TODAY}
        seen = {invoice.id: invoice.version}
        noted = elsewhere.note(process.desk, practice, person, request, seen, form, "en")
        if undone and noted.state == State.SUCCEEDED:
            elsewhere.undo(process.desk, practice, person, noted.uid)
    process.until_rest()


def _ends_in_cash(process: Process) -> Iterator[str]:
    payer, invoice = the(process)
    if sum(process.register.taken_from(payer)):
        yield "money was taken at Stripe"
    if invoice.paid != TOTAL:
        yield f"the invoice has {invoice.paid}"


def _got_both(process: Process) -> Iterator[str]:
    world: World = process.world
    posts = [one.text for one in world.shown() if "Good morning" in one.text]
    if not posts:
        yield "the letter never came"
    names = {one["Message-ID"] for one in read(world.mails)}
    if len(names) != 1:
        yield f"{len(names)} mails came, by their ids"


FLOWS = (
    Flow("a card is charged", bill("pm_card_visa"), _charged, _ends(TOTAL, State.SUCCEEDED), 40),
    Flow(
        "declined, then tried again",
        _declined_once,
        _tried_again,
        _ends(TOTAL, State.SUCCEEDED),
        60,
    ),
    Flow(
        "the bank wants to ask the client",
        bill("pm_card_authenticationRequired"),
        _charged,
        _ends(0, State.NEEDS_CUSTOMER),
        40,
    ),
    Flow(
        "a debit settles days later",
        bill("pm_sepaDebit_success_at", "eur"),
        _debited,
        _ends(TOTAL, State.SUCCEEDED),
        50,
    ),
    # Where Paydesk first hears of it when it has failed, it doesn't know that it was on its way.
    Flow(
        "a debit fails days later",
        bill("pm_sepaDebit_failed_at", "eur"),
        _debited,
        _ends(0, State.FAILED, State.DECLINED),
        50,
    ),
    Flow(
        "above the limit, approved",
        bill("pm_card_visa", total=LARGE),
        _approved,
        _ends(LARGE, State.SUCCEEDED, total=LARGE),
        50,
    ),
    Flow(
        "told by webhook", _settled_meanwhile, _told_by_webhook, _ends(TOTAL, State.SUCCEEDED), 20
    ),
    Flow(
        "asked for events", _settled_meanwhile, _asked_for_events, _ends(TOTAL, State.SUCCEEDED), 20
    ),
    Flow("cash, noted, undone", bill("pm_card_visa"), _noted_and_undone, _ends_in_cash, 15),
    Flow("a message and a mail", bill("pm_card_visa"), _written, _got_both, 15),
    *link_flows.FLOWS,
    *refund_flows.FLOWS,
    *reminder_flows.FLOWS,
    *card_reminder_flows.FLOWS,
    Flow(
        "a question, handed over",
        questions.opened,
        questions.handed_over,
        questions.ends_waiting,
        30,
    ),
    Flow(
        "a question, taken and resolved",
        questions.waiting,
        questions.resolved,
        questions.ends_resolved,
        30,
    ),
    Flow(
        "a dispute, and its reminders",
        disputes.paid_and_disputed,
        disputes.reminded,
        disputes.ends_reminded,
        30,
    ),
    Flow(
        "a dispute is lost",
        disputes.heard_and_lost,
        disputes.told,
        disputes.ends_lost,
        20,
    ),
)
"""All of them: a new one is a line here."""
