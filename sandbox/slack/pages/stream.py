"""Server-sent events: a page hears that something has changed, and asks for the changed parts."""

from collections.abc import Iterator

from sandbox.slack.workspace import Workspace

PING_SECONDS = 20.0


def events(workspace: Workspace, ping_seconds: float = PING_SECONDS) -> Iterator[str]:
    """ "hello" at once, for whatever changed before the page listened; then "changed" each time.
    Between them it sleeps on the workspace's condition; the pings notice pages that have gone."""
    version = workspace.version
    yield f"retry: 1000\nevent: hello\ndata: {version}\n\n"
    while True:
        now = workspace.wait_for_change(version, ping_seconds)
        yield ": ping\n\n" if now == version else f"event: changed\ndata: {now}\n\n"
        version = now
