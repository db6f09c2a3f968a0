"""Puts whole objects in place of ids where a request asks for them.

Paths are checked before anything is done: a charge that was refused for a bad path must not have
been made.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sandbox.stripe.books import Books
from sandbox.stripe.errors import refused_input
from sandbox.stripe.route import Route
from sandbox.stripe.shapes import (
    Body,
    definition_of,
    expandable,
    inside,
    items_inside,
    name_of,
)

DEEPEST = 4
Include = Callable[[Books, Body], Any]
Includable = Mapping[tuple[str, str], Include]
"""Parts that are left out unless asked for, by object and field, such as a session's items."""


def check(route: Route, paths: Sequence[str], includable: Includable) -> None:
    """StripeError 400 for a path that leads nowhere in what this route gives."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise refused_input(
                f"You cannot expand more than {DEEPEST} levels of a property. Property: {path}",
                "expand",
            )
        if not _leads(route, steps, includable):
            raise refused_input(f"This property cannot be expanded ({path}).", "expand")


def _leads(route: Route, steps: Sequence[str], includable: Includable) -> bool:
    definition = definition_of({"object": route.gives})
    if route.is_list:
        counted = route.params.endswith("SearchParams") and steps == ["total_count"]
        return counted or _leads_in_list(definition, steps, includable)
    return _leads_from(definition, steps, includable)


def _leads_in_list(definition: str, steps: Sequence[str], includable: Includable) -> bool:
    return steps[0] == "data" and _leads_from(definition, steps[1:], includable)


def _leads_from(definition: str, steps: Sequence[str], includable: Includable) -> bool:
    if not steps:
        return False
    step, rest = steps[0], steps[1:]
    names = expandable(definition, step)
    if not rest:
        return bool(names) or (name_of(definition), step) in includable
    if items := items_inside(definition, step):
        return _leads_in_list(items, rest, includable)
    deeper = inside(definition, step)
    whole = [definition_of({"object": name}) for name in names] or ([deeper] if deeper else [])
    return any(_leads_from(one, rest, includable) for one in whole)


def expanded(books: Books, body: Body, paths: Sequence[str], includable: Includable) -> Body:
    """A copy of `body`, as deep as it was changed. The paths were checked before; where an object
    has no such field, as not each of those that an id may stand for has, it stays as it is."""
    result = dict(body)
    walk = _Walk(books, includable)
    for path in paths:
        walk.into(result, _definition(result), path.split("."))
    return result


def _definition(body: Body) -> str | None:
    return None if body["object"] in ("list", "search_result") else definition_of(body)


class _Walk:
    def __init__(self, books: Books, includable: Includable) -> None:
        self._books = books
        self._includable = includable

    def into(self, body: Body, definition: str | None, steps: Sequence[str]) -> None:
        step, rest = steps[0], steps[1:]
        if definition is None or body.get("object") == "list":
            self._into_list(body, rest)
            return
        include = self._includable.get((str(body.get("object")), step))
        if include and not isinstance(body.get(step), dict):
            body[step] = include(self._books, body)
        self._step(body, step, expandable(definition, step), inside(definition, step), rest)

    def _into_list(self, body: Body, rest: Sequence[str]) -> None:
        """Without `rest`, it is the list's count that was asked for."""
        if rest:
            body["data"] = [dict(one) for one in body["data"]]
            for one in body["data"]:
                self.into(one, definition_of(one), rest)

    def _step(
        self,
        body: Body,
        step: str,
        kinds: tuple[str, ...],
        deeper: str | None,
        rest: Sequence[str],
    ) -> None:
        value = body.get(step)
        if isinstance(value, str):
            value = self._object(kinds, value)
        if not isinstance(value, dict):
            return
        body[step] = value = dict(value)
        if rest:
            whole = "object" in value and value["object"] != "list"
            self.into(value, definition_of(value) if whole else deeper, rest)

    def _object(self, kinds: tuple[str, ...], named: str) -> Body | str:
        """The object; its id stays where it is kept elsewhere, or is gone."""
        found = (self._books.get(kind, named) for kind in kinds)
        return next((record.body for record in found if record), named)
