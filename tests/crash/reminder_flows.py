"""Reminders while Paydesk is killed: a mail with its payment link, one whose link is paid before
the next is due, and the staff's morning digest. Each goes out once, however often that was."""

from collections.abc import Callable, Iterator

from desk.reminders.digest import digest_of
from desk.reminders.rules import usual
from desk.reminders.shown import KIND
from rules.reminder_state import CLIENT, STAFF
from storage import cards, payment_links, reminder_rules, reminders
from storage.operations import Operation
from storage.reminder_rules import Rule
from storage.reminders import Reminder
from tests.crash.flow import TOTAL, Flow, bill, taken, the
from tests.crash.letterbox import read
from tests.crash.link_flows import pays_by
from tests.crash.process import Process
from tests.crash.said import said_once
from tests.support.cast import OLIVIA, T0

_DAY, _HOURS_UNTIL_IT_IS_DUE = 86_400, 7
"""From three at night to ten in the morning, where the practice is."""
_BEFORE = (-30, -28)
"""Days before the invoice is due: today, and the day after tomorrow."""
_COMING = ("planned", "waiting", "sending")
_TODAY, _TOMORROW = "2026-11-23", "2026-11-24"


def _is_due(kind: str, *offsets: int) -> Callable[[Process], None]:
    """An invoice, of which somebody is to be reminded at ten."""

    def prepare(process: Process) -> None:
        bill("pm_card_visa")(process)
        mine, now = process.register.mine, process.clock()
        values = {"offsets": offsets, "at": 600, "active": True}
        values |= {"planned_until": now, "next_at": now}
        rule = Rule(**{**vars(usual(mine, kind)), **values})
        assert reminder_rules.put(process.desk.store, mine, rule)
        process.passes(_HOURS_UNTIL_IT_IS_DUE * 3_600)

    return prepare


def _reminded(process: Process) -> None:
    """Whether its link was opened, is asked for weeks: that is not waited for, but for a killed
    process to let go of it."""
    process.until_rest(lambda: _is_over(process) and not _is_held(process))


def _told(process: Process) -> None:
    process.until_rest()


def _is_over(process: Process) -> bool:
    history = _history(process)
    return bool(history) and all(one.state not in _COMING for one in history)


def _is_held(process: Process) -> bool:
    """Whether its link is somebody's, who may have been killed."""
    return any(link.lease_owner is not None for link in _open_links(process))


def _open_links(process: Process) -> list[Operation]:
    _, invoice = the(process)
    return payment_links.open_of(process.desk.store, process.register.mine, [invoice.id])


def _paid_by_its_link(process: Process) -> None:
    """As soon as it came; then the next one would be due."""
    process.until_rest(lambda: _is_over(process))
    for link in _open_links(process):
        pays_by(process, link)
    process.until_rest()
    next_at = T0 + (_HOURS_UNTIL_IT_IS_DUE * 3_600 + 2 * _DAY) * 1_000
    process.passes(max(0.0, (next_at - process.clock()) / 1_000))
    process.until_rest()


def _one_mail(process: Process) -> Iterator[str]:
    """With the only link that there is, by which everything can still be paid."""
    yield from _mailed(process, 1)
    [one] = _history(process)
    links = _open_links(process)
    if one.state != "sent" or one.said != "250" or [link.uid for link in links] != [one.link]:
        yield f"the reminder is {one}, the links are {[link.uid for link in links]}"
    for mail in read(process.world.mails):
        text = "".join(str(part.get_payload(decode=True)) for part in mail.walk())
        if not links or str(links[0].url) not in text:
            yield "the mail has not the link"
    yield from _made_once(process)


def _paid_and_no_other(process: Process) -> Iterator[str]:
    yield from _mailed(process, 1)
    first, *others = _history(process)
    if first.state != "sent" and not (first.said == "perhaps" and first.reason == "paid"):
        yield f"the first reminder is {first}"
    if any(one.state not in ("skipped", "planned") for one in others):
        yield f"the others are {others}"
    _, invoice = the(process)
    if taken(process) != [TOTAL] or invoice.paid != TOTAL:
        yield f"{taken(process)} was taken, the invoice has {invoice.paid}"
    yield from _made_once(process)


def _one_digest(process: Process) -> Iterator[str]:
    """With the invoice in it, or what was missed of it, where it was recovered a day later."""
    [row] = _history(process)
    mine, practice = process.register.mine, process.register.cast.practice
    days = [day for day in (_TODAY, _TOMORROW) if cards.of_key(process.desk.store, mine, KIND, day)]
    if [row.digest] != days or (row.state, row.digest) not in (
        ("sent", _TODAY),
        ("missed", _TOMORROW),
    ):
        yield f"the row is {row}, the digests are of {days}"
        return
    told = digest_of(process.desk, practice, days[0])
    if (told.many, told.missed_rows) != ((1, 0) if row.state == "sent" else (0, 1)):
        yield f"the digest has {told.many} rows, {told.missed_rows} missed"
    yield from said_once(process.world, OLIVIA, "To see to on")


def _mailed(process: Process, times: int) -> Iterator[str]:
    """Besides receipts."""
    mails = [one for one in read(process.world.mails) if "Reminder" in str(one["Subject"])]
    names = {one["Message-ID"] for one in mails}
    if len(names) != times:
        yield f"{len(names)} mails came, by their ids, not {times}"


def _made_once(process: Process) -> Iterator[str]:
    made = process.register.client.v1.payment_links.list({"limit": 100}).data
    if len(made) != 1:
        yield f"{len(made)} links were made at Stripe"


def _history(process: Process) -> list[Reminder]:
    """The invoice's reminders, the first first."""
    _, invoice = the(process)
    store, mine = process.desk.store, process.register.mine
    return reminders.of_subject(store, mine, reminders.INVOICE, invoice.id, 9)[::-1]


FLOWS = (
    Flow("a reminder by mail", _is_due(CLIENT, _BEFORE[0]), _reminded, _one_mail, 25),
    Flow(
        "a reminder, paid by its link",
        _is_due(CLIENT, *_BEFORE),
        _paid_by_its_link,
        _paid_and_no_other,
        60,
    ),
    Flow("a morning digest", _is_due(STAFF, _BEFORE[0]), _told, _one_digest, 10),
)
