"""Refunds while Paydesk is killed: in part, with a credit note and a mail, and one that comes back
later."""

from collections.abc import Callable, Iterator

from rules.payment_state import State
from rules.refund_state import REFUND, REFUND_BACK
from sandbox.stripe.refunds import ENDS_AFTER_SECONDS
from storage import credit_notes, invoices, models
from storage.credit_notes import CREDIT, UNDONE
from tests.crash.flow import TOTAL, Flow, bill, charge, of_form, the
from tests.crash.letterbox import read
from tests.crash.process import Process
from tests.support.cast import OLIVIA
from tests.support.refunding import balance_of, lines_of, refund

PART = 4_000
_FORM = "a-refund"


def _paid(method: str) -> Callable[[Process], None]:
    def prepare(process: Process) -> None:
        bill(method)(process)
        charge(process)
        process.until_rest()
        process.world.mails.clear()

    return prepare


def _refund(process: Process) -> None:
    """Somebody sends the form: the same one, however often."""
    if of_form(process, _FORM) is None:
        refund(process.register, OLIVIA, charge(process), PART, request=_FORM, mail=True)


def _refunded(process: Process) -> None:
    _refund(process)
    process.until_rest()


def _comes_back(process: Process) -> None:
    """It fails at Stripe, which is asked then what has happened."""
    _refunded(process)
    process.passes(ENDS_AFTER_SECONDS + 1)
    process.link.poll.look()
    process.link.news.work_off()
    process.until_rest()


def _gone(process: Process) -> Iterator[str]:
    yield from _ends(process, State.SUCCEEDED, [(REFUND, -PART)], [CREDIT], PART)
    yield from _at_stripe(process, "succeeded")


def _back(process: Process) -> Iterator[str]:
    """Where Paydesk first hears of it when it has failed, nothing was credited or told."""
    lines = [(REFUND, -PART), (REFUND_BACK, PART)]
    notes = [CREDIT, UNDONE] if _was_known_to_succeed(process) else []
    yield from _ends(process, State.FAILED, lines, notes, 0)
    yield from _at_stripe(process, "failed")


def _was_known_to_succeed(process: Process) -> bool:
    made = of_form(process, _FORM)
    log = models.Audit
    logged = log.select(log.action).where(log.target == (made.uid if made else ""))
    return {"action": "refund.succeeded"} in process.desk.store.select(logged)


def _ends(
    process: Process, state: State, lines: list[tuple[str, int]], notes: list[str], credited: int
) -> Iterator[str]:
    """In that state, with those lines in the ledger, and of each of `notes`, kinds of credit notes,
    one, and a mail."""
    register, made = process.register, of_form(process, _FORM)
    if made is None or made.state != state:
        yield f"the refund ends as {made and made.state}, not {state}"
        return
    if lines_of(register, made) != lines:
        yield f"the ledger has {lines_of(register, made)}"
    written = credit_notes.of_refunds(register.store, register.mine, [made.id])
    if [one.kind for one in written] != notes:
        yield f"the credit notes are {[one.kind for one in written]}, not {notes}"
    names = {one["Message-ID"] for one in read(process.world.mails)}
    if len(names) != len(notes):
        yield f"{len(names)} mails came, by their ids, not {len(notes)}"
    balance = balance_of(register, the(process)[1])
    if balance != (invoices.PAID, TOTAL - credited, credited, 0):
        yield f"the invoice is {balance}"


def _at_stripe(process: Process, status: str) -> Iterator[str]:
    """One refund, and it is so."""
    found = process.register.client.v1.refunds.list({"limit": 100}).data
    if [(one.amount, one.status) for one in found] != [(PART, status)]:
        yield f"Stripe has {[(one.amount, one.status) for one in found]}"


FLOWS = (
    Flow("a part is refunded", _paid("pm_card_visa"), _refunded, _gone, 70),
    Flow("a refund comes back", _paid("pm_card_refundFail"), _comes_back, _back, 110),
)
