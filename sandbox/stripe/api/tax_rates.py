"""Tax rates. Percentage and kind never change: a new rate takes the place of an old one."""

from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.errors import refused_input
from sandbox.stripe.lists import matching, page
from sandbox.stripe.shapes import Body

_PLAIN = ("active", "country", "description", "display_name", "jurisdiction", "state", "tax_type")
_HIGHEST, _PLACES = 100, 4


def create(call: Call) -> Body:
    percentage = call.params["percentage"]
    if not 0 <= percentage <= _HIGHEST:
        raise refused_input(
            f"Invalid percentage: must be between 0 and {_HIGHEST}, inclusive.", "percentage"
        )
    if round(percentage, _PLACES) != percentage:
        raise refused_input(
            f"Invalid percentage: must have at most {_PLACES} decimal places.", "percentage"
        )
    body: Body = {
        "active": True,
        "effective_percentage": None,
        "flat_amount": None,
        "inclusive": call.params["inclusive"],
        "metadata": metadata(call.params.get("metadata")),
        "percentage": percentage,
        "rate_type": "percentage",
    }
    set_fields(body, call.params, _PLAIN)
    record = call.books.add("tax_rate", "txr", body)
    call.books.emit("tax_rate.created", record.body)
    return record.body


def retrieve(call: Call) -> Body:
    return call.named("tax_rate").body


def update(call: Call) -> Body:
    record = call.named("tax_rate")
    before = record.snapshot()
    given = metadata(call.params.get("metadata"), record.body["metadata"])
    set_fields(record.body, call.params, _PLAIN)
    record.body["metadata"] = given
    call.books.save(record, "tax_rate.updated", before)
    return record.body


def list_all(call: Call) -> Body:
    rates = matching(call.books.all("tax_rate"), call, "active", "inclusive")
    return page(call, "/v1/tax_rates", rates)
