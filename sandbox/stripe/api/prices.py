"""Prices. What a price is never changes; an update can only put it away or name it otherwise."""

from sandbox.stripe.beyond import beyond
from sandbox.stripe.books import Books, Record
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.errors import invalid, refused_input
from sandbox.stripe.goods import add_price, add_product, one_of, price_of
from sandbox.stripe.lists import matching, page
from sandbox.stripe.shapes import Body


def create(call: Call) -> Body:
    product = call.linked("product", "product")
    data = call.get("product_data")
    if (product is None) == (data is None):
        raise one_of("", "product", "product_data", both=product is not None)
    price = price_of(call.params)
    _make_room(call)
    return add_price(call.books, product or add_product(call.books, data), price).body


def retrieve(call: Call) -> Body:
    return call.named("price").body


def update(call: Call) -> Body:
    record = call.named("price")
    if call.get("currency_options"):
        raise beyond("currency_options")
    if record.private["inline"] and call.get("active"):
        raise invalid("Prices that were created inline cannot be made active.", "active")
    before = record.snapshot()
    _check_tax_behavior(record.body["tax_behavior"], call.get("tax_behavior"))
    given = metadata(call.params.get("metadata"), record.body["metadata"])
    _make_room(call)
    set_fields(record.body, call.params, ("active", "lookup_key", "nickname", "tax_behavior"))
    record.body["metadata"] = given
    call.books.save(record, "price.updated", before)
    return record.body


def list_all(call: Call) -> Body:
    """The active ones unless the others are asked for; never those that were made inline."""
    prices = (one for one in call.books.all("price") if not one.private["inline"])
    wanted = call.get("active", True)
    prices = (one for one in prices if one.body["active"] is wanted)
    if keys := call.get("lookup_keys"):
        prices = (one for one in prices if one.body["lookup_key"] in keys)
    if recurring := call.get("recurring"):
        prices = (
            one for one in prices if recurring.items() <= (one.body["recurring"] or {}).items()
        )
    return page(call, "/v1/prices", matching(prices, call, "currency", "product", "type"))


def _check_tax_behavior(old: str, new: str | None) -> None:
    if new and old not in ("unspecified", new):
        raise invalid(
            "You cannot change the tax behavior once it has been set to exclusive or inclusive.",
            "tax_behavior",
        )


def _make_room(call: Call) -> None:
    """One price has a lookup key at a time; `transfer_lookup_key` takes it from the other."""
    key = call.get("lookup_key")
    holder = _holder(call.books, key) if key else None
    if holder is None or holder.id == call.ids.get("price"):
        return
    if not call.get("transfer_lookup_key"):
        raise refused_input(f"A price (`{holder.id}`) already uses that lookup key.", "lookup_key")
    before = holder.snapshot()
    holder.body["lookup_key"] = None
    call.books.save(holder, "price.updated", before)


def _holder(books: Books, key: str) -> Record | None:
    return next((one for one in books.all("price") if one.body["lookup_key"] == key), None)
