"""What became of reminders: which went out, which did not, and why."""

from collections.abc import Mapping

from flask import url_for
from flask.typing import ResponseReturnValue

from admin import words
from admin.here import here, show
from admin.reminders.words import state_words, tone_of, who_pays
from admin.table import Cell, Column, Filter, Place, Table, asked, paged
from desk.admin import reminders as lists
from desk.admin.names import names_of
from desk.reminders.why import why
from desk.reminders.words import kind_name, occasion_words, offset_words, rule_words
from rules.reminder_state import CLIENT, COUNTED, State
from rules.words import sentence
from storage.reminder_facts import About
from storage.reminders import Reminder

ALL, SENT, NOT_SENT, LOST = "", "sent", "not-sent", "lost"
STATES = Filter(
    "state",
    sentence("What became of it"),
    (
        (ALL, sentence("All")),
        (SENT, sentence("Sent")),
        (NOT_SENT, sentence("Not sent")),
        (LOST, sentence("Missed or failed")),
    ),
)
IN_STATES: Mapping[str, tuple[str, ...]] = {
    ALL: tuple(State),
    SENT: (State.SENT, State.SENDING),
    NOT_SENT: (State.SKIPPED,),
    LOST: (State.MISSED, State.FAILED),
}
COLUMNS = (
    Column(sentence("When")),
    Column(sentence("What")),
    Column(sentence("Invoice")),
    Column(sentence("Who pays")),
    Column(sentence("Occasion")),
    Column(sentence("What became of it")),
)


def show_list() -> ResponseReturnValue:
    at, wish = here(), asked([STATES])
    states = IN_STATES[wish.chosen[STATES.name]]
    wanted = lists.read_search(at.desk, at.practice, at.person, wish.search, states)

    def fetch(after: Place | None, before: Place | None, limit: int) -> list[Reminder]:
        places = after[1] if after else None, before[1] if before else None
        return list(lists.rows(at.desk, at.person, wanted, *places, limit))

    page = paged(wish, fetch, lambda one: ("", one.id))
    about, zone = lists.around(at.desk, at.practice, at.person, page.rows)
    table = Table(
        caption=sentence("What went out, and what did not"),
        columns=COLUMNS,
        rows=[_row(one, about[one.subject_id], zone) for one in page.rows],
        asked=wish,
        empty=sentence("Nothing went out yet."),
        endpoint="admin.reminders_sent",
        filters=[STATES],
        search=sentence("Number of an invoice"),
        previous=page.previous,
        next=page.next,
    )
    return show("reminders/sent.html", table=table)


def show_why(reminder_id: int) -> ResponseReturnValue:
    """The rule, the times, and what the mail server said."""
    at = here()
    found = why(at.desk, at.practice, at.person, reminder_id)
    one, rule = found.reminder, found.rule
    return show(
        "reminders/why.html",
        found=found,
        one=one,
        kind=kind_name(at.say, one.kind),
        state=state_words(one),
        tone=tone_of(one),
        occasion=occasion_words(at.say, one),
        by_mail=one.kind == CLIENT and one.state in COUNTED,
        mailed=one.kind == CLIENT,
        zone=found.settings.time_zone,
        rule=rule_words(at.say, rule, found.settings).splitlines() if rule else [],
        who=who_pays(found.subject.name, found.subject.client) if found.subject else None,
        names=names_of(at.desk, at.person, {rule.changed_by} if rule else set()),
    )


def _row(one: Reminder, about: About, zone: str) -> list[Cell]:
    say = here().say
    return [
        Cell(
            words.moment(one.ended_at or one.was_due_at, zone),
            url_for("admin.reminders_why", reminder_id=one.id),
        ),
        Cell(kind_name(say, one.kind)),
        Cell(about.reference, url_for("admin.invoices_one", invoice_id=about.invoice_id)),
        Cell(who_pays(about.payer_name, about.payer_reference)),
        Cell(offset_words(say, one.days)),
        Cell(state_words(one), tone=tone_of(one)),
    ]
