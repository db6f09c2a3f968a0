"""Whether the local workspace gets slower as its channels fill."""

import time

from sandbox.slack import acts
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import BILLING, OLIVIA, actions, button, calls, section

BLOCKS = [section("A *line*"), actions(button("go"))]
MESSAGES = 900
POSTS = 20


def later_posts_to_first() -> float:
    """The time of a post among 900 messages against that of one among the first."""
    workspace = Workspace()
    _seconds(workspace)
    early = min(_seconds(workspace) for _ in range(3))
    for number in range(MESSAGES):
        acts.say(workspace, OLIVIA, BILLING, str(number))
    return min(_seconds(workspace) for _ in range(3)) / early


def _seconds(workspace: Workspace) -> float:
    began = time.perf_counter()
    for _ in range(POSTS):
        calls(workspace, "chat.postMessage", channel=BILLING, text="x", blocks=BLOCKS)
    return time.perf_counter() - began
