"""The fees that hold on a day, with where they are from; and the form for the practice's own."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from admin import words
from admin.forms import WRONG, Form, submitted
from admin.here import go_to, here, notice, show
from admin.page import Page, Route
from admin.table import Cell, Column
from desk.admin.fees import FeesOn, Holding, OwnRow, fees_on
from desk.admin.names import names_of
from desk.choices import currency_groups
from desk.fee_words import fee_words, method_name, region_name, what_it_is_for
from desk.fees import home_currency
from desk.own_fees import CURRENCY, METHOD, SINCE, save_own_fees
from desk.privacy import plain
from desk.settings import practice_settings, today_at
from rules.fees import METHODS, FeeRow
from rules.money import Money
from rules.roles import Action, may
from rules.words import Sentence, sentence

ON = "on"
"""The day that is asked about, in the address."""
HOLDING = (
    Column(sentence("Region")),
    Column(sentence("How the client pays")),
    Column(sentence("Fee")),
    Column(sentence("Since")),
    Column(sentence("Where this is written")),
    Column(sentence("Entered by")),
)
OWN = (
    Column(sentence("What it is for")),
    Column(sentence("Fee")),
    Column(sentence("Since")),
    Column(sentence("Until")),
    Column(sentence("Where this is written")),
    Column(sentence("Entered by")),
)
DONE = {"saved": sentence("Saved. Whatever was quoted or paid before keeps the fees it had.")}
_NO_DAY = sentence("Choose a day.")


def show_list() -> ResponseReturnValue:
    """Those that hold today, or on the day that the address names."""
    at = here()
    today = today_at(at.desk, practice_settings(at.desk, at.practice))
    asked = request.args.get(ON, "")
    day, wrong = _day(asked, today)
    fees = fees_on(at.desk, at.person, day)
    names = _names(fees)
    return show(
        "fees/list.html",
        WRONG if wrong else 200,
        form=Form({ON: asked or today.isoformat()}, wrong),
        day=day,
        holding_columns=HOLDING,
        holding=[_holding(one, names) for one in fees.holding],
        own_columns=OWN,
        own=[_own(one, day, names) for one in fees.own],
        estimated=not any(one.row.own for one in fees.holding),
        may_edit=may(at.person.role, Action.EDIT_FEE_ROWS),
        done=notice(request.args.get("done", ""), DONE),
    )


def show_new() -> ResponseReturnValue:
    at = here()
    today = today_at(at.desk, practice_settings(at.desk, at.practice))
    began = {METHOD: "card", CURRENCY: home_currency(at.practice), SINCE: today.isoformat()}
    return _new(Form(began), 200)


def add() -> ResponseReturnValue:
    """A row of the practice's own, from a day on."""
    return submitted(_added, _new)


def _added(values: Mapping[str, str]) -> ResponseReturnValue:
    at = here()
    save_own_fees(at.desk, at.practice, at.person, values, at.say.code)
    return go_to("admin.fees_list", done="saved")


def _new(form: Form, status: int) -> Response:
    at = here()
    currency = home_currency(at.practice)
    return show(
        "fees/new.html",
        status,
        form=form,
        methods=[(method, method_name(at.say, method)) for method in METHODS],
        currencies=currency_groups(at.say),
        percent=at.say.percent(Decimal("2.9")),
        fixed=at.say.money(Money(30, currency)),
    )


def _day(asked: str, today: date) -> tuple[date, Mapping[str, Sentence]]:
    """The day; today, and what is wrong, where the text is none."""
    if not asked:
        return today, {}
    try:
        return date.fromisoformat(asked), {}
    except ValueError:
        return today, {ON: _NO_DAY}


def _names(fees: FeesOn) -> Mapping[str, str]:
    at = here()
    return names_of(at.desk, at.person, {one.saved.by for one in fees.own})


def _holding(one: Holding, names: Mapping[str, str]) -> list[Cell]:
    say, row = here().say, one.row
    by = words.who(one.saved.by, names) if one.saved else "–"
    return [
        Cell(region_name(say, one.region, one.currency)),
        Cell(method_name(say, row.method)),
        Cell(fee_words(say, row).replace(" ", words.NO_BREAK), tone="good" if row.own else ""),
        Cell(words.short_day(row.since.isoformat()) if row.since else "–"),
        Cell(_source(row)),
        Cell(by),
    ]


def _own(one: OwnRow, day: date, names: Mapping[str, str]) -> list[Cell]:
    say, row = here().say, one.saved.row
    holds = one.holds(day)
    until = words.short_day(one.until.isoformat()) if one.until else say("until another follows")
    return [
        Cell(what_it_is_for(say, row)),
        Cell(fee_words(say, row), tone="good" if holds else "quiet"),
        Cell(words.short_day(row.since.isoformat()) if row.since else "–"),
        Cell(until),
        Cell(plain(str(row.source))),
        Cell(words.who(one.saved.by, names)),
    ]


def _source(row: FeeRow) -> str:
    """Of the practice's own row as it was typed; of the price list with the day it was read."""
    say = here().say
    if row.own:
        return say("Own row: “{source}”", source=plain(str(row.source)))
    return say("Published price list, read on {day}.", day=row.checked_on)


PAGE = Page(
    name="fees",
    title=sentence("Fee rows"),
    action=Action.SEE_FEES,
    routes=(
        Route("list", "/", show_list),
        Route("new", "/new", show_new, action=Action.EDIT_FEE_ROWS),
        Route("add", "/new", add, "POST", Action.EDIT_FEE_ROWS),
    ),
)
