"""The list of cards that are about to expire, as it comes to the staff, and what stands of them in
the preview.

The list stands in channels: a client is a reference and initials. Names stand in the preview alone,
which only whoever asked sees.
"""

from collections.abc import Iterator

from commands.blocks import actions, button, context, header, labelled, section, text_input
from commands.cards.views import ASK
from commands.charge.views import test_mark
from commands.reminders.why_views import WHY, why_button
from commands.replies import Block, Message
from desk.initials import shortened
from desk.language import Language
from desk.method_names import method_name
from desk.privacy import escape
from desk.reminders.card_letters import expiry_words
from desk.reminders.expiring import CardList, CardRow
from desk.reminders.expiring_preview import CardAhead
from desk.reminders.rules import BEFORE_EXPIRY
from desk.reminders.words import REASONS
from rules.reminder_state import Reason
from storage.reminder_rules import Rule
from storage.reminders import Reminder
from storage.stripe_clients import SavedMethod


def expiring_message(
    say: Language, shown: CardList, came: Reminder, livemode: bool | None
) -> Message:
    """As it stands now; `came`: the list itself, for why it came."""
    count = say.plural(
        "{n} saved card is about to expire", "{n} saved cards are about to expire", shown.many
    )
    below = say("And {n} more; their clients are written to, too.", n=shown.more)
    blocks = [
        *test_mark(say, livemode),
        header(count),
        *(block for one in shown.rows for block in _row(say, one)),
        *([context(below)] if shown.more else []),
        actions(why_button(say, came)),
    ]
    return Message(count, blocks)


def cards_ahead(say: Language, cards: tuple[CardAhead, ...]) -> Iterator[str]:
    """In mrkdwn, a line for each."""
    for one in cards:
        client = one.facts.client
        name = f"{escape(client.name)} · {client.reference}" if client else ""
        what = " · ".join([name, *_card(say, one.method)])
        if one.no_row is not None:
            yield say("➖ {what}: _not, since {why}_", what=what, why=REASONS[one.no_row])
        elif one.no_mail is None and client is not None:
            yield f"• {what} · ✉️ {escape(client.email or '')}"
        else:
            yield f"• {what} · {_no_mail_words(say, one.no_mail)}"


def before_expiry_input(say: Language, rule: Rule) -> list[Block]:
    return [
        labelled(
            say("Days before the card expires"),
            text_input(BEFORE_EXPIRY, "30", 2, str(-rule.offsets[0])),
            hint=say("Cards expire at the end of the month that stands on them."),
        )
    ]


def _row(say: Language, row: CardRow) -> Iterator[Block]:
    who = f"*{shortened(row.client.reference, row.client.name)}*"
    known = [who, *(_card(say, row.method) if row.method else [])]
    why = [] if row.mail_id is None else [button(say("Why?"), WHY, str(row.mail_id))]
    if row.done is not None:
        yield section(" · ".join([*known, f"✅ {say.sentence(REASONS[row.done])}"]))
        return
    written = say("✉️ they are written to")
    mail = written if row.no_mail is None else _no_mail_words(say, row.no_mail)
    yield section(" · ".join([*known, mail]))
    yield actions(button(say("Ask for a card"), ASK, str(row.client.id)), *why)


def _card(say: Language, method: SavedMethod) -> list[str]:
    return [
        method_name(say, vars(method)),
        say("until the end of {month}", month=expiry_words(say, method)),
    ]


def _no_mail_words(say: Language, why: Reason | None) -> str:
    if why is None:
        return ""
    return say("no e-mail to them: {why}", why=REASONS[why])
