"""What many updates share: merging metadata, setting fields, and telling what was there before."""

from collections.abc import Iterable
from typing import Any

from sandbox.stripe.errors import refused_input
from sandbox.stripe.shapes import Body

MOST_KEYS, LONGEST_KEY, LONGEST_VALUE = 50, 40, 500


def metadata(given: Any, current: dict[str, str] | None = None, param: str = "metadata") -> Body:
    """Merged: an empty text takes a key away, an empty text for all takes all. Stripe's limits."""
    if given in (None, ""):
        return {} if given == "" else dict(current or {})
    merged = dict(current or {})
    for key, value in given.items():
        _check(key, str(value), param)
        if value == "":
            merged.pop(key, None)
        else:
            merged[key] = str(value)
    if len(merged) > MOST_KEYS:
        raise refused_input(f"You can only set up to {MOST_KEYS} metadata keys.", param)
    return merged


def _check(key: str, value: str, param: str) -> None:
    if not key or len(key) > LONGEST_KEY:
        raise refused_input(
            f"Metadata keys must have between 1 and {LONGEST_KEY} characters; yours has "
            f"{len(key)}: {key[:LONGEST_KEY]}",
            param,
        )
    if len(value) > LONGEST_VALUE:
        raise refused_input(
            f"Metadata values can have up to {LONGEST_VALUE} characters, but you passed in a value "
            f"that is {len(value)} characters. Invalid value: {value[:40]}",
            f"{param}[{key}]",
        )


def set_fields(body: Body, params: dict[str, Any], names: Iterable[str]) -> None:
    """Those that were given; an empty text unsets. A hash is merged into the one that is there."""
    for name in names:
        if name not in params:
            continue
        given, there = params[name], body.get(name)
        if isinstance(given, dict) and isinstance(there, dict):
            set_fields(there, given, given)
        else:
            body[name] = None if given == "" else given


def previous_attributes(before: Body, after: Body) -> Body:
    """What an event says of an update: the old values of what has changed, hash by hash."""
    changed: Body = {}
    for name in [*before, *(new for new in after if new not in before)]:
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        both = isinstance(old, dict) and isinstance(new, dict) and "object" not in new
        changed[name] = previous_attributes(old, new) if both else old  # type: ignore[arg-type]
    return changed
