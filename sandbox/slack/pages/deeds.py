"""What people do on the page, from a sent form to an act, and what they are told at once."""

import html
from collections.abc import Callable, Iterator
from typing import Any

from werkzeug.datastructures import MultiDict

from sandbox.slack import acts, posting
from sandbox.slack.elements import KEEPS, Element, find, usable
from sandbox.slack.outcomes import Outcome
from sandbox.slack.pages.choices import choices
from sandbox.slack.pages.places import names_for, where_from_text
from sandbox.slack.pages.render import macros_of
from sandbox.slack.pages.render_mrkdwn import as_typed, plain_text
from sandbox.slack.pages.states import field_name, options_of, state_of
from sandbox.slack.pages.words import words_of
from sandbox.slack.people import SLACKBOT
from sandbox.slack.where import Message, View, Where
from sandbox.slack.workspace import Workspace

Sent = MultiDict[str, str]
Deed = Callable[[Workspace, str, Sent], str]
"""Takes the person's id and the form; gives HTML, or "" where the page itself will show it."""


def say(workspace: Workspace, person: str, sent: Sent) -> str:
    thread = sent.get("thread") or None
    outcome = acts.say(workspace, person, sent["channel"], sent["text"], thread)
    return _tell(workspace, person, outcome, sent["channel"], thread)


def click(workspace: Workspace, person: str, sent: Sent) -> str:
    """Use an element; the app also hears what stands in the inputs around it."""
    where = where_from_text(sent["where"])
    blocks = workspace.blocks_at(person, where)
    _remember(workspace, person, where, blocks, sent)
    element = find(blocks, sent["block_id"], sent["action_id"])
    used = _used(element, sent) if element else {}
    outcome = acts.click(workspace, person, where, sent["block_id"], sent["action_id"], used)
    if not isinstance(where, Message):
        return told(workspace, person, outcome)
    thread = (
        workspace.post_at(person, where.channel, where.ts).thread_ts if outcome.notice else None
    )
    return _tell(workspace, person, outcome, where.channel, thread)


def remember(workspace: Workspace, person: str, sent: Sent) -> str:
    where = where_from_text(sent["where"])
    _remember(workspace, person, where, workspace.blocks_at(person, where), sent)
    return ""


def suggest(workspace: Workspace, person: str, sent: Sent) -> str:
    """The list under a search field."""
    where, typed = where_from_text(sent["where"]), sent.get("typed", "")
    block_id, action_id = sent["block_id"], sent["action_id"]
    element = find(workspace.blocks_at(person, where), block_id, action_id) or {"type": ""}
    if element["type"] in ("external_select", "multi_external_select"):
        found = acts.suggest(workspace, person, where, block_id, action_id, typed)
    else:
        names = names_for(workspace, workspace.person(person))
        found = choices(element, names, typed)
    return str(_macros(workspace, person, "combo.html").suggestions(found, action_id))


def submit(workspace: Workspace, person: str, sent: Sent) -> str:
    view_id = sent["view_id"]
    values: dict[str, dict[str, Any]] = {}
    kept = workspace.state_of(View(view_id), person)
    for block, element in _inputs(workspace.blocks_at(person, View(view_id))):
        state = _sent_state(block, element, sent)
        if not _on_the_page(block, element, sent):
            state = kept.get(block["block_id"], {}).get(element["action_id"], state)
        values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return told(workspace, person, acts.submit(workspace, person, view_id, values))


def close(workspace: Workspace, person: str, sent: Sent) -> str:
    acts.close(workspace, person, sent["view_id"])
    return ""


def shortcut(workspace: Workspace, person: str, sent: Sent) -> str:
    outcome = acts.shortcut(workspace, person, sent["callback_id"])
    return _tell(workspace, person, outcome, sent["channel"])


def message_shortcut(workspace: Workspace, person: str, sent: Sent) -> str:
    callback_id, channel = sent["callback_id"], sent["channel"]
    outcome = acts.message_shortcut(workspace, person, callback_id, channel, sent["ts"])
    return _tell(workspace, person, outcome, channel)


def opened(workspace: Workspace, person: str, sent: Sent) -> str:
    """They look at the app's Home or at their direct messages with it."""
    channel = workspace.channel(sent["c"])
    if channel is not None and channel.kind == "home":
        return told(workspace, person, acts.open_home(workspace, person))
    return told(workspace, person, acts.open_dm(workspace, person))


