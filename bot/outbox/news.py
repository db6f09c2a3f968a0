"""What the owners hear of a message that could not be delivered: to whom, and why, not what."""

from desk.cards import is_channel
from desk.context import Desk
from desk.language import Language
from desk.letters import Letter, Writer, send
from desk.privacy import escape
from storage import members, practices


def tell_owners_of_undelivered(
    desk: Desk, practice_id: int, reader: str, why: str, uid: str
) -> None:
    """A message to each owner who isn't the lost one's `reader`, a Slack user or channel; once for
    each `uid`."""

    def write(say: Language) -> Letter:
        return _letter(
            say(
                "Paydesk could not deliver a message to {reader}: Slack says “{why}”. Look whether "
                "they are still in the workspace, and tell them yourself what they need to know.",
                reader=_mention(reader),
                why=escape(why),
            )
        )

    _tell_owners(desk, practice_id, uid, write, but=reader)


def tell_owners_of_channel(desk: Desk, practice_id: int, channel: str, why: str, uid: str) -> None:
    """That nothing can be shown in the channel any more, and who sees it instead."""

    def write(say: Language) -> Letter:
        return _letter(
            say(
                "Paydesk can’t write in {channel} any more: Slack says “{why}”. What belongs there "
                "goes to people’s direct messages instead. Invite Paydesk back into the channel, or"
                " choose another one with /billing.",
                channel=f"<#{channel}>",
                why=escape(why),
            )
        )

    _tell_owners(desk, practice_id, uid, write)


def tell_owners_of_unmade(desk: Desk, practice_id: int, reader: str, uid: str) -> None:
    """That something for `reader` is missing because of a mistake of ours."""

    def write(say: Language) -> Letter:
        return _letter(
            say(
                "Paydesk could not write a message for {reader}. Whoever looks after Paydesk finds "
                "the reason in the log.",
                reader=_mention(reader),
            )
        )

    _tell_owners(desk, practice_id, uid, write)


def _tell_owners(
    desk: Desk, practice_id: int, uid: str, write: Writer, but: str | None = None
) -> None:
    practice = practices.get(desk.store, practice_id)
    if practice is None:
        return
    with desk.store.transaction():
        for owner in members.owners(desk.store, practice_id):
            if owner.slack_user != but:
                send(desk, practice, owner.slack_user, f"{uid}:{owner.slack_user}", write)


def _letter(text: str) -> Letter:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return {"text": text, "blocks": [block]}


def _mention(reader: str) -> str:
    return f"<#{reader}>" if is_channel(reader) else f"<@{reader}>"
