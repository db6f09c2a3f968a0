"""A payment link that was made: handed on, looked at, closed, or made anew."""

from uuid import uuid4

from commands.asked import Asked
from commands.paylink.card_views import card_of_link
from commands.paylink.link_views import link_view
from commands.replies import View
from desk import link_windows, links
from desk.link_cards import KIND as LINK_KIND
from desk.link_letters import ADDRESS, send_by_mail, send_qr
from desk.links import Differs
from desk.privacy import escape
from desk.watching import show_if_moved_on
from rules.words import Refusal
from storage.operations import Operation


def on_show(asked: Asked) -> None:
    """The button on its card, in Home, or on an invoice."""
    asked.open_or_update(_window(asked, asked.value))


def on_mail(asked: Asked) -> None:
    """Sends it to the address in the window; a wrong one is told beside it (WrongFields)."""
    typed = asked.values.get(ADDRESS, "")
    to = send_by_mail(asked.desk, asked.practice, asked.person, asked.private, typed)
    notice = asked.say("*On its way to {email}.*", email=escape(to))
    asked.reply.update(_window(asked, asked.private, notice))


def on_qr(asked: Asked) -> None:
    """It comes as a direct message: a window can't show what isn't at a public address."""
    send_qr(asked.desk, asked.practice, asked.person, asked.value)
    notice = asked.say("*The QR code comes as a direct message.*")
    asked.reply.update(_window(asked, asked.value, notice))


def on_by_hand(asked: Asked) -> None:
    """The person has sent it in a message of their own."""
    links.note_sent(asked.desk, asked.practice, asked.person, asked.value)
    asked.reply.update(_window(asked, asked.value))


def on_new(asked: Asked) -> None:
    """Another link in the place of this one. Refusal where what is to be paid has changed."""
    made = links.new(
        asked.desk, asked.practice, asked.person, asked.value, uuid4().hex, modal_of(asked)
    )
    if isinstance(made, Differs):
        raise Refusal(made.why)
    show_making(asked, made)


def on_close(asked: Asked) -> None:
    links.close(asked.desk, asked.practice, asked.person, asked.value)
    asked.reply.update(_window(asked, asked.value))


def on_check(asked: Asked) -> None:
    """Has Stripe asked at once."""
    links.look_again(asked.desk, asked.practice, asked.person, asked.value)
    notice = asked.say("Paydesk is asking Stripe again.")
    asked.reply.update(_window(asked, asked.value, notice))


def on_close_card(asked: Asked) -> None:
    """Under the card, where the others see it too."""
    closed = links.close(asked.desk, asked.practice, asked.person, asked.value)
    asked.reply.redraw(card_of_link(asked.desk, asked.practice, closed))


def on_check_card(asked: Asked) -> None:
    found = links.look_again(asked.desk, asked.practice, asked.person, asked.value)
    asked.reply.redraw(card_of_link(asked.desk, asked.practice, found))


def show_making(asked: Asked, made: Operation) -> None:
    """The window turns to the link as it is, and to what it becomes."""
    asked.reply.update(_window(asked, made.uid))
    show_if_moved_on(asked.desk, LINK_KIND, made)


def modal_of(asked: Asked) -> dict[str, str] | None:
    """Where the link is to be shown."""
    return {"view": asked.window, "user": asked.person.slack_user} if asked.window else None


def _window(asked: Asked, uid: str, notice: str = "") -> View:
    shown = link_windows.window(asked.desk, asked.practice, asked.person, uid)
    return link_view(asked.say, shown, asked.practice.livemode, notice)
