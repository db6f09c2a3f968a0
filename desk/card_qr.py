"""The link to Stripe's page as a QR code, for a client at the desk: sent as a file, drawn when it
leaves, and kept nowhere."""

from uuid import uuid4

from desk.access import Person
from desk.access_requests import role_of
from desk.card_requests import named
from desk.context import Desk
from desk.documents import KIND, RightLost
from desk.qr import qr_png
from rules.words import Refusal, refuse
from storage import outbox, practices
from storage.practices import Practice

REQUEST = "card_request"
"""Names the request in the payload of an outbox row."""


def send_qr(desk: Desk, practice: Practice, person: Person, uid: str) -> None:
    """It comes to whoever asks, as a direct message."""
    if named(desk, practice, person, uid).url is None:
        raise refuse("This has moved on meanwhile. Look at it again.")
    with desk.store.transaction():
        outbox.enqueue(
            desk.store,
            practice.id,
            kind=KIND,
            recipient=person.slack_user,
            uid=f"file:{uuid4().hex}",
            payload={REQUEST: uid},
            now=desk.clock(),
        )


def qr_for(desk: Desk, practice_id: int, slack_user: str, uid: str) -> tuple[str, bytes]:
    """Its name and the image. Raises RightLost, also where the link leads nowhere any more."""
    practice = practices.get(desk.store, practice_id)
    person = Person(practice_id, slack_user, role_of(desk, practice_id, slack_user))
    if practice is None:
        raise LookupError(f"There is no practice {practice_id}.")
    try:
        asked = named(desk, practice, person, uid)
    except Refusal as refusal:
        raise RightLost from refusal
    if asked.url is None:
        raise RightLost
    return "link.png", qr_png(asked.url)
