"""Checks requests against the typed parameters of the installed stripe-python, as Stripe would.

The first fault found is answered; what fits comes out with its types: whole numbers as int,
booleans as bool, lists as lists. Annotations are read once for each route.
"""

import re
import typing
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

import typing_extensions
from stripe import RequestOptions

from sandbox.stripe import absent, removed
from sandbox.stripe.annotations import leaves
from sandbox.stripe.errors import (
    StripeError,
    missing_parameter,
    refused_input,
    unknown_parameter,
)

Read = Callable[[Any, str, bool], Any]
"""value, the parameter's name, whether it came as JSON → the value with its type."""

_LITERALS = (typing.Literal, typing_extensions.Literal)
_OPTIONS = RequestOptions.__annotations__
_SCALARS = (str, int, bool, float, Decimal)
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,18}(\.\d{1,12})?", re.ASCII)
_PLACE = re.compile(r"\d{1,6}", re.ASCII)
_NAMED_AT_MOST = 12


@cache
def reader(name: str) -> Read:
    """Of a class in stripe.params, such as "CustomerCreateParams"."""
    import stripe.params

    read = _of_typed_dict(_find(stripe.params, name))

    def run(value: Any, path: str, as_json: bool) -> Any:
        removed.check(name, value)
        params = read(value, path, as_json)
        absent.check(params)
        return params

    return run


def _find(package: Any, name: str) -> Any:
    """Also of a subpackage: "checkout.SessionCreateParams", "v2.core.AccountCreateParams"."""
    *folders, last = name.split(".")
    module = import_module(".".join([package.__name__, *folders]))
    return getattr(module, last)


@cache
def _of_typed_dict(declared: Any) -> Read:
    fields: dict[str, Read] = {}
    required = []
    for name, annotation in declared.__annotations__.items():
        if annotation is _OPTIONS.get(name):
            continue
        fields[name] = _later(annotation, declared.__module__)
        if name in declared.__required_keys__:
            required.append(name)
    if declared.__module__.startswith("stripe.params.v2") and "limit" in fields:
        # The client goes to next_page_url as it is, and declares no such parameter.
        fields["page"] = _later(str, declared.__module__)
    return lambda value, path, as_json: _hash(fields, value, path, as_json, required)


def _later(annotation: Any, module: str) -> Read:
    """Looks at the annotation when the parameter is first sent: most never are."""
    read: list[Read] = []

    def run(value: Any, path: str, as_json: bool) -> Any:
        if not read:
            read.append(_of(annotation, module))
        return read[0](value, path, as_json)

    return run


def _hash(
    fields: Mapping[str, Read], value: Any, path: str, as_json: bool, required: Sequence[str] = ()
) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refused_input("Invalid object", path)
    for name in value:
        if name not in fields:
            raise unknown_parameter(_inside(path, name))
    for name in required:
        if name not in value:
            raise missing_parameter(_inside(path, name))
    return {
        name: fields[name](given, _inside(path, name), as_json) for name, given in value.items()
    }


