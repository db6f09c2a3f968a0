"""`python -m sandbox.slack --port N [--request-url URL | --socket]`: a workspace of its own."""

import argparse
import sys
from collections.abc import Sequence

from sandbox.loopback import LOOPBACK
from sandbox.serving import run_until_ended
from sandbox.slack.options import add_options, request_url_of, workspace_of
from sandbox.slack.server import Server


def parser() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="python -m sandbox.slack", description=__doc__)
    asked.add_argument("--host", default="127.0.0.1", help="loopback only")
    asked.add_argument("--port", type=int, required=True, help="0: any free one")
    asked.add_argument("--control", action="store_true", help="with the control API for tests")
    add_options(asked)
    return asked


def main(arguments: Sequence[str] | None = None) -> int:
    asked = parser().parse_args(arguments)
    if asked.host not in LOOPBACK:
        refusal = f"{asked.host} is not this machine: the workspace serves loopback only"
        print(refusal, file=sys.stderr)  # noqa: T201
        return 2
    workspace, request_url = workspace_of(asked), request_url_of(asked)
    server = Server(workspace, asked.port, request_url=request_url, control=asked.control)
    name = workspace.identity.team_name
    run_until_ended(server, f"{name} is at {server.url}; SLACK_API_URL={server.api_url}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
