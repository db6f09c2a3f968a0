"""One line of JSON, read strictly: whatever is not as agreed gets a sentence, never a guess."""

import json
import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, BinaryIO, NoReturn

from rules.words import Refusal, refuse

LONGEST_LINE = 10_000
"""In bytes. A line that is meant has about 200."""

Fields = dict[str, Any]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BYTE_ORDER_MARK = "\ufeff"  # some systems begin a file with one
_MOST_SHOWN = 40
_CARD_NUMBER_DIGITS = 13  # the shortest; nothing with as many digits is ever repeated


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of `stream`, one at a time; of one that is too long, only the beginning."""
    while line := stream.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        yield line


def read_object(line: bytes, keys: Collection[str]) -> Fields:
    """The JSON object in `line`, which has exactly `keys`, or a Refusal."""
    if len(line) > LONGEST_LINE:
        raise refuse(
            "This line is longer than {limit} bytes. Write one JSON object a line.",
            limit=LONGEST_LINE,
        )
    if not line.strip():
        raise refuse("This line is empty. Write one JSON object a line.")
    fields = _decoded(line)
    if not isinstance(fields, dict):
        raise refuse("This line is JSON, but not an object. Write one JSON object a line.")
    if fields.keys() != set(keys):
        _refuse_keys(fields, keys)
    return fields


def _decoded(line: bytes) -> Any:
    try:
        return _decoder.decode(line.decode().removeprefix(_BYTE_ORDER_MARK))
    except UnicodeDecodeError:
        raise refuse("This line is not UTF-8 text. Write one JSON object a line.") from None
    except (ValueError, RecursionError):
        raise refuse("This line is not JSON. Write one JSON object a line.") from None


def _object(pairs: list[tuple[str, Any]]) -> Fields:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise refuse("These keys stand more than once: {keys}.", keys=shown(", ".join(twice)))
    return fields


def _not_a_number(name: str) -> NoReturn:
    raise ValueError(name)


_decoder = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_not_a_number)


def _refuse_keys(fields: Fields, keys: Collection[str]) -> NoReturn:
    missing = [key for key in keys if key not in fields]
    if missing:
        raise refuse("These keys are missing: {keys}.", keys=", ".join(missing))
    unknown = ", ".join(key for key in fields if key not in keys)
    raise refuse(
        "These keys are not known: {keys}. The known ones are {known}.",
        keys=shown(unknown),
        known=", ".join(keys),
    )


def whole_number(fields: Fields, key: str, largest: int) -> int:
    """The value of `key`, a JSON integer from 1 to `largest`: no fraction, text or boolean."""
    value = fields[key]
    if type(value) is not int or not 1 <= value <= largest:
        raise refuse(
            "“{key}” must be a whole number of minor units from 1 to {largest}, such as {example}.",
            key=key,
            largest=str(largest),
            example="15000",
        )
    return value


def text(fields: Fields, key: str, example: str) -> str:
    """The value of `key`, which must be a text."""
    value = fields[key]
    if not isinstance(value, str):
        raise refuse(
            "“{key}” must be a text such as {example}, not {value}.",
            key=key,
            example=f'"{example}"',
            value=shown(value),
        )
    return value


def choice(fields: Fields, key: str, choices: Collection[str]) -> str:
    """The value of `key`, which must be one of `choices`."""
    value = fields[key]
    if not isinstance(value, str) or value not in choices:
        raise _not_a_choice(key, sorted(choices), value)
    return value


def choice_or_null(fields: Fields, key: str, choices: Collection[str]) -> str | None:
    """As `choice`, and null is one of them."""
    value = fields[key]
    if value is not None and not (isinstance(value, str) and value in choices):
        raise _not_a_choice(key, [*sorted(choices), "null"], value)
    return value


def yes_no_or_null(fields: Fields, key: str) -> bool | None:
    value = fields[key]
    if value is not None and not isinstance(value, bool):
        raise _not_a_choice(key, ["true", "false", "null"], value)
    return value


def _not_a_choice(key: str, choices: list[str], value: object) -> Refusal:
    return refuse(
        "“{key}” must be one of {choices}, not {value}.",
        key=key,
        choices=", ".join(choices),
        value=shown(value),
    )


def day(fields: Fields, key: str) -> date:
    """The value of `key`, a day written as 2026-11-23."""
    value = text(fields, key, "2026-11-23")
    found = _day(value)
    if found is None:
        raise refuse(
            "“{key}” must be a day written as {example}, not {value}.",
            key=key,
            example="2026-11-23",
            value=shown(value),
        )
    return found


@lru_cache(maxsize=1024)
def _day(value: str) -> date | None:
    if not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def shown(value: object) -> str:
    """`value` as it may be repeated to a person: short, printable, and never a card number."""
    match value:
        case str():
            written = value
        case list():
            written = "[…]"
        case dict():
            written = "{…}"
        case _:
            written = json.dumps(value)
    if sum(char.isdigit() for char in written) >= _CARD_NUMBER_DIGITS:
        return "…"
    short = written if len(written) <= _MOST_SHOWN else f"{written[: _MOST_SHOWN - 1]}…"
    return "".join(char if char.isprintable() else "�" for char in short)
