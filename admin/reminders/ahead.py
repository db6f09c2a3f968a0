"""What would go out in the next 14 days, to whom and when, and why others get nothing."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from admin import words
from admin.here import here, notice, show
from admin.reminders.lists import show_lists
from admin.reminders.rule import name_of
from admin.reminders.words import count_words, who_pays
from admin.table import PAGE_SIZE, Cell, Column, Place, Table, asked
from desk.reminders.bulletins import BULLETINS
from desk.reminders.preview import Coming, Preview, preview
from desk.reminders.rules import rules_of
from desk.reminders.words import REASONS, moment_words, offset_words
from rules.ids import read_id
from rules.reminder_state import CLIENT
from rules.roles import Action, may
from rules.words import Sentence, sentence
from storage.reminder_plan import MOST_COUNTED, START
from storage.reminder_plan import Place as PlaceAhead

COLUMNS = (
    Column(sentence("When")),
    Column(sentence("Invoice")),
    Column(sentence("Who pays")),
    Column(sentence("Left to pay"), number=True),
    Column(sentence("Occasion")),
    Column(sentence("Goes to")),
    Column(sentence("Does it go out?")),
)
DONE = {"saved": sentence("Saved. It is off until you switch it on.")}


def show_ahead(kind: str) -> ResponseReturnValue:
    if kind in BULLETINS:
        return show_lists(kind)
    at, wish = here(), asked()
    shown = preview(at.desk, at.practice, at.person, kind, _read(wish.after), PAGE_SIZE)
    table = Table(
        caption=sentence("The next 14 days"),
        columns=COLUMNS,
        rows=[_row(one, shown) for one in shown.coming],
        asked=wish,
        empty=sentence("Invoices that are due in these days come up here."),
        endpoint="admin.reminders_ahead",
        next=_placed(shown.next),
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
        next_page=_address(kind, shown.next) if shown.next else "",
        first_page=url_for("admin.reminders_ahead", kind=kind) if shown.after != START else "",
        switches=may(at.person.role, Action.EDIT_REMINDERS) and not saved.active,
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


def _address(kind: str, place: PlaceAhead) -> str:
    return url_for("admin.reminders_ahead", kind=kind, after=f"{place[0]}.{place[1]}")


def _placed(place: PlaceAhead | None) -> Place | None:
    return (str(place[0]), place[1]) if place else None


def _read(place: Place | None) -> PlaceAhead:
    """After what the page begins; what is no such place is the beginning."""
    slot = read_id(place[0]) if place else None
    return START if place is None or slot is None else (slot, place[1])
