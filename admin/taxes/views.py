"""Tax rates with all their versions, and the forms that make, edit and end them, as /tax does."""

from collections.abc import Mapping

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from admin import words
from admin.forms import Form, submitted
from admin.here import go_to, here, notice, show
from admin.page import Page, Route
from admin.table import Cell, Column, Filter, Table, asked, paged
from admin.table import Place as TablePlace
from desk import fees, taxes
from desk.admin import taxes as lists
from desk.days import day_in
from desk.place_names import place_name
from desk.privacy import plain
from desk.settings import practice_settings
from desk.taxes import EXCLUSIVE, INCLUSIVE, KIND, NAME, PERCENT, PLACE, SAMPLE
from rules.ids import read_id
from rules.invoice_totals import Totals
from rules.money import Money
from rules.places import parse_place
from rules.roles import Action
from rules.words import sentence
from storage.tax_pages import ListedVersion, Place
from storage.taxes import TaxRate

ENDED = "ended"
OPENED, PREVIEW = "opened", "preview"
"""The version that the form showed; the button that only works a sample out."""
USE = Filter("use", sentence("Rates"), (("", sentence("In use")), (ENDED, sentence("Ended"))))
COLUMNS = (
    Column(sentence("Name")),
    Column(sentence("Rate"), number=True),
    Column(sentence("How it counts")),
    Column(sentence("Country or region")),
    Column(sentence("Since")),
    Column(sentence("Until")),
)
DONE = {
    "added": sentence("Saved. New invoices can use it."),
    "edited": sentence(
        "Saved. It holds from now on; invoices that are there already keep what they have."
    ),
    "ended": sentence("It is not offered for new invoices any more. Those that have it keep it."),
}


def show_list() -> ResponseReturnValue:
    """Every version, of the rates in use or of those that are ended."""
    at, wish = here(), asked([USE])
    ended = wish.chosen[USE.name] == ENDED
    page = paged(
        wish,
        lambda after, before, limit: lists.versions(
            at.desk, at.person, ended, _place(after), _place(before), limit
        ),
        lambda one: (str(one.rate_id), one.id),
    )
    zone = _zone()
    table = Table(
        caption=sentence("Tax rates with their versions"),
        columns=COLUMNS,
        rows=[_row(one, zone, in_use=not ended) for one in page.rows],
        asked=wish,
        empty=sentence("There is none yet. Add the taxes that your invoices show, such as VAT."),
        endpoint="admin.taxes_list",
        filters=[USE],
        previous=page.previous,
        next=page.next,
    )
    done = notice(request.args.get("done", ""), DONE)
    return show("taxes/list.html", table=table, done=done)


def show_new() -> ResponseReturnValue:
    return _new(Form({KIND: EXCLUSIVE}), 200)


def add() -> ResponseReturnValue:
    """A new rate; or, by the other button, only what an invoice becomes with it."""
    return submitted(_added, _new)


def show_one(rate_id: int) -> ResponseReturnValue:
    """A rate in use: its form, and all its versions."""
    rate = _rate(rate_id)
    return _one(rate, Form(_values(rate)), 200)


def edit(rate_id: int) -> ResponseReturnValue:
    """A new version from now on; or, by the other button, only what an invoice becomes with it."""
    rate = _rate(rate_id)
    return submitted(
        lambda values: _edited(rate, values), lambda form, status: _one(rate, form, status)
    )


def end(rate_id: int) -> ResponseReturnValue:
    """New invoices can't use it any more."""
    at = here()
    taxes.archive(at.desk, at.person, rate_id)
    return go_to("admin.taxes_list", done="ended")


def _added(values: Mapping[str, str]) -> ResponseReturnValue:
    at = here()
    if PREVIEW in values:
        return _new(Form(values), 200, taxes.preview(values))
    taxes.add(at.desk, at.person, values)
    return go_to("admin.taxes_list", done="added")


