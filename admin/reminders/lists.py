"""The next of the lists that come to the staff by themselves: when, about what, and to whom."""

from collections.abc import Mapping

from flask import request, url_for
from flask.typing import ResponseReturnValue

from admin import words
from admin.here import here, notice, show
from admin.reminders.looking_ahead import DONE, pages_of, read_place, switches
from admin.table import Cell, Column, Table, asked
from desk.admin.names import names_of
from desk.cards import is_channel
from desk.method_names import method_name
from desk.reminders.bulletin_preview import BulletinPreview, ListAhead, bulletin_preview
from desk.reminders.bulletins import month_of
from desk.reminders.card_letters import expiry_words
from desk.reminders.expiring_preview import CardAhead
from desk.reminders.fee_words import month_name
from desk.reminders.words import REASONS, kind_name, moment_words
from rules.reminder_state import CARDS, FEES
from rules.words import sentence

COLUMNS = (
    Column(sentence("Client")),
    Column(sentence("Saved card")),
    Column(sentence("Expires")),
    Column(sentence("In the staff’s list?")),
    Column(sentence("Mail to the client?")),
)


def show_lists(kind: str) -> ResponseReturnValue:
    at, wish = here(), asked()
    after = read_place(wish.after)
    shown = bulletin_preview(at.desk, at.practice, at.person, kind, after)
    table = Table(
        caption=sentence("Cards that are about to expire"),
        columns=COLUMNS,
        rows=[_card(one) for one in shown.cards],
        asked=wish,
        empty=sentence("No saved card expires in time for these lists."),
        endpoint="admin.reminders_ahead",
    )
    people = {one for one in shown.readers if not is_channel(one)}
    return show(
        "reminders/lists.html",
        name=kind_name(at.say, kind),
        rule=shown.rule,
        is_on=shown.is_on,
        soon=any(one.at <= shown.until for one in shown.lists),
        lines=list_lines(shown),
        readers=_readers(shown, names_of(at.desk, at.person, people)),
        table=table if kind == CARDS else None,
        pages=pages_of(kind, after, shown.next),
        switches=switches(at.person.role, is_on=shown.is_on),
        done=notice(request.args.get("done", ""), DONE),
    )


def list_lines(shown: BulletinPreview) -> list[tuple[str, str]]:
    """When each one is due, and what comes then, or why nothing does."""
    return [
        (moment_words(here().say, one.at, shown.time_zone), _what(shown, one))
        for one in shown.lists
    ]


def _what(shown: BulletinPreview, one: ListAhead) -> str:
    say = here().say
    about = kind_name(say, shown.rule.kind)
    if shown.rule.kind == FEES:
        about = f"{about}: {month_name(say, month_of(one.occurrence))}"
    if one.why_not is None:
        return about
    return say("{what}: not, since {why}", what=about, why=REASONS[one.why_not])


def _readers(shown: BulletinPreview, names: Mapping[str, str]) -> str:
    say = here().say
    return ", ".join(
        say("the billing channel") if is_channel(one) else words.who(one, names)
        for one in shown.readers
    )


def _card(one: CardAhead) -> list[Cell]:
    say, client = here().say, one.facts.client
    named = f"{words.typed(client.name)} · {client.reference}" if client else "–"
    row = say("yes") if one.no_row is None else say("no: {why}", why=REASONS[one.no_row])
    mail = client.email if client and client.email and one.no_mail is None else ""
    if not mail:
        mail = say("no: {why}", why=REASONS[one.no_mail]) if one.no_mail else "–"
    return [
        Cell(named, url_for("admin.clients_one", client_id=client.id) if client else ""),
        Cell(method_name(say, vars(one.method))),
        Cell(expiry_words(say, one.method)),
        Cell(row, tone="good" if one.no_row is None else "quiet"),
        Cell(mail),
    ]
