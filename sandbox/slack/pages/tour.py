"""The things to try as one person sees them: in their language, with a way to whoever can."""

from typing import Any

from sandbox.slack.pages.names import Names
from sandbox.slack.pages.places import Place, href
from sandbox.slack.pages.render_mrkdwn import mrkdwn
from sandbox.slack.pages.rows import who
from sandbox.slack.pages.words import words_of
from sandbox.slack.tour import Step
from sandbox.slack.workspace import Workspace


def tour_of(workspace: Workspace, names: Names, place: Place) -> dict[str, Any]:
    """A title and the steps; {} where there is nothing to try."""
    say = words_of(place.person.locale)
    steps = workspace.tour.get(say.language) or workspace.tour.get("en") or ()
    if not steps:
        return {}
    return {
        "title": say.counted("{n} thing to try", "{n} things to try", len(steps)),
        "steps": [_step(workspace, names, place, step) for step in steps],
    }


def _step(workspace: Workspace, names: Names, place: Place, step: Step) -> dict[str, Any]:
    """`who` and `href`: whom to switch to, where the reader can't do it themselves."""
    shown = {"title": step.title, "text": mrkdwn(step.text, names)}
    person = step.person or (workspace.people[0].id if place.person.is_guest else place.person.id)
    if person == place.person.id:
        return shown
    channel = step.channel or place.channel.id
    return shown | {"who": who(person, names, workspace), "href": href(person, channel)}
