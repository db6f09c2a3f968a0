"""What people do. `person` is a user id; each act says what they hear at once (Outcome).

What the app answers shows in the workspace. An act waits for the app's acknowledgement, three
seconds at most; it never raises for something that has gone meanwhile.
"""

import html
import re
from dataclasses import replace

from sandbox.slack import answers, events, payloads, posting
from sandbox.slack.block_acts import click, close, keep, set_state, submit, suggest
from sandbox.slack.delivery import COMMAND, INTERACTIVE
from sandbox.slack.outcomes import FINE, GONE, Outcome, failed
from sandbox.slack.where import Home, Message, NotThere, View, Where
from sandbox.slack.workspace import Workspace

NO_COMMAND = (
    "{name} is not a valid command. In Slack, all messages that start with the “/” character are "
    "interpreted as commands. If you are trying to send a message and not run a command, try "
    "preceding the “/” with an empty space."
)
NOT_IN_THREADS = "{name} is not supported in threads. Sorry!"
READ_ONLY = "Sending messages to this app has been turned off."


def say(
    workspace: Workspace, person: str, channel_id: str, text: str, thread_ts: str | None = None
) -> Outcome:
    """Write a message; one that begins with "/" is a command."""
    text = text.strip("\n")
    if text.startswith("/"):
        name, _, rest = text.partition(" ")
        if thread_ts:
            return Outcome(NOT_IN_THREADS.format(name=name))
        return command(workspace, person, channel_id, name, rest.strip())
    with workspace.lock:
        try:
            channel = workspace.place(channel_id, person)
        except NotThere:
            return GONE
        if channel.kind == "im" and workspace.app.messages_read_only:
            return Outcome(READ_ONLY)
        if text.strip():
            encoded = encode(workspace, text.strip())
            posting.post(workspace, channel_id, person, encoded, thread_ts=thread_ts)
            workspace.mark_read(person, channel_id)
    return FINE


def command(workspace: Workspace, person: str, channel_id: str, name: str, text: str) -> Outcome:
    """A slash command. The app's commands are not there for guests of another organisation."""
    with workspace.lock:
        try:
            who, channel = workspace.person(person), workspace.place(channel_id, person)
        except NotThere:
            return GONE
        if who.is_guest or not workspace.app.takes_command(name):
            return Outcome(NO_COMMAND.format(name=name))
        url = payloads.new_url(workspace, person, channel_id)
        payload = payloads.command(workspace, who, channel, name, text, url)
    ack = workspace.deliver(COMMAND, payload)
    with workspace.lock:
        return answers.answer_command(workspace, name, ack, url)


def shortcut(workspace: Workspace, person: str, callback_id: str) -> Outcome:
    """A global shortcut."""
    with workspace.lock:
        if not _may_use(workspace, person, callback_id, "global"):
            return GONE
        payload = payloads.shortcut(workspace, person, callback_id)
    ack = workspace.deliver(INTERACTIVE, payload)
    return failed(workspace.identity.app_name, ack.error) if ack.error else FINE


def message_shortcut(
    workspace: Workspace, person: str, callback_id: str, channel_id: str, ts: str
) -> Outcome:
    with workspace.lock:
        if not _may_use(workspace, person, callback_id, "message"):
            return GONE
        try:
            post = workspace.post_at(person, channel_id, ts)
        except NotThere:
            return GONE
        payload = payloads.message_action(workspace, person, callback_id, post)
    ack = workspace.deliver(INTERACTIVE, payload)
    return failed(workspace.identity.app_name, ack.error) if ack.error else FINE


def open_home(workspace: Workspace, person: str) -> Outcome:
    with workspace.lock:
        events.home_opened(workspace, person, "home")
    return FINE


def open_dm(workspace: Workspace, person: str) -> Outcome:
    """Look at the direct messages with the app: what stands there is read now."""
    with workspace.lock:
        events.home_opened(workspace, person, "messages")
        workspace.mark_read(person, workspace.person(person).dm)
    return FINE


def edit(workspace: Workspace, person: str, channel_id: str, ts: str, text: str) -> Outcome:
    """Change one's own message."""
    with workspace.lock:
        try:
            post = workspace.post_at(person, channel_id, ts)
        except NotThere:
            return GONE
        if post.user != person or not text.strip():
            return GONE
        posting.change(workspace, post, encode(workspace, text.strip()))
    return FINE


def delete(workspace: Workspace, person: str, channel_id: str, ts: str) -> Outcome:
    """Delete one's own message; an ephemeral one can be dismissed by whoever sees it."""
    with workspace.lock:
        try:
            post = workspace.post_at(person, channel_id, ts)
        except NotThere:
            return GONE
        if person not in (post.user, post.only_for):
            return GONE
        posting.remove(workspace, post)
    return FINE


def react(workspace: Workspace, person: str, channel_id: str, ts: str, name: str) -> Outcome:
    """Add a reaction; a second time takes it away."""
    with workspace.lock:
        try:
            post = workspace.post_at(person, channel_id, ts)
        except NotThere:
            return GONE
        users = post.reactions.setdefault(name, [])
        kind = "reaction_removed" if person in users else "reaction_added"
        (users.remove if person in users else users.append)(person)
        if not users:
            del post.reactions[name]
        post.revision = workspace.touch()
        events.reaction(workspace, kind, person, name, post)
    return FINE


def invite_app(workspace: Workspace, person: str, channel_id: str) -> Outcome:
    """Bring the app into a channel."""
    with workspace.lock:
        try:
            channel = workspace.place(channel_id, person)
        except NotThere:
            return GONE
        bot_user = workspace.identity.bot_user
        if channel.members is not None and bot_user not in channel.members:
            channel.members.add(bot_user)
            workspace.touch()
            events.member_joined(workspace, channel, bot_user)
    return FINE


def speak(workspace: Workspace, person: str, locale: str) -> Outcome:
    """Choose another language for one's Slack: "fr-FR"."""
    with workspace.lock:
        workspace.set_person(replace(workspace.person(person), locale=locale))
        events.user_changed(workspace, person)
    return FINE


def reload(workspace: Workspace, person: str) -> Outcome:
    """Load the page anew: ephemeral messages are gone, and so are modals, as in Slack."""
    posting.forget_ephemerals(workspace, person)
    with workspace.lock:
        workspace.windows.clear(person)
        workspace.touch()
    return FINE


def encode(workspace: Workspace, text: str) -> str:
    """A typed text as Slack keeps it: & < > as entities, @Name and #channel as references."""
    text = html.escape(text, quote=False)
    us = workspace.identity
    names = {f"@{person.name}": f"<@{person.id}>" for person in workspace.people}
    names |= {f"#{one.name}": f"<#{one.id}>" for one in workspace.channels if one.kind == "channel"}
    names[f"@{us.app_name}"] = f"<@{us.bot_user}>"
    found = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.sub(rf"(?<!\w)(?:{found})(?!\w)", lambda match: names[match[0]], text)


def _may_use(workspace: Workspace, person: str, callback_id: str, kind: str) -> bool:
    """Shortcuts are the app's own, and not there for guests."""
    if workspace.person(person).is_guest:
        return False
    known = [one for one in workspace.shortcuts() if one.kind == kind]
    return not workspace.app.given or any(one.callback_id == callback_id for one in known)


__all__ = [
    "Home",
    "Message",
    "Outcome",
    "View",
    "Where",
    "click",
    "close",
    "keep",
    "set_state",
    "submit",
    "suggest",
]
