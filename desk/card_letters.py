"""The e-mail with which a client is asked for a payment method, in their language; the same text is
there to be copied."""

from desk.consent_words import consent_words, legal_notice
from desk.context import Desk
from desk.language import Language, language_of
from desk.mail import Mail, send
from storage.clients import Client
from storage.operations import Operation
from storage.practices import Practice


def letter_text(practice: Practice, asked: Operation) -> str:
    """What the client reads. It names nobody: whoever gets it by mistake learns little."""
    say = language_of(asked.shown["language"])
    parts = [
        say("Hello,"),
        say("{practice} asks you to save a payment method:", practice=practice.name),
        asked.url or "",
        say("The link is Stripe’s, which keeps your details safe. It works for 24 hours, once."),
        consent_words(say, practice.name, asked.shown["wording"]),
        legal_notice(say, practice.place),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def letter_subject(say: Language, practice: Practice) -> str:
    subject = say("{practice}: save a payment method", practice=practice.name)
    return subject if practice.livemode is True else f"{say('TEST')} · {subject}"


def send_letter(
    desk: Desk, practice: Practice, client: Client, asked: Operation, asked_by: str
) -> bool:
    """In the transaction of what it tells about; once to each address. False: it can't be sent."""
    say = language_of(asked.shown["language"])
    mail = Mail(
        to=client.email or "",
        subject=letter_subject(say, practice),
        text=letter_text(practice, asked),
    )
    return send(desk, practice.id, mail, f"card:{asked.uid}:{mail.to}", asked_by)