def _edited(rate: TaxRate, values: Mapping[str, str]) -> ResponseReturnValue:
    at = here()
    if PREVIEW in values:
        return _one(rate, Form(values), 200, taxes.preview(values))
    taxes.edit(at.desk, at.person, rate.id, read_id(values.get(OPENED, "")), values)
    return go_to("admin.taxes_one", rate_id=rate.id, done="edited")


def _new(form: Form, status: int, preview: Totals | None = None) -> Response:
    return show("taxes/new.html", status, **_form(form, preview))


def _one(rate: TaxRate, form: Form, status: int, preview: Totals | None = None) -> Response:
    at, zone = here(), _zone()
    found = lists.versions_of(at.desk, at.person, rate.id)
    return show(
        "taxes/one.html",
        status,
        rate=rate,
        columns=COLUMNS,
        versions=[_row(one, zone, in_use=False) for one in found],
        opened=form.value(OPENED) or rate.version_id,
        done=notice(request.args.get("done", ""), DONE),
        **_form(form, preview),
    )


def _form(form: Form, preview: Totals | None) -> dict[str, object]:
    at = here()
    currency = fees.home_currency(at.practice)
    kinds = [
        (EXCLUSIVE, at.say("It is added to the price")),
        (INCLUSIVE, at.say("The price contains it")),
    ]
    sample = at.say.money(Money(SAMPLE, currency))
    return {
        "form": form,
        "kinds": kinds,
        "sample": sample,
        "preview": _preview_words(preview, currency) if preview else "",
    }


def _preview_words(preview: Totals, currency: str) -> str:
    [tax] = preview.taxes
    return here().say(
        "An invoice of {price} comes to {total}: {net} and {tax} tax.",
        price=Money(SAMPLE, currency),
        total=Money(preview.total, currency),
        net=Money(preview.net, currency),
        tax=Money(tax.amount, currency),
    )


def _row(one: ListedVersion, zone: str, *, in_use: bool) -> list[Cell]:
    say = here().say
    href = url_for("admin.taxes_one", rate_id=one.rate_id) if in_use else ""
    kind = say("contained in prices") if one.inclusive else say("added to prices")
    holds = one.until is None
    until = say("holds now") if one.until is None else _day(one.until, zone)
    return [
        Cell(plain(one.name), href),
        Cell(say.percent(one.percent)),
        Cell(kind),
        Cell(place_name(parse_place(one.place), say) if one.place else say("everywhere")),
        Cell(_day(one.since, zone)),
        Cell(until, tone="good" if holds else ""),
    ]


def _day(epoch_ms: int, zone: str) -> str:
    return words.short_day(day_in(epoch_ms, zone).isoformat())


def _values(rate: TaxRate) -> dict[str, str]:
    return {
        NAME: rate.name,
        PERCENT: here().say.percent(rate.percent),
        KIND: INCLUSIVE if rate.inclusive else EXCLUSIVE,
        PLACE: rate.place or "",
    }


def _rate(rate_id: int) -> TaxRate:
    at = here()
    return taxes.tax_rate(at.desk, at.person, rate_id)


def _zone() -> str:
    at = here()
    return practice_settings(at.desk, at.practice).time_zone


def _place(place: TablePlace | None) -> Place | None:
    """What stands in the address; None where it is no place in this list."""
    rate_id = read_id(place[0]) if place else None
    return (rate_id, place[1]) if place and rate_id is not None else None


PAGE = Page(
    name="taxes",
    title=sentence("Tax rates"),
    action=Action.EDIT_TAXES,
    routes=(
        Route("list", "/", show_list),
        Route("new", "/new", show_new),
        Route("add", "/new", add, "POST"),
        Route("one", "/<id:rate_id>", show_one),
        Route("edit", "/<id:rate_id>", edit, "POST"),
        Route("end", "/<id:rate_id>/end", end, "POST"),
    ),
)
