"""Products."""

from sandbox.stripe.books import Books, Record
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.errors import invalid, no_such
from sandbox.stripe.goods import PLAIN, add_price, add_product, price_of
from sandbox.stripe.lists import matching, page
from sandbox.stripe.shapes import Body


def create(call: Call) -> Body:
    given = call.get("default_price_data")
    price = price_of(given, "default_price_data") if given else None
    record = add_product(call.books, call.params)
    if price:
        record.body["default_price"] = add_price(call.books, record, price).id
        call.books.save(record)
    return record.body


def retrieve(call: Call) -> Body:
    return call.named("product").body


def update(call: Call) -> Body:
    record = _living(call)
    before = record.snapshot()
    price = call.linked("price", "default_price")
    if price and price.body["product"] != record.id:
        raise invalid(
            f"The price specified belongs to another product: '{price.body['product']}'.",
            "default_price",
        )
    given = metadata(call.params.get("metadata"), record.body["metadata"])
    set_fields(record.body, call.params, (*PLAIN, "default_price"))
    _emptied_lists(record.body)
    record.body |= {"metadata": given, "updated": call.books.now}
    call.books.save(record, "product.updated", before)
    return record.body


def delete(call: Call) -> Body:
    """Only what was never priced; the id stays known."""
    record = _living(call)
    if _is_priced(call.books, record):
        raise invalid(
            "This product cannot be deleted because it has one or more user-created prices."
        )
    before = record.snapshot()
    record.body = {"id": record.id, "object": "product", "deleted": True}
    call.books.save(record)
    call.books.emit("product.deleted", before)
    return record.body


def list_all(call: Call) -> Body:
    living = (one for one in call.books.all("product") if "deleted" not in one.body)
    if ids := call.get("ids"):
        living = (one for one in living if one.id in ids)
    return page(call, "/v1/products", matching(living, call, "active", "shippable", "type", "url"))


def _living(call: Call) -> Record:
    record = call.named("product")
    if "deleted" in record.body:
        raise no_such("product", record.id)
    return record


def _is_priced(books: Books, product: Record) -> bool:
    return any(price.body["product"] == product.id for price in books.all("price"))


def _emptied_lists(body: Body) -> None:
    """What an empty text took away."""
    for name in ("images", "marketing_features"):
        body[name] = body[name] or []
