"""Pages of objects, as Stripe's lists give them: newest first."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sandbox.stripe.books import Record
from sandbox.stripe.call import Call
from sandbox.stripe.errors import refused_input
from sandbox.stripe.shapes import Body

DEFAULT, MOST = 10, 100
_OBJECTS = frozenset(
    {"charge", "customer", "payment_intent", "payment_link", "payment_method", "product"}
)
_COMPARE: Mapping[str, Callable[[int, int], bool]] = {
    "gt": lambda have, bound: have > bound,
    "gte": lambda have, bound: have >= bound,
    "lt": lambda have, bound: have < bound,
    "lte": lambda have, bound: have <= bound,
}


def page(call: Call, url: str, records: Iterable[Record]) -> Body:
    """Those of `records` (newest first) that the call asks for: `created`, `starting_after` or
    `ending_before`, `limit`. The object that is named there needn't be one of them."""
    found = list(_not_too_new(call, within(records, call.get("created"))))
    limit = limit_of(call.params)
    after, before = _cursors(call.params)
    if before:
        number = _number(call, before, "ending_before")
        newer = [one.body for one in found if one.number > number]
        start = max(0, len(newer) - limit)
        return listed(newer[start:], url, more=start > 0)
    if after:
        number = _number(call, after, "starting_after")
        found = [one for one in found if one.number < number]
    return listed([one.body for one in found[:limit]], url, more=len(found) > limit)


def _not_too_new(call: Call, records: Iterable[Record]) -> Iterable[Record]:
    if not (lag := call.books.service.lags.lists):
        return records
    newest = call.books.now - lag
    return (one for one in records if one.body.get("created", 0) <= newest)


def _number(call: Call, named: str, param: str) -> int:
    number = call.books.number_of(named)
    if number is None:
        raise refused_input(f"No such object: '{named}'", param, code="resource_missing")
    return number


def _cursors(params: Mapping[str, Any]) -> tuple[str | None, str | None]:
    after, before = params.get("starting_after"), params.get("ending_before")
    if after and before:
        raise refused_input("You may not provide both starting_after and ending_before", None)
    return after, before


def page_of(bodies: list[Body], params: Mapping[str, Any], url: str) -> Body:
    """For what is part of an object and has no record of its own."""
    limit = limit_of(params)
    after, before = _cursors(params)
    if before:
        end = _place(bodies, before, "ending_before")
        start = max(0, end - limit)
        return listed(bodies[start:end], url, more=start > 0)
    start = _place(bodies, after, "starting_after") + 1 if after else 0
    return listed(bodies[start : start + limit], url, more=len(bodies) > start + limit)


def listed(bodies: list[Body], url: str, more: bool = False) -> Body:
    return {"object": "list", "data": bodies, "has_more": more, "url": url}


def within(records: Iterable[Record], created: Any, field: str = "created") -> Iterable[Record]:
    """`created`: an exact second, or bounds by gt, gte, lt, lte."""
    if created is None:
        return records
    bounds = {"gte": created, "lte": created} if isinstance(created, int) else created
    return (
        one
        for one in records
        if all(_COMPARE[name](one.body[field], bound) for name, bound in bounds.items())
    )


def matching(records: Iterable[Record], call: Call, *names: str) -> Iterable[Record]:
    """Where each of these fields equals the parameter of its name, as far as it was given.
    StripeError 400 for an object that there never was: an empty list would hide the mistake."""
    wanted = {name: call.params[name] for name in names if call.get(name) is not None}
    for name in wanted.keys() & _OBJECTS:
        if call.books.get(name, wanted[name]) is None:
            call.books.find(name, wanted[name], name)
    return (one for one in records if all(one.body.get(n) == v for n, v in wanted.items()))


def limit_of(params: Mapping[str, Any]) -> int:
    """StripeError 400 beyond 1 and MOST."""
    limit = params.get("limit", DEFAULT)
    if not 1 <= limit <= MOST:
        what = "greater than or equal to 1" if limit < 1 else f"less than or equal to {MOST}"
        raise refused_input(
            f"This value must be {what}.", "limit", code="parameter_invalid_integer"
        )
    return int(limit)


def _place(bodies: list[Body], named: str, param: str) -> int:
    for place, body in enumerate(bodies):
        if body["id"] == named:
            return place
    raise refused_input(f"No such object: '{named}'", param, code="resource_missing")
