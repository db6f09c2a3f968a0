"""Whether Slack would take a message: its text, its blocks and its attachments."""

import json
from typing import Any

from sandbox.slack.block_rules import Fault
from sandbox.slack.blocks import block_faults, refused, tables
from sandbox.slack.refusals import ApiError

LONGEST_TEXT = 40_000
LONGEST_BLOCKS, LONGEST_WITH_MARKDOWN = 12_000, 13_000
"""Characters of all blocks, as JSON: chat.postMessage refuses more, a response_url does not. Slack
doesn't say where it begins; these are seen to be safe (slackapi/bolt-js#2867, #2509)."""
MOST_ATTACHMENTS = 100

Attachment = dict[str, Any]

_TEXTS = (
    *("fallback", "color", "pretext", "author_name", "author_link", "author_icon", "title"),
    *("title_link", "text", "image_url", "thumb_url", "footer", "footer_icon", "callback_id"),
)
_LISTS = {"fields": dict, "actions": dict, "mrkdwn_in": str}
_SHOWN = ("blocks", "fallback", "text", "pretext", "title", "image_url", "thumb_url", "fields")
"""One of these is there in an attachment that shows something."""
_BESIDE_BLOCKS = frozenset({"blocks", "color", "fallback", "id"})
"""What an attachment with blocks may have: no field of the older kind."""


def check_message(text: str, blocks: object, attachments: object, *, by_url: bool = False) -> None:
    """Raises ApiError, as chat.postMessage answers; `by_url`: as a response_url does."""
    check_parts(text, blocks, attachments, by_url=by_url)
    if not shows_something(text, blocks, attachments):
        raise ApiError("no_text")


def shows_something(text: str, blocks: object, attachments: object) -> bool:
    """Whether there is anything to see; of parts that are right."""
    attached = attachments if isinstance(attachments, list) else []
    return bool(text or blocks or any(one.get(name) for one in attached for name in _SHOWN))


def check_parts(text: str, blocks: object, attachments: object, *, by_url: bool = False) -> None:
    """The same for parts that may all be empty, as in an update that leaves others alone."""
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    attached = _attached(attachments)
    if len(text) > LONGEST_TEXT:
        raise ApiError("msg_too_long")
    inside = [block for one in attached for block in one.get("blocks") or ()]
    if tables([*blocks, *inside]) > 1:
        raise ApiError("invalid_attachments", ["[ERROR] only_one_table_allowed"])
    if faults := block_faults(blocks, "message", "/blocks"):
        raise refused("invalid_blocks", faults)
    if faults := [fault for at, one in enumerate(attached) for fault in _block_faults(at, one)]:
        raise refused("invalid_attachments", faults)
    if not by_url and _are_too_long(blocks):
        raise ApiError("msg_blocks_too_long")


def _are_too_long(blocks: list[Any]) -> bool:
    markdown = any(block["type"] == "markdown" for block in blocks)
    most = LONGEST_WITH_MARKDOWN if markdown else LONGEST_BLOCKS
    return len(json.dumps(blocks, ensure_ascii=False)) > most


def _attached(attachments: object) -> list[Attachment]:
    """The attachments, once their own fields are right; their blocks are not looked into."""
    if not isinstance(attachments, list):
        raise ApiError("invalid_attachments", ["[ERROR] must provide an array"])
    if len(attachments) > MOST_ATTACHMENTS:
        raise ApiError("too_many_attachments")
    faults = [fault for number, one in enumerate(attachments) for fault in _faults(number, one)]
    if faults:
        raise refused("invalid_attachments", faults)
    return attachments


def _faults(number: int, attachment: object) -> list[Fault]:
    here = f"/attachments/{number}"
    if not isinstance(attachment, dict):
        return [("must provide an object", here)]
    given = {name: value for name, value in attachment.items() if value is not None}
    faults = [
        ("must provide a string", f"{here}/{name}")
        for name in _TEXTS
        if not isinstance(given.get(name, ""), str)
    ]
    for name, kind in _LISTS.items():
        listed = given.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(one, kind) for one in listed):
            faults.append(("must be a valid value", f"{here}/{name}"))
    if not isinstance(given.get("blocks", []), list):
        faults.append(("must provide an array", f"{here}/blocks"))
    if given.get("blocks") and not set(given) <= _BESIDE_BLOCKS:
        extra = min(set(given) - _BESIDE_BLOCKS)
        faults.append((f"invalid additional property: {extra}", here))
    return faults


def _block_faults(number: int, attachment: Attachment) -> list[Fault]:
    blocks = attachment.get("blocks") or []
    return block_faults(blocks, "message", f"/attachments/{number}/blocks")
