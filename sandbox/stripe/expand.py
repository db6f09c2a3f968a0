"""Puts whole objects in place of ids where a request asks for them."""

from collections.abc import Callable
from typing import Any

from sandbox.stripe.books import Books
from sandbox.stripe.errors import refused_input
from sandbox.stripe.shapes import Body, definition_of, expandable, inside

DEEPEST = 4
Include = Callable[[Books, Body], Any]


def expanded(
    books: Books, body: Body, paths: list[str], includable: dict[tuple[str, str], Include]
) -> Body:
    """A copy of `body`, as deep as it was changed. `includable`: parts that are left out unless
    asked for, by object and field, such as a session's line items. StripeError for a bad path."""
    result = dict(body)
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise refused_input(
                f"You cannot expand more than {DEEPEST} levels of a property. Property: {path}",
                "expand",
            )
        _Walk(books, includable, path).into(result, _definition(result), steps)
    return result


def _definition(body: Body) -> str | None:
    return None if body["object"] in ("list", "search_result") else definition_of(body)


class _Walk:
    def __init__(self, books: Books, includable: dict[tuple[str, str], Include], path: str) -> None:
        self._books = books
        self._includable = includable
        self._path = path

    def into(self, body: Body, definition: str | None, steps: list[str]) -> None:
        step, rest = steps[0], steps[1:]
        if definition is None or body.get("object") == "list":
            self._into_list(body, step, rest)
            return
        include = self._includable.get((str(body.get("object")), step))
        if include and not isinstance(body.get(step), dict):
            body[step] = include(self._books, body)
        kinds = expandable(definition, step)
        deeper = inside(definition, step)
        if not (include or kinds or (deeper and rest)):
            raise refused_input(f"This property cannot be expanded ({self._path}).", "expand")
        self._step(body, step, kinds, deeper, rest)

    def _into_list(self, body: Body, step: str, rest: list[str]) -> None:
        if step == "total_count" and step in body:
            return
        if step != "data" or not rest:
            raise refused_input(f"This property cannot be expanded ({self._path}).", "expand")
        body["data"] = [dict(one) for one in body["data"]]
        for one in body["data"]:
            self.into(one, definition_of(one), rest)

    def _step(
        self, body: Body, step: str, kinds: tuple[str, ...], deeper: str | None, rest: list[str]
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
