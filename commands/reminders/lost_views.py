"""What did not go out lately, and why. Names may stand here: only whoever asked sees it."""

from commands.blocks import actions, button, modal, section
from commands.reminders.pause_views import back_button
from commands.reminders.why_views import past_words, why_button
from commands.replies import Block, View
from desk.language import Language
from desk.privacy import escape
from desk.reminders.overview import Lost
from rules.money import Money
from storage.reminder_facts import About
from storage.reminders import Reminder

LOST = "reminders:lost"
"""Its value is where a page begins: when the last one of the page before ended and its id, or
nothing."""


def lost_view(say: Language, lost: Lost) -> View:
    blocks = [section(_title(say, lost))]
    blocks += [_row(say, one, about, lost.time_zone) for one, about in lost.rows]
    more = []
    if lost.next is not None:
        at, last = lost.next
        more.append(button(say("Next page"), LOST, f"{at} {last}"))
    blocks.append(actions(*more, back_button(say)))
    return modal(say("Reminders"), blocks, close=say("Close"))


def _title(say: Language, lost: Lost) -> str:
    if not lost.rows:
        return say("Nothing more was lost.")
    return say(
        "*These did not go out in the last 14 days*\nPaydesk does not send them later by itself."
    )


def _row(say: Language, one: Reminder, about: About | None, zone: str) -> Block:
    if about is None:
        return section(past_words(say, one, zone), why_button(say, one))
    what = [
        f"*{about.reference}*",
        f"{escape(about.payer_name)} · {about.payer_reference}",
        say.money(Money(about.due, about.currency)) if about.due else say("nothing is left to pay"),
    ]
    return section(f"{' · '.join(what)}\n{past_words(say, one, zone)}", why_button(say, one))