def _inside(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def _of(annotation: Any, module: str) -> Read:
    members = leaves(annotation, module)
    choices = [a for one in members if _is_literal(one) for a in typing.get_args(one)]
    rest = [one for one in members if not _is_literal(one) and one is not type(None)]
    structures = [_structure(one, module) for one in rest if one not in _SCALARS]
    # The client declares choices as open, for values to come; Stripe itself takes no others.
    closed = any(choice != "" for choice in choices)
    scalars = [one for one in rest if one in _SCALARS and not (one is str and closed)]
    return lambda value, path, as_json: _one(value, path, as_json, choices, scalars, structures)


def _is_literal(leaf: Any) -> bool:
    return typing.get_origin(leaf) in _LITERALS


def _one(
    value: Any,
    path: str,
    as_json: bool,
    choices: list[Any],
    scalars: list[Any],
    structures: list[Read],
) -> Any:
    if value is None:
        return None
    if value == "" and "" not in choices:
        raise _empty(path)
    if isinstance(value, dict | list):
        return _structured(value, path, as_json, structures)
    if value in choices:
        return value
    for scalar in scalars:
        fits, read = _scalar(value, scalar, as_json)
        if fits:
            return read
    raise _no_such_value(value, path, choices, scalars, bool(structures))


def _structured(value: Any, path: str, as_json: bool, structures: list[Read]) -> Any:
    """The first that fits; otherwise what the first one says."""
    first: StripeError | None = None
    for read in structures:
        try:
            return read(value, path, as_json)
        except StripeError as refusal:
            first = first or refusal
    raise first or refused_input(f"Invalid {path}: must be a string", path)


def _scalar(value: Any, wanted: Any, as_json: bool) -> tuple[bool, Any]:
    if as_json:
        return _json_scalar(value, wanted)
    text = str(value)
    if wanted is int:
        return (True, int(text)) if _WHOLE.fullmatch(text) else (False, None)
    if wanted is float:
        return (True, float(text)) if _DECIMAL.fullmatch(text) else (False, None)
    if wanted is Decimal:
        return (True, text) if _DECIMAL.fullmatch(text) else (False, None)
    if wanted is bool:
        return (True, text == "true") if text in ("true", "false") else (False, None)
    return True, text


def _json_scalar(value: Any, wanted: Any) -> tuple[bool, Any]:
    if wanted is bool or isinstance(value, bool):
        return wanted is bool and isinstance(value, bool), value
    if wanted is Decimal:
        return isinstance(value, str) and bool(_DECIMAL.fullmatch(value)), value
    return isinstance(value, (int, float) if wanted is float else wanted), value


def _empty(path: str) -> Exception:
    message = (
        f"You passed an empty string for '{path}'. We assume empty values are an attempt to unset "
        f"a parameter; however '{path}' cannot be unset. You should remove '{path}' from your "
        "request or supply a non-empty value."
    )
    return refused_input(message, path, code="parameter_invalid_empty")


def _no_such_value(
    value: Any, path: str, choices: list[Any], scalars: list[Any], structured: bool
) -> Exception:
    shown = str(value)[:80]
    if int in scalars:
        return refused_input(f"Invalid integer: {shown}", path, code="parameter_invalid_integer")
    if scalars and scalars[0] is not str:
        word = {bool: "boolean", float: "decimal", Decimal: "decimal"}[scalars[0]]
        return refused_input(f"Invalid {word}: {shown}", path)
    named = [str(choice) for choice in choices if choice != ""]
    if named and not structured:
        *others, last = named
        known = f"{', '.join(others)}, or {last}" if others else last
        many = len(named) > _NAMED_AT_MOST
        return refused_input(
            f"Invalid {path}: must be one of {f'{len(named)} known values' if many else known}",
            path,
        )
    return refused_input(f"Invalid {'array or object' if structured else 'value'}: {shown}", path)


def _structure(leaf: Any, module: str) -> Read:
    origin = typing.get_origin(leaf)
    if isinstance(leaf, type) and typing_extensions.is_typeddict(leaf):
        return _of_typed_dict(leaf)
    inner = typing.get_args(leaf)
    if origin is list:
        return _list_of(_later(inner[0], module))
    if origin is None or not inner:
        raise TypeError(f"{leaf!r} is no parameter type that is known here")
    return _map_of(_later(inner[-1], module))


def _list_of(read: Read) -> Read:
    def run(value: Any, path: str, as_json: bool) -> list[Any]:
        if isinstance(value, dict) and not as_json and all(_PLACE.fullmatch(key) for key in value):
            value = [value[key] for key in sorted(value, key=int)]
        if not isinstance(value, list):
            raise refused_input("Invalid array", path)
        return [read(one, _inside(path, str(n)), as_json) for n, one in enumerate(value)]

    return run


def _map_of(read: Read) -> Read:
    """Such as metadata, where an empty text takes a key away."""

    def run(value: Any, path: str, as_json: bool) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise refused_input("Invalid object", path)
        return {
            name: given if given == "" else read(given, _inside(path, name), as_json)
            for name, given in value.items()
        }

    return run
