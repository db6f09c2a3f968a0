"""Erasing a client's data from their card: owners only, and typed to be meant."""

from commands.asked import Asked
from commands.client.erasure_views import done_view, erasure_view
from commands.client.ids import client_id
from desk import erasure


def on_erase(asked: Asked) -> None:
    """Says what would go and what stays, and asks for the reference."""
    what = erasure.to_erase(asked.desk, asked.person, client_id(asked.value))
    asked.reply.open(erasure_view(asked.say, what))


def on_erase_submitted(asked: Asked) -> None:
    """A reference that was mistyped is told in its field (WrongFields)."""
    typed = asked.values.get(erasure.TYPED, "")
    done = erasure.erase(asked.desk, asked.person, client_id(asked.private), typed)
    asked.reply.update(done_view(asked.say, done))
