"""What would go out in the next 14 days, to whom and when, and why others get nothing."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from admin import words
from admin.here import here, notice, show
from admin.reminders.lists import show_lists
from admin.reminders.looking_ahead import DONE, pages_of, read_place, switches
from admin.reminders.rule import name_of
from admin.reminders.words import count_words, who_pays
from admin.table import PAGE_SIZE, Cell, Column, Table, asked
from desk.reminders.bulletins import BULLETINS
from desk.reminders.preview import Coming, Preview, preview
from desk.reminders.rules import rules_of
from desk.reminders.words import REASONS, moment_words, offset_words
from rules.reminder_state import CLIENT
from rules.words import Sentence, sentence
from storage.reminder_plan import MOST_COUNTED

COLUMNS = (
    Column(sentence("When")),
    Column(sentence("Invoice")),
    Column(sentence("Who pays")),
    Column(sentence("Left to pay"), number=True),
    Column(sentence("Occasion")),
    Column(sentence("Goes to")),
    Column(sentence("Does it go out?")),
)


def show_ahead(kind: str) -> ResponseReturnValue:
    if kind in BULLETINS:
        return show_lists(kind)
    at, wish = here(), asked()
    shown = preview(at.desk, at.practice, at.person, kind, read_place(wish.after), PAGE_SIZE)
    table = Table(
        caption=sentence("The next 14 days"),
        columns=COLUMNS,
        rows=[_row(one, shown) for one in shown.coming],
        asked=wish,
        empty=sentence("Invoices that are due in these days come up here."),
        endpoint="admin.reminders_ahead",
    )
    saved = rules_of(at.desk, at.practice, at.person)[kind]
    return show(
        "reminders/ahead.html",
        table=table,
        shown=shown,
        rule=saved,
        name=name_of(kind),
        total=_total(shown),
        days=[
            (moment_words(at.say, one.at, shown.time_zone), count_words(one.many))
            for one in shown.days
        ],
        pages=pages_of(kind, shown.after, shown.next),
        switches=switches(at.person.role, is_on=saved.active),
        done=notice(request.args.get("done", ""), DONE),
    )


def _row(one: Coming, shown: Preview) -> list[Cell]:
    say, about = here().say, one.about
    goes = _why_not(one)
    return [
        Cell(words.moment(one.at, shown.time_zone)),
        Cell(about.reference, url_for("admin.invoices_one", invoice_id=about.invoice_id)),
        Cell(who_pays(about.payer_name, about.payer_reference)),
        Cell(words.money(about.due, about.currency)),
        Cell(offset_words(say, one.days)),
        Cell(_goes_to(one, shown)),
        Cell(say.sentence(goes), tone="quiet" if one.why_not else "good"),
    ]


def _why_not(one: Coming) -> Sentence:
    if one.why_not is None:
        return sentence("yes")
    return sentence("no: {why}", why=REASONS[one.why_not])


def _goes_to(one: Coming, shown: Preview) -> str:
    if one.why_not is not None:
        return "–"
    return one.about.email or "–" if shown.rule.kind == CLIENT else here().say("the staff")


def _total(shown: Preview) -> str:
    say = here().say
    if not shown.many:
        return say("Nothing comes up in the next 14 days.")
    if shown.many > MOST_COUNTED:
        return say("More than {n} reminders come up in the next 14 days.", n=MOST_COUNTED)
    return say.plural(
        "{n} reminder comes up in the next 14 days.",
        "{n} reminders come up in the next 14 days.",
        shown.many,
    )
