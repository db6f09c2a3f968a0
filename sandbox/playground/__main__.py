"""`python -m sandbox.playground --port N`: a Slack workspace, a local Stripe and the clients'
mailbox, under one port and in one virtual time."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sandbox.loopback import LOOPBACK
from sandbox.mailbox.mailbox import Mailbox, NoMailbox
from sandbox.playground.playground import Places, Playground
from sandbox.serving import run_until_ended
from sandbox.slack import options as slack
from sandbox.stripe import options as stripe


def parser() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="python -m sandbox.playground", description=__doc__)
    asked.add_argument("--host", default="127.0.0.1", help="loopback only")
    asked.add_argument("--port", type=int, required=True, help="of the pages; 0: any free one")
    asked.add_argument("--smtp-port", type=int, default=0, help="for mail; 0: any free one")
    asked.add_argument("--folder", type=Path, help="keeps payments, mails and time over a restart")
    asked.add_argument("--clock-file", type=Path, help="told how far the clock was moved")
    asked.add_argument("--control", action="store_true", help="with the control APIs for tests")
    slack.add_options(asked)
    stripe.add_options(asked)
    return asked


def main(arguments: Sequence[str] | None = None) -> int:
    command = parser()
    asked = command.parse_args(arguments)
    if asked.host not in LOOPBACK:
        return _refuse(f"{asked.host} is not this machine: the playground serves loopback only")
    try:
        playground = _playground(command, asked)
    except NoMailbox as refusal:
        return _refuse(str(refusal))
    except OSError as error:
        what = f"{error.filename} can’t be used" if error.filename else _no_mail(asked.smtp_port)
        return _refuse(f"{what}: {error.strerror}.")
    run_until_ended(playground, _said(playground))
    return 0


def _playground(command: argparse.ArgumentParser, asked: argparse.Namespace) -> Playground:
    folder: Path | None = asked.folder
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    service = stripe.service_of(
        command, asked, file=folder and folder / "stripe.db", clock_file=asked.clock_file
    )
    mailbox = Mailbox(service.clock, folder and folder / "mail.db")
    places = Places(slack.workspace_of(asked, service.clock), service, mailbox)
    request_url = slack.request_url_of(asked)
    return Playground(
        places, asked.port, asked.smtp_port, request_url=request_url, control=asked.control
    )


def _no_mail(port: int) -> str:
    return f"Mail can’t be taken in at port {port}"


def _said(playground: Playground) -> str:
    return (
        f"The playground is at {playground.url}; SLACK_API_URL={playground.slack_url}"
        f" STRIPE_API_BASE={playground.stripe_url} SMTP_URL={playground.smtp_url}"
    )


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)  # noqa: T201
    return 2


if __name__ == "__main__":
    sys.exit(main())
