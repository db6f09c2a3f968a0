"""What the owners hear of a message that could not be delivered: to whom, and why, not what."""

from desk.context import Desk
from desk.language import Language
from desk.letters import Letter, send
from desk.privacy import escape
from storage import members, practices
from storage.outbox import OutboxRow


def tell_owners_of_undelivered(desk: Desk, row: OutboxRow, why: str, uid_begins: str) -> None:
    """A message to each owner who isn't the lost one's reader."""
    practice = practices.get(desk.store, row.practice_id)
    if practice is None:
        return
    with desk.store.transaction():
        for owner in members.owners(desk.store, row.practice_id):
            if owner.slack_user != row.recipient:
                uid = f"{uid_begins}{row.id}:{owner.slack_user}"
                send(desk, practice, owner.slack_user, uid, lambda say: _letter(say, row, why))


def _letter(say: Language, row: OutboxRow, why: str) -> Letter:
    mention = f"<#{row.recipient}>" if row.recipient.startswith("C") else f"<@{row.recipient}>"
    text = say(
        "Paydesk could not deliver a message to {reader}: Slack says “{why}”. Look whether they "
        "are still in the workspace, and tell them yourself what they need to know.",
        reader=mention,
        why=escape(why),
    )
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return {"text": text, "blocks": [block]}