def edit_form(workspace: Workspace, person: str, sent: Sent) -> str:
    post = workspace.post_at(person, sent["channel"], sent["ts"])
    names = names_for(workspace, workspace.person(person))
    shown = {"channel": post.channel, "ts": post.ts, "raw": as_typed(post.text, names)}
    return str(_macros(workspace, person, "messages.html").edit(shown))


def edit(workspace: Workspace, person: str, sent: Sent) -> str:
    outcome = acts.edit(workspace, person, sent["channel"], sent["ts"], sent["text"])
    return told(workspace, person, outcome)


def delete(workspace: Workspace, person: str, sent: Sent) -> str:
    outcome = acts.delete(workspace, person, sent["channel"], sent["ts"])
    return told(workspace, person, outcome)


DEEDS: tuple[tuple[str, str, Deed], ...] = (
    ("POST", "say", say),
    ("POST", "click", click),
    ("POST", "state", remember),
    ("GET", "suggest", suggest),
    ("POST", "submit", submit),
    ("POST", "close", close),
    ("POST", "shortcut", shortcut),
    ("POST", "message-shortcut", message_shortcut),
    ("POST", "opened", opened),
    ("GET", "edit", edit_form),
    ("POST", "edit", edit),
    ("POST", "delete", delete),
)
"""Method, path under /page/, and what it does."""


def told(workspace: Workspace, person: str, outcome: Outcome) -> str:
    """What only this person hears, in the modal or Home; errors of a form stand in the view."""
    if not outcome.notice:
        return ""
    words = words_of(_locale(workspace, person)).again(outcome.notice)
    return str(_macros(workspace, person, "messages.html").notice(plain_text(words)))


def _tell(
    workspace: Workspace, person: str, outcome: Outcome, channel: str, thread: str | None = None
) -> str:
    """What only this person hears, as Slackbot's message in the conversation."""
    if outcome.notice:
        words = words_of(_locale(workspace, person)).again(outcome.notice)
        text = html.escape(words, quote=False)
        posting.post(workspace, channel, SLACKBOT, text, only_for=person, thread_ts=thread)
    return ""


def _inputs(blocks: list[Element]) -> Iterator[tuple[Element, Element]]:
    return ((block, one) for block, one in usable(blocks) if one["type"] in KEEPS)


def _sent_state(block: Element, element: Element, sent: Sent) -> dict[str, Any]:
    return state_of(element, sent.getlist(field_name(block["block_id"], element["action_id"])))


def _on_the_page(block: Element, element: Element, sent: Sent) -> bool:
    """Whether the page has it already. An input that tells the app of itself comes with updates
    that may be still on their way to the page; it holds what the app put into it."""
    told = bool(block.get("dispatch_action"))
    return not told or field_name(block["block_id"], element["action_id"]) in sent


def _remember(
    workspace: Workspace, person: str, where: Where, blocks: list[Element], sent: Sent
) -> None:
    """Keep what stands in the inputs, also in those that tell the app of themselves on Enter."""
    kept = workspace.state_of(where, person)
    for block, element in _inputs(blocks):
        block_id, action_id = block["block_id"], element["action_id"]
        if block["type"] == "input" and _on_the_page(block, element, sent):
            state = _sent_state(block, element, sent)
            if state != kept.get(block_id, {}).get(action_id):
                acts.keep(workspace, person, where, block_id, action_id, state)


def _used(element: Element, sent: Sent) -> dict[str, Any]:
    """What the act is told of the used element."""
    if element["type"] in KEEPS:
        return state_of(element, sent.getlist(field_name(sent["block_id"], sent["action_id"])))
    if element["type"] == "overflow":
        picked = (one for one in options_of(element) if one.get("value") == sent.get("picked"))
        return {"selected_option": next(picked, None)}
    if element["type"] == "feedback_buttons":
        return {"value": sent.get("picked")}
    return {}


def _macros(workspace: Workspace, person: str, name: str) -> Any:
    return macros_of(name, _locale(workspace, person))


def _locale(workspace: Workspace, person: str) -> str:
    found = workspace.find_person(person)
    return found.locale if found else ""
