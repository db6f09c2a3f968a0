"""The thread that sends mails: a mail server that hangs holds up nothing else."""

import logging
from collections.abc import Mapping
from threading import Event, Thread

from bot.outbox.mail_message import address_in
from bot.outbox.mails import MailAccount, Mails
from bot.outbox.rendering import Files
from bot.references import report_failure
from bot.settings import Settings
from desk.context import Desk
from storage.failures import StoreDown

log = logging.getLogger("paydesk.mail")

TICK_SECONDS = 1
STOP_WITHIN_SECONDS = 2
"""It was told to finish long before it is waited for."""


def build_mails(
    settings: Settings, desk: Desk, files: Mapping[str, Files], owner: str
) -> "MailWorker":
    """With the mail server that the settings name, if they do."""
    if settings.mail_server is None:
        return MailWorker(None)
    account = MailAccount(settings.mail_server, address_in(settings.mail_from))
    lease_ms = settings.lease_seconds * 1_000
    return MailWorker(Mails(desk, account, files, f"{owner}:mails", lease_ms))


class MailWorker:
    """Works until nothing is due, then sleeps until it is nudged or a second is over. Without
    `mails`, as there is no mail server, it does nothing."""

    def __init__(self, mails: Mails | None) -> None:
        self._mails = mails
        self._due = Event()
        self._stopping = Event()
        self._thread = Thread(target=self._run, args=(mails,), name="mails", daemon=True)

    def start(self) -> None:
        if self._mails is not None:
            self._thread.start()

    def nudge(self) -> None:
        """There may be something to send."""
        self._due.set()

    def finish(self) -> None:
        """Begin nothing more. Doesn't wait for what is being sent."""
        self._stopping.set()
        if self._mails is not None:
            self._mails.finish()
        self._due.set()

    def stop(self) -> None:
        """Hand back what was claimed; a mail that hangs will be a repeat."""
        self.finish()
        if self._thread.is_alive():
            self._thread.join(STOP_WITHIN_SECONDS)
        if self._mails is not None:
            self._mails.hand_back()

    def _run(self, mails: Mails) -> None:
        while not self._stopping.is_set():
            self._due.wait(TICK_SECONDS)
            self._due.clear()
            try:
                while not self._stopping.is_set() and mails.deliver_due():
                    pass
            except StoreDown as away:
                log.warning("mails wait for the store", extra={"why": str(away)})
            except Exception as error:  # noqa: BLE001 - the thread must outlive whatever it meets
                report_failure(error, "the mails' round")
