"""Which scopes the app needs for which kind of channel."""

from sandbox.slack.people import Channel
from sandbox.slack.refusals import ApiError
from sandbox.slack.workspace import Workspace

KINDS = {"public_channel": "channels", "private_channel": "groups", "mpim": "mpim", "im": "im"}
"""The kinds of channel that a call may name, and what their scopes begin with."""


def of_every_kind(what: str) -> tuple[str, ...]:
    """`what` is "read", "history" or "write". In the order in which Slack names them."""
    return tuple(f"{begin}:{what}" for begin in KINDS.values())


def kind(channel: Channel) -> str:
    return {"channel": "public_channel", "im": "im"}.get(channel.kind, "")


def need(workspace: Workspace, *scopes: str) -> None:
    """Each of them."""
    missing = [scope for scope in scopes if not workspace.app.may(scope)]
    if missing:
        raise missing_scope(workspace, missing)


def need_for(workspace: Workspace, channel: Channel, what: str) -> None:
    """The scope for this kind of channel."""
    need(workspace, f"{KINDS[kind(channel)]}:{what}")


def need_for_kinds(workspace: Workspace, kinds: list[str]) -> None:
    """The scope to list each of these kinds."""
    if not set(kinds) <= set(KINDS):
        raise ApiError("invalid_types")
    need(workspace, *(f"{KINDS[one]}:read" for one in kinds))


def missing_scope(workspace: Workspace, needed: list[str] | tuple[str, ...]) -> ApiError:
    provided = ",".join(sorted(workspace.app.scopes))
    return ApiError("missing_scope", needed=",".join(needed), provided=provided)
