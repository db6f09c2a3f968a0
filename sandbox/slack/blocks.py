"""Whether Slack would take blocks, a view or options, and what it says where it doesn't.

Shapes and lengths stand in data/slack.schema.json; what a schema can't say, in block_rules.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, ValidationError

from sandbox.slack.block_rules import Fault, rule_faults
from sandbox.slack.elements import nested
from sandbox.slack.refusals import ApiError

SCHEMA = Path(__file__).parent / "data" / "slack.schema.json"

MOST_BLOCKS = 50
LARGEST_VIEW = 250_000

_SENTENCES = {
    "maxLength": "must be less than {more} characters",
    "minLength": "must be more than {less} characters",
    "maxItems": "no more than {given} items allowed",
    "minItems": "no fewer than {given} items allowed",
    "pattern": "must match the pattern {given}",
}
_KINDS = {"array": "an array", "object": "an object", "string": "a string", "boolean": "a boolean"}


def checked_view(view: object, kind: str) -> dict[str, Any]:
    """The view. Raises ApiError, as views.open answers; `kind`: "modal" or "home"."""
    if not isinstance(view, dict) or view.get("type") != kind:
        raise ApiError("invalid_arguments", ["[ERROR] must be a valid view [json-pointer:/view]"])
    if len(json.dumps(view)) > LARGEST_VIEW:
        raise ApiError("view_too_large")
    faults = [*_schema_faults(kind.title(), view, "/view")]
    if not faults:
        faults += [*rule_faults(view["blocks"], kind, "/view/blocks")]
        if kind == "modal" and not view.get("submit") and _has_inputs(view["blocks"]):
            faults.append(("missing required field: submit", "/view"))
    if faults:
        raise refused("invalid_arguments", faults)
    return view


def check_options(said: dict[str, Any]) -> list[dict[str, Any]]:
    """The options or groups of options in the answer to a block_suggestion. Raises ApiError."""
    name = "option_groups" if "option_groups" in said else "options"
    offered = said.get(name)
    if not isinstance(offered, list) or len(offered) > 100:
        raise ApiError("invalid_options")
    select = {"type": "static_select", "action_id": "offered", name: offered}
    if offered and block_faults([{"type": "actions", "elements": [select]}], "message", ""):
        raise ApiError("invalid_options")
    return offered


def block_faults(blocks: list[Any], surface: str, base: str) -> list[Fault]:
    """What is wrong with the blocks of a message: sentences with their pointers below `base`."""
    faults = [*_schema_faults("Blocks", blocks, base)]
    if len(blocks) > MOST_BLOCKS:
        faults.append((f"no more than {MOST_BLOCKS} items allowed", base))
    return faults or [*rule_faults(blocks, surface, base)]


def tables(blocks: list[Any]) -> int:
    """How many tables there are, in containers too; the shapes may still be wrong."""
    known = [one for one in blocks if isinstance(one, dict)]
    inside = [one for block in known for one in nested(block)[1] if isinstance(one, dict)]
    return sum(one.get("type") == "table" for one in [*known, *inside])


def _has_inputs(blocks: list[dict[str, Any]]) -> bool:
    return any(block["type"] == "input" for block in blocks)


def refused(word: str, faults: list[Fault]) -> ApiError:
    """The refusal that names every fault once."""
    unique = dict.fromkeys(faults)
    sentences = [f"{sentence} [json-pointer:{pointer}]" for sentence, pointer in unique]
    more = {"errors": sentences} if word == "invalid_blocks" else {}
    return ApiError(word, [f"[ERROR] {sentence}" for sentence in sentences], **more)


def _schema_faults(name: str, document: object, base: str) -> Iterator[Fault]:
    for error in _validator(name).iter_errors(document):
        while error.context:
            error = max(error.context, key=lambda inner: len(inner.absolute_path))
        pointer = "/".join([base, *map(str, error.absolute_path)])
        yield _sentence(error), pointer


@cache
def _validator(name: str) -> Draft7Validator:
    definitions = json.loads(SCHEMA.read_text())["definitions"]
    return Draft7Validator({**definitions[name], "definitions": definitions})


def _sentence(error: ValidationError) -> str:
    """Slack's words for what the schema found."""
    given: Any = error.validator_value
    found: Any = error.instance
    match error.validator:
        case "required":
            missing = [name for name in given if name not in found]
            return f"missing required field: {missing[0]}"
        case "additionalProperties":
            known: Any = error.schema
            extra = sorted(set(found) - set(known["properties"]))
            return f"invalid additional property: {extra[0]}"
        case "enum" | "const" if error.absolute_path and error.absolute_path[-1] == "type":
            return f"unsupported type: {error.instance}"
        case "type":
            return f"must provide {_KINDS.get(given, f'a {given}')}"
        case "maxLength" | "minLength" | "maxItems" | "minItems" | "pattern":
            numbers = {"more": given + 1, "less": given - 1} if isinstance(given, int) else {}
            return _SENTENCES[error.validator].format(given=given, **numbers)
    return "must be a valid value"
