"""Holds what the local Stripe sends to Stripe's own declarations of its objects and errors.

A checker is made once for each definition; what comes of it are findings, such as
"payment_intent.amount: missing".
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import stripe

from sandbox.stripe.annotations import leaves
from sandbox.stripe.service import Service
from sandbox.stripe.shapes import schema

Check = Callable[[Any, str], list[str]]
"""A value and its path → findings."""
Kind = list[Any]

_ANYTHING = {"any", "unknown", "object"}
_DECIMAL = re.compile(r"-?\d+(\.\d+)?([eE]-?\d+)?")
_LIST = ("data", "has_more", "url")


def findings_of(service: Service) -> list[str]:
    """About all bodies that were sent, each with the request that got it, and about all events.
    A body that a fault has spoilt is a text, and passed over."""
    found = [
        f"{entry.verb} {entry.path}: {finding}"
        for entry in service.log.since()
        if isinstance(entry.body, dict)
        for finding in check_body(entry.body)
    ]
    for books in service.all_books:
        for event in books.all("event"):
            found += [f"{event.body['type']}: {one}" for one in check_object(event.body)]
            found += [f"{event.body['type']}: {one}" for one in _check_data(event.body["data"])]
    return list(dict.fromkeys(found))


def check_body(body: Mapping[str, Any]) -> list[str]:
    if set(body) == {"error"}:
        return _check_error(body["error"])
    if body.get("object") in ("list", "search_result"):
        return [*_absent(body, _LIST, str(body["object"])), *_check_all(body["data"])]
    if "object" not in body and isinstance(body.get("data"), list):
        pages = ("next_page_url", "previous_page_url")
        return [*_absent(body, pages, "list"), *_check_all(body["data"])]
    return check_object(body)


def check_object(body: Any, path: str = "") -> list[str]:
    """By what its `object` says."""
    named = schema()["objects"].get(body.get("object"))
    if not named:
        return [f"{path or 'object'}: no declaration of {body.get('object')!r}"]
    deleted = body.get("deleted") is True
    fitting = [one for one in named if ("Deleted" in one) == deleted] or named
    return min((_definition(one)(body, path or body["object"]) for one in fitting), key=len)


def _check_all(bodies: Iterable[Any]) -> Iterator[str]:
    for body in bodies:
        yield from check_object(body)


def _check_data(data: dict[str, Any]) -> list[str]:
    extra = set(data) - {"object", "previous_attributes"}
    return [*(f"data.{name}: unknown" for name in extra), *check_object(data["object"])]


def _absent(body: Mapping[str, Any], names: Iterable[str], path: str) -> list[str]:
    return [f"{path}.{name}: missing" for name in names if name not in body]


@cache
def _error_fields() -> dict[str, bool]:
    """Of stripe.ErrorObject, each with whether it is a text."""
    module = stripe.ErrorObject.__module__
    declared = stripe.ErrorObject.__annotations__
    return {name: str in leaves(one, module) for name, one in declared.items()}


def _check_error(error: dict[str, Any]) -> list[str]:
    found = _absent(error, ("type", "message"), "error")
    for name, value in error.items():
        if name not in _error_fields():
            found.append(f"error.{name}: unknown")
        elif _error_fields()[name] and not isinstance(value, str):
            found.append(f"error.{name}: {value!r} is no text")
        elif isinstance(value, dict):
            found += check_object(value, f"error.{name}")
    return found


@cache
def _definition(named: str) -> Check:
    declared = schema()["defs"][named]
    return _fields(declared["p"], declared.get("i"))


def _fields(declared: dict[str, Any], others: Kind | None) -> Check:
    required = [name for name, (_, absent) in declared.items() if not absent]
    checks = {name: _later(kind) for name, (kind, _) in declared.items()}
    rest = _later(others) if others else None

    def run(value: Any, path: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{path}: {_short(value)} is no object"]
        found = _absent(value, required, path)
        for name, inside in value.items():
            if check := checks.get(name, rest):
                found += check(inside, f"{path}.{name}")
            else:
                found.append(f"{path}.{name}: unknown")
        return found

    return run


def _later(kind: Kind) -> Check:
    """Declarations refer to each other in circles."""
    made: list[Check] = []

    def run(value: Any, path: str) -> list[str]:
        if not made:
            made.append(_union(kind[1:] if kind[0] == "|" else [kind]))
        return made[0](value, path)

    return run


def _union(kinds: list[Kind]) -> Check:
    names = {kind[0] for kind in kinds}
    choices = [kind[1] for kind in kinds if kind[0] == "lit"]
    wholes = [_one(kind) for kind in kinds if kind[0] == "def"]
    others = [_one(kind) for kind in kinds if kind[0] not in ("lit", "null", "void", "def", "open")]

    def run(value: Any, path: str) -> list[str]:
        if names & _ANYTHING:
            return []
        if value is None:
            return [] if "null" in names else [f"{path}: null, and never null"]
        if any(value == one and type(value) is type(one) for one in choices):
            return []
        fitting = wholes if isinstance(value, dict) and wholes else [*others, *wholes]
        tried = [check(value, path) for check in fitting]
        return min(tried, key=len, default=[f"{path}: {_short(value)} is none of {len(choices)}"])

    return run


def _one(kind: Kind) -> Check:
    if kind[0] == "list":
        return _list_of(_later(kind[1]))
    if kind[0] == "apilist":
        return _page_of(_later(kind[1]))
    if kind[0] == "obj":
        return _fields(kind[1], kind[2])
    if kind[0] == "def":
        return _named(kind[1])
    return lambda value, path: (
        [] if _SCALARS[kind[0]](value) else [f"{path}: {_short(value)} is no {kind[0]}"]
    )


def _named(definition: str) -> Check:
    declared = schema()["defs"][definition]["p"].get("object")
    wanted = declared[0][1] if declared and declared[0][0] == "lit" else None

    def run(value: Any, path: str) -> list[str]:
        have = value.get("object") if isinstance(value, dict) else None
        if wanted and isinstance(have, str) and have != wanted:
            return [f"{path}: a {have}, not a {wanted}"] * 99  # so that another of a union fits
        return _definition(definition)(value, path)

    return run


def _list_of(check: Check) -> Check:
    def run(value: Any, path: str) -> list[str]:
        if not isinstance(value, list):
            return [f"{path}: {_short(value)} is no list"]
        return [finding for one in value for finding in check(one, f"{path}[]")]

    return run


def _page_of(check: Check) -> Check:
    def run(value: Any, path: str) -> list[str]:
        if not isinstance(value, dict) or value.get("object") != "list":
            return [f"{path}: {_short(value)} is no list object"]
        found = _absent(value, _LIST, path)
        return found + [finding for one in value["data"] for finding in check(one, f"{path}[]")]

    return run


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_SCALARS: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "decimal": lambda value: isinstance(value, str) and bool(_DECIMAL.fullmatch(value)),
}


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 60 else f"{text[:57]}..."
