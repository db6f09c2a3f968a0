"""Sends documents as files: drawn at that moment, and kept nowhere."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.installations import Installations
from desk.book_files import ACCOUNTS, DAY, accounts_file_for, day_file_for
from desk.card_qr import REQUEST, qr_for
from desk.context import Desk
from desk.documents import INVOICE, file_for
from desk.export_files import drawn_file
from desk.help.summaries import SUMMARY
from desk.help.summary_picture import picture_for
from desk.link_letters import QR as LINK
from desk.link_letters import qr_for as link_qr_for
from desk.receipt_mails import KIND as RECEIPT
from desk.receipts import file_for as receipt_for
from desk.refund_documents import KIND as REFUND
from desk.refund_documents import file_for as refund_for
from desk.reminders.fee_picture import FEE_REPORT
from desk.reminders.fee_picture import picture_for as fee_picture_for
from storage.outbox import OutboxRow

CHANNELS = ("C", "G")
"""Begin Slack's ids of channels; people's begin otherwise."""
_PICTURES: Mapping[str, Callable[[Desk, int, str], tuple[str, bytes]]] = {
    SUMMARY: picture_for,
    FEE_REPORT: fee_picture_for,
}
"""Of a week or a month, the same for whoever gets it."""


class Documents:
    """Uploads what an outbox row of desk.documents.KIND names."""

    def __init__(self, desk: Desk, installations: Installations) -> None:
        self._desk = desk
        self._installations = installations

    def send(self, row: OutboxRow, comment: str) -> tuple[str, str]:
        """The channel where it is shown; Slack tells no ts. Raises what calls to Slack raise, and
        RightLost where the person has lost the right to it since they asked."""
        name, content = self._drawn(row)
        client = self._installations.client(row.practice_id)
        channel = row.recipient
        if not channel.startswith(CHANNELS):
            opened: Any = client.conversations_open(users=row.recipient)
            channel = str(opened["channel"]["id"])
        client.files_upload_v2(
            channel=channel, filename=name, title=name, file=content, initial_comment=comment
        )
        return channel, ""

    def _drawn(self, row: OutboxRow) -> tuple[str, bytes]:
        reader = (self._desk, row.practice_id, row.recipient)
        for name, draw in _PICTURES.items():
            if name in row.payload:
                return draw(self._desk, row.practice_id, row.payload[name])
        if RECEIPT in row.payload:
            return receipt_for(*reader, row.payload[RECEIPT])
        if REFUND in row.payload:
            return refund_for(*reader, row.payload[REFUND])
        if REQUEST in row.payload:
            return qr_for(*reader, row.payload[REQUEST])
        if DAY in row.payload:
            return drawn_file(day_file_for(*reader, row.payload[DAY]))
        if LINK in row.payload:
            return link_qr_for(*reader, row.payload[LINK])
        if ACCOUNTS in row.payload:
            return drawn_file(accounts_file_for(*reader, row.payload[ACCOUNTS]))
        return file_for(*reader, int(row.payload[INVOICE]))
