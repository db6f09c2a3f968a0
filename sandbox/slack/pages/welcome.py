"""What stands at the beginning of a conversation; with the app, also what can be typed there."""

from dataclasses import asdict
from typing import Any

from sandbox.slack.pages.names import Names
from sandbox.slack.pages.places import Place
from sandbox.slack.pages.rows import who
from sandbox.slack.pages.words import words_of
from sandbox.slack.workspace import Workspace


def welcome_of(workspace: Workspace, names: Names, place: Place) -> dict[str, Any]:
    say = words_of(place.person.locale)
    if place.channel.kind != "im":
        return {"words": say("This is the very beginning of the {name} channel.", name=place.name)}
    beginning = "This is the very beginning of your direct messages with {name}."
    app, bot_user = workspace.app, workspace.identity.bot_user
    return {
        "words": say(beginning, name=place.name),
        "app": who(bot_user, names, workspace),
        "about": app.description,
        "commands": [] if app.messages_read_only else [asdict(one) for one in app.commands],
        "home": place.href(place.person.home) if app.home_enabled else None,
    }
