"""What people hear of a mail that did not arrive, or is late: which one, and what to do."""

from functools import partial

from bot.surfaces import sentence_message
from desk import letters
from desk.context import Desk
from desk.language import Language
from desk.letters import Letter
from desk.mail import Mail
from desk.settings import practice_settings, today_at
from rules.words import Sentence, sentence
from storage import members, outbox, practices, reminder_mails

REJECTED = sentence(
    "The mail server refused it. Check the address under /client, then send it again, or give it to"
    " them in another way."
)
PUT_OFF = sentence(
    "The mail server put it off time and again. Their mailbox may be full: give it to them in "
    "another way."
)
LOCKED_OUT = sentence(
    "The mail server takes no mail from Paydesk. Whoever looks after Paydesk finds out why with "
    "`paydesk check`; until then, give it to them in another way."
)
UNKNOWN = sentence(
    "The mail server broke off time and again, so it may have arrived. Ask them before you send it "
    "again."
)
NOT_MADE = sentence(
    "It could not be written. Whoever looks after Paydesk finds the reason in the log."
)


def tell_undelivered(
    desk: Desk, practice_id: int, mail: Mail, asked_by: str | None, uid: str, why: Sentence
) -> None:
    """To the person who asked for it, or to the owners."""

    def write(say: Language) -> Letter:
        return _letter(
            say(
                "Your mail “{subject}” to {address} was not delivered. {why}",
                subject=mail.subject,
                address=mail.to,
                why=why,
            )
        )

    _tell(desk, practice_id, asked_by, uid, write)


def tell_late(desk: Desk, practice_id: int, mail: Mail, asked_by: str | None, uid: str) -> None:
    """Once for each `uid`, however often this is called."""

    def write(say: Language) -> Letter:
        return _letter(
            say(
                "Your mail “{subject}” to {address} has not left yet: the mail server can’t be "
                "reached. Paydesk keeps trying. If it can’t wait, give it to them in another way.",
                subject=mail.subject,
                address=mail.to,
            )
        )

    _tell(desk, practice_id, asked_by, uid, write)


def tell_reminders_wait(desk: Desk, practice_id: int) -> None:
    """The owners, once on each day of the practice, however many wait and however often this is
    called."""
    practice = practices.get(desk.store, practice_id)
    if practice is None:
        return
    day = today_at(desk, practice_settings(desk, practice)).isoformat()
    for owner in members.owners(desk.store, practice_id):
        uid = f"reminders-wait:{day}:{owner.slack_user}"
        if outbox.find(desk.store, practice_id, uid) is None:
            many = reminder_mails.count_on_their_way(desk.store, practice_id)
            letters.send(desk, practice, owner.slack_user, uid, partial(_waiting, many))


def _waiting(many: int, say: Language) -> Letter:
    return _letter(
        say.plural(
            "{n} reminder to a client has not left yet: the mail server can’t be reached. Paydesk"
            " keeps trying for two days; what has been paid by then is not sent.",
            "{n} reminders to clients have not left yet: the mail server can’t be reached. Paydesk"
            " keeps trying for two days; what has been paid by then is not sent.",
            many,
        )
    )


def _tell(
    desk: Desk, practice_id: int, asked_by: str | None, uid: str, write: letters.Writer
) -> None:
    practice = practices.get(desk.store, practice_id)
    if practice is None:
        return
    owners = (one.slack_user for one in members.owners(desk.store, practice_id))
    with desk.store.transaction():
        for user in [asked_by] if asked_by else owners:
            letters.send(desk, practice, user, f"{uid}:{user}", write)


def _letter(text: str) -> Letter:
    message = sentence_message(text)
    return {"text": message.text, "blocks": message.blocks}
