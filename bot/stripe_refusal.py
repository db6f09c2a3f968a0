"""What the owners hear when Stripe refuses our key: once for each key, not at each try."""

from desk.context import Desk
from desk.language import Language
from desk.letters import Letter, send
from desk.privacy import escape
from rules.words import Refusal
from storage import members
from storage.practices import Practice


def tell_owners_of_refused_key(
    desk: Desk, practice: Practice, refusal: Refusal, key_mark: str
) -> None:
    """`key_mark` tells keys apart and is no secret."""
    with desk.store.transaction():
        for owner in members.owners(desk.store, practice.id):
            uid = f"stripe-refused:{key_mark}:{owner.slack_user}"
            send(desk, practice, owner.slack_user, uid, lambda say: _letter(say, refusal))


def _letter(say: Language, refusal: Refusal) -> Letter:
    text = say(
        "Stripe no longer tells Paydesk what happens to payments, so their state here may be old. "
        "{why} Until then, look in Stripe before you charge anything again.",
        why=escape(say.sentence(refusal.sentence)),
    )
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return {"text": text, "blocks": [block]}
