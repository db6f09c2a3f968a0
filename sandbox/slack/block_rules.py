"""Slack's rules for blocks that a schema can't say."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sandbox.slack.elements import nested

Fault = tuple[str, str]
"""A sentence of Slack's, and the JSON pointer to what it is about."""
Block = dict[str, Any]

SURFACES = {
    "alert": {"modal"},
    "carousel": {"message", "home"},
    "container": {"message"},
    "context_actions": {"message"},
    "data_table": {"message", "home"},
    "data_visualization": {"message"},
    "file": set(),
    "markdown": {"message"},
    "plan": {"message"},
    "table": {"message", "home"},
    "task_card": {"message"},
}
"""Where newer blocks may stand; all others may stand everywhere."""
NOT_IN_CONTAINERS = frozenset({"input", "rich_text"})
"""Documented as children of a container, but Slack refuses them."""
TABLE_CHARACTERS = {"table": 10_000, "data_table": 20_000}
MARKDOWN_CHARACTERS = 12_000
CELLS_IN_A_ROW = 20
_SELECTS = ("static_select", "multi_static_select")


def rule_faults(blocks: list[Block], surface: str, base: str) -> Iterator[Fault]:
    """What is wrong with blocks whose shapes are right. `surface`: message, modal or home."""
    everything = [*_with_nested(blocks, base)]
    for here, block in everything:
        if surface not in SURFACES.get(block["type"], {surface}):
            yield f"unsupported type: {block['type']}", f"{here}/type"
        yield from _of_one(block, surface, here)
    yield from _repeated("block_id", [(one.get("block_id"), at) for at, one in everything])
    written = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if written > MARKDOWN_CHARACTERS:
        yield f"must be less than {MARKDOWN_CHARACTERS + 1} characters", base
    focused = [at for at, one in _walk(blocks, base) if one.get("focus_on_load") is True]
    if len(focused) > 1:
        yield "only one element may have focus_on_load", focused[1]


def _with_nested(blocks: list[Block], base: str) -> Iterator[tuple[str, Block]]:
    """Every block with its pointer, those in containers and carousels included."""
    for number, block in enumerate(blocks):
        here = f"{base}/{number}"
        yield here, block
        name, inside = nested(block)
        yield from _with_nested(inside, f"{here}/{name}")


def _of_one(block: Block, surface: str, here: str) -> Iterator[Fault]:
    kind = block["type"]
    if kind == "section" and not (block.get("text") or block.get("fields")):
        yield "must define either `text` or `fields`", here
    if kind in ("actions", "context", "context_actions") and not block["elements"]:
        yield "no fewer than 1 items allowed", f"{here}/elements"
    if kind == "card" and not {"hero_image", "title", "actions", "body"} & set(block):
        yield "must define one of hero_image, title, actions or body", here
    if kind == "container" and not (block.get("title") or block.get("rich_text_title")):
        yield "must define either `title` or `rich_text_title`", here
    if kind == "container":
        yield from _of_children(block["child_blocks"], f"{here}/child_blocks")
    if kind in TABLE_CHARACTERS:
        yield from _of_table(block, here)
    if kind == "input" and surface != "modal" and block["element"]["type"] == "file_input":
        yield "unsupported type: file_input", f"{here}/element/type"
    own = {name: part for name, part in block.items() if name != nested(block)[0]}
    inside = [*_walk(own, here)]
    yield from _repeated("action_id", [(one.get("action_id"), at) for at, one in inside])
    for at, one in inside:
        yield from _of_object(one, at)


def _of_children(children: list[Block], here: str) -> Iterator[Fault]:
    for number, child in enumerate(children):
        if child["type"] in NOT_IN_CONTAINERS:
            yield f"unsupported type: {child['type']}", f"{here}/{number}/type"


def _of_object(one: Block, at: str) -> Iterator[Fault]:
    if one.get("type") in _SELECTS and bool(one.get("options")) == bool(one.get("option_groups")):
        yield "must define either `options` or `option_groups`", at
    yield from _of_chosen(one, at)


def _of_chosen(one: Block, at: str) -> Iterator[Fault]:
    """What is chosen at first must be one of the options, to the letter."""
    groups = one.get("option_groups") or []
    options = [
        *(one.get("options") or []),
        *(each for group in groups for each in group["options"]),
    ]
    chosen = [one["initial_option"]] if one.get("initial_option") else []
    for option in [*chosen, *(one.get("initial_options") or [])]:
        if options and option not in options:
            yield "initial option must match one of the options", f"{at}/initial_option"


def _of_table(block: Block, here: str) -> Iterator[Fault]:
    rows, most = block["rows"], TABLE_CHARACTERS[block["type"]]
    if len({len(row) for row in rows}) != 1:
        yield "all rows must have the same number of cells", f"{here}/rows"
    if any(len(row) > CELLS_IN_A_ROW for row in rows):
        yield f"no more than {CELLS_IN_A_ROW} items allowed", f"{here}/rows"
    written = sum(len(str(one.get("text", ""))) for _, one in _walk(rows, here))
    if written > most:
        yield f"must be less than {most + 1} characters", f"{here}/rows"


def _repeated(what: str, named: list[tuple[str | None, str]]) -> Iterator[Fault]:
    times = Counter(name for name, _ in named if name)
    for name, count in times.items():
        if count > 1:
            at = [where for one, where in named if one == name][-1]
            yield f"`{what}` {name} already exists", at


def _walk(value: Any, at: str) -> Iterator[tuple[str, Block]]:
    """Every object in `value`, itself included, with its pointer."""
    if isinstance(value, dict):
        yield at, value
        for name, part in value.items():
            yield from _walk(part, f"{at}/{name}")
    if isinstance(value, list):
        for number, part in enumerate(value):
            yield from _walk(part, f"{at}/{number}")
