"""The shape of each object, from Stripe's own type declarations: which fields must be there, null
where nothing is known, and which of them name another object that can be expanded."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

Body = dict[str, Any]
Complete = Callable[[Body], None]

SCHEMA = Path(__file__).parent / "data" / "stripe.schema.json"


@cache
def schema() -> dict[str, Any]:
    """`version`; `objects`: definition ids by object name; `defs`: `p` fields by name, each a type
    and whether it may be absent, `i` the type of all other fields."""
    return dict(json.loads(SCHEMA.read_text(encoding="utf-8")))


def complete(body: Body) -> Body:
    """The same object: what Stripe declares as always there and may be null is null where absent,
    in the hashes inside too."""
    _completer(definition_of(body))(body)
    return body


def definition_of(body: Mapping[str, Any]) -> str:
    """The id of its definition; of a deleted object, that of its stub."""
    found = schema()["objects"][body["object"]]
    deleted = [one for one in found if "Deleted" in one]
    living = [one for one in found if "Deleted" not in one]
    return str((deleted or found)[0] if body.get("deleted") is True else (living or found)[0])


def declares(kind: str, field: str) -> bool:
    """Whether objects of this kind have such a field: not all say when they were made."""
    return field in schema()["defs"][definition_of({"object": kind})]["p"]


@cache
def _completer(definition: str) -> Complete:
    fields = schema()["defs"][definition]["p"]
    nulls = tuple(name for name, (kind, absent) in fields.items() if not absent and _is_null(kind))
    inner = {name: deeper for name, (kind, _) in fields.items() if (deeper := _deeper(kind))}

    def run(body: Body) -> None:
        for name in nulls:
            body.setdefault(name, None)
        for name, inside in inner.items():
            value = body.get(name)
            for one in value if isinstance(value, list) else (value,):
                if isinstance(one, dict):
                    inside(one)

    return run


def _is_null(kind: list[Any]) -> bool:
    return kind == ["null"] or (kind[0] == "|" and ["null"] in kind)


def _deeper(kind: list[Any]) -> Complete | None:
    """For hashes of one kind, alone or in a list; objects of their own are complete already."""
    for one in kind[1:] if kind[0] == "|" else [kind]:
        if one[0] == "list":
            return _deeper(one[1])
        if one[0] == "def" and not name_of(one[1]):
            return lambda body, definition=one[1]: _completer(definition)(body)  # type: ignore[misc]
        if one[0] == "obj":
            return _anonymous(one[1])
    return None


def _anonymous(fields: dict[str, Any]) -> Complete:
    nulls = tuple(name for name, (kind, absent) in fields.items() if not absent and _is_null(kind))

    def run(body: Body) -> None:
        for name in nulls:
            body.setdefault(name, None)

    return run


def name_of(definition: str) -> str:
    """The name of the object with this definition; "" for a hash inside one."""
    declared = schema()["defs"][definition]["p"].get("object")
    return str(declared[0][1]) if declared and declared[0][0] == "lit" else ""


def _kinds(definition: str, field: str) -> list[list[Any]]:
    """What may stand in a field; nothing where there is no such field."""
    declared = schema()["defs"][definition]["p"].get(field)
    if declared is None:
        return []
    return list(declared[0][1:]) if declared[0][0] == "|" else [declared[0]]


@cache
def expandable(definition: str, field: str) -> tuple[str, ...]:
    """The names of the objects that this field's id may stand for; none where it is no id."""
    kinds = _kinds(definition, field)
    names = [name_of(one[1]) for one in kinds if one[0] == "def"]
    return tuple(dict.fromkeys(name for name in names if name)) if ["string"] in kinds else ()


@cache
def inside(definition: str, field: str) -> str | None:
    """The definition of the hash or object in this field; None where it holds none."""
    return next((str(one[1]) for one in _kinds(definition, field) if one[0] == "def"), None)


@cache
def items_inside(definition: str, field: str) -> str | None:
    """The definition of the objects in this field's list, where it is one that has pages."""
    lists = (one[1] for one in _kinds(definition, field) if one[0] == "apilist")
    return next((str(one[1]) for one in lists if one[0] == "def"), None)
