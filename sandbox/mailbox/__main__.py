"""`python -m sandbox.mailbox --port N --smtp-port M`: a mailbox of its own."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import TextIO

from sandbox.mailbox.mailbox import Mailbox, NoMailbox
from sandbox.mailbox.server import Server


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
        _say(str(refusal), sys.stderr)
        return 2
    except OSError as error:
        _say(f"Mail can’t be taken in at port {asked.smtp_port}: {error.strerror}.", sys.stderr)
        return 2
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    with server:
        _say(f"The mailbox is at {server.url}; SMTP_URL={server.smtp.url}", sys.stdout)
        stopped.wait()
    mailbox.close()
    return 0


def _say(text: str, where: TextIO) -> None:
    print(text, file=where, flush=True)


if __name__ == "__main__":
    sys.exit(main())
