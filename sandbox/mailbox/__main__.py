"""`python -m sandbox.mailbox --port N --smtp-port M`: a mailbox of its own."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sandbox.mailbox.mailbox import Mailbox, NoMailbox
from sandbox.mailbox.server import Server
from sandbox.serving import run_until_ended


def parser() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="python -m sandbox.mailbox", description=__doc__)
    asked.add_argument("--port", type=int, required=True, help="of the page; 0: any free port")
    asked.add_argument("--smtp-port", type=int, required=True, help="for mail; 0: any free port")
    asked.add_argument("--file", type=Path, help="keeps the mails over a restart; none: in memory")
    asked.add_argument("--control", action="store_true", help="with the control API for tests")
    return asked


def main(arguments: Sequence[str] | None = None) -> int:
    asked = parser().parse_args(arguments)
    try:
        mailbox = Mailbox(file=asked.file)
        server = Server(mailbox, asked.port, asked.smtp_port, control=asked.control)
    except NoMailbox as refusal:
        return _refuse(str(refusal))
    except OSError as error:
        return _refuse(f"Mail can’t be taken in at port {asked.smtp_port}: {error.strerror}.")
    run_until_ended(server, f"The mailbox is at {server.url}; SMTP_URL={server.smtp.url}")
    mailbox.close()
    return 0


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)  # noqa: T201
    return 2


if __name__ == "__main__":
    sys.exit(main())
