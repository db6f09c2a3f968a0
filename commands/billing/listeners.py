"""/billing: who you are here, becoming the first owner, and asking for access."""

from commands.asked import Asked
from commands.billing.buttons import ANEW
from commands.billing.claim_views import claim_form, claimed_view
from commands.billing.day_listeners import show_day
from commands.billing.letters import request_letter
from commands.billing.views import admin_message, asked_message, overview_message
from commands.help.question_listeners import on_question
from commands.names import command_named
from desk import access_requests
from desk.admin.access import new_link
from desk.billing import day_asked, standing
from desk.claims import CODE, PLACE, claim, refuse_second_owner

HELP = frozenset({"help", "aide"})
DAY_WORDS = frozenset({"day", "jour"})


def on_command(asked: Asked) -> None:
    """/billing, /billing help …, /billing day, /billing day 2026-11-23"""
    first, _, rest = asked.text.strip().partition(" ")
    if first.lower() in HELP:
        on_question(asked, rest.strip())
        return
    if first.lower() in DAY_WORDS:
        show_day(asked, rest.strip())
        return
    who = standing(asked.desk, asked.practice, asked.person)
    fees = command_named(asked.command, "fees")
    asked.reply.show(overview_message(asked.say, who, fees))


def on_claim(asked: Asked) -> None:
    """Opens the form for the claim code."""
    refuse_second_owner(asked.desk, asked.practice)
    asked.reply.open(claim_form(asked.say))


def on_claim_submitted(asked: Asked) -> None:
    """Makes the person the owner. What is wrong with code or place is told in its field."""
    practice = claim(
        asked.desk,
        asked.practice,
        asked.person,
        code=asked.values.get(CODE, ""),
        place=asked.values.get(PLACE, ""),
        language=asked.say.code,
    )
    asked.reply.update(claimed_view(asked.say, practice))


def on_admin(asked: Asked) -> None:
    """Gives a link into the web admin."""
    link = new_link(asked.desk, asked.practice, asked.person)
    asked.reply.show(admin_message(asked.say, link))


def on_ask(asked: Asked) -> None:
    """Asks the owners for a role."""
    request, is_new = access_requests.ask(
        asked.desk,
        asked.practice,
        asked.person,
        lambda say, request: request_letter(say, asked.practice, request),
    )
    since = day_asked(asked.desk, asked.practice, request)
    message = asked_message(asked.say, since, is_new)
    if asked.value == ANEW:
        asked.reply.show(message)
    else:
        asked.reply.replace(message)
