"""A question as the agents see it: who asked, what Paydesk tried, what was written since, and what
they can do. Others than agents may read along, but none of them can act."""

from collections.abc import Iterator, Sequence

from commands.blocks import (
    Element,
    actions,
    button,
    context,
    mention,
    modal,
    section,
    sure,
)
from commands.client.views import SHOW as SHOW_CLIENT
from commands.invoice.list_views import SHOW as SHOW_INVOICE
from commands.replies import Block, Message, View
from desk.context import Desk
from desk.help.about import About, about
from desk.help.asked import BEFORE_ALL, DIRECT
from desk.help.letters import quoted, shortened
from desk.help.questions import rating_of
from desk.help.shelf import library_of
from desk.initials import reference_and_initials
from desk.language import Language, language_of
from desk.privacy import escape
from rules.help_state import AGENTS_TURN, GONE, State
from rules.words import Sentence, sentence
from storage import help_messages
from storage.help_messages import Message as Written
from storage.help_questions import Question
from storage.practices import Practice

TAKE, LET_GO, ANSWER = "help:take", "help:let_go", "help:reply"
RESOLVE, NOT_OURS = "help:resolve", "help:not_ours"
"""Action_ids; their value is the question's uid, and of ANSWER, what is to stand in the form."""
BUTTONS = "help:buttons"
"""The same in each edit of a card, so that no click gets lost by one."""
MESSAGES_SHOWN = 6

_STATES: dict[State, Sentence] = {
    State.WAITING: sentence("🆕 *Nobody has it yet*"),
    State.TAKEN: sentence("👀 *{agent} has it*"),
    State.REPLIED: sentence("💬 *{agent} has answered*"),
    State.RESOLVED: sentence("✅ *Resolved by {agent}*"),
    State.NOT_OURS: sentence("🚫 *Not a question about billing, says {agent}*"),
    State.SILENT: sentence("💤 *Closed: the asker wrote nothing more*"),
    State.HELPED: sentence("✅ *The asker found the answer*"),
    State.WITHDRAWN: sentence("🗑️ *Deleted by who asked it*"),
    State.ERASED: sentence("🗑️ *Erased with a client’s data*"),
}


def agents_card(desk: Desk, practice: Practice, question: Question) -> Message:
    """As the store has it now, in the practice's language."""
    say = language_of(practice.language)
    state = State(question.state)
    agent = mention(question.agent or "")
    title = say.sentence(sentence(_STATES[state].text, agent=agent)) if state in _STATES else ""
    if state in GONE:
        return Message(title, [section(title)])
    written = help_messages.of_question(desk.store, practice.id, question.id)
    named = about(desk, practice.id, [question.text, *(one.text for one in written)])
    asked = say("{person} asks:", person=mention(question.asker))
    blocks = [
        section(title),
        section(f"{asked}\n{quoted(question.text)}"),
        context(*_details(desk, practice, say, question)),
        *thread_blocks(say, written),
        *_about(say, named),
    ]
    if buttons := _buttons(say, question):
        blocks.append({**actions(*buttons), "block_id": BUTTONS})
    return Message(f"{asked} {shortened(question.text)}", blocks)


def card_view(desk: Desk, practice: Practice, question: Question) -> View:
    """The same in a window, for whoever comes to it from elsewhere."""
    say, card = language_of(practice.language), agents_card(desk, practice, question)
    return modal(say("The question"), card.blocks, close=say("Close"))


def busy_message(say: Language, agent: str) -> Message:
    """To an agent who comes second."""
    text = say("{person} has this question already.", person=mention(agent))
    return Message(text, [section(text)])


def _details(desk: Desk, practice: Practice, say: Language, question: Question) -> Iterator[str]:
    """Where it was asked, what Paydesk showed, and what the asker thought of it."""
    if question.source in BEFORE_ALL:
        channel = "".join(filter(str.isalnum, question.channel))
        yield say("Asked in {channel}", channel=f"<#{channel}>")
    elif question.source == DIRECT:
        yield say("Asked in a message to Paydesk")
    else:
        yield say("Asked in private")
    shown = ", ".join(_titles(desk, practice, say, question.articles[:3]))
    if shown:
        yield say("Paydesk showed: {articles}", articles=shown)
    if question.computed:
        yield say("Paydesk also looked up what the question is about.")
    if not shown and not question.computed:
        yield say("Paydesk found no answer.")
    if rating_of(desk, question, question.asker) == "bad":
        yield say("The asker says that this was not the answer.")


def _titles(desk: Desk, practice: Practice, say: Language, names: Sequence[str]) -> Iterator[str]:
    """Of articles; the name of one that isn't there any more."""
    library = library_of(desk, practice)
    for name in names:
        title = library.article(name, say.code).title if library.has(name) else name
        yield f"“{escape(title)}”" if say.code == "en" else f"«\u00a0{escape(title)}\u00a0»"


def thread_blocks(say: Language, written: Sequence[Written]) -> list[Block]:
    """The last that were written."""
    earlier = len(written) - MESSAGES_SHOWN
    blocks: list[Block] = []
    if earlier > 0:
        words = say.plural("{n} earlier message", "{n} earlier messages", earlier)
        blocks.append(context(words))
    for one in written[-MESSAGES_SHOWN:]:
        if one.text:
            blocks.append(section(f"{mention(one.author)}\n{quoted(one.text)}"))
    return blocks


def _about(say: Language, named: About) -> list[Block]:
    """By reference and initials: a window shows the rest to whoever may see it."""
    if not named.anything:
        return []
    ways = [button(one.reference, SHOW_INVOICE, str(one.id)) for one in named.invoices]
    ways += [button(reference_and_initials(one), SHOW_CLIENT, str(one.id)) for one in named.clients]
    return [context(say("It is about:")), actions(*ways)]


def _surely(say: Language, question: Question) -> Element | None:
    """Asked first, where the asker waits for an answer."""
    if question.state not in AGENTS_TURN:
        return None
    return sure(
        say("Resolve it unanswered?"),
        say("Its asker waits for an answer. “Reply” sends them one."),
        say("Resolve"),
        say("Cancel"),
    )


def _buttons(say: Language, question: Question) -> list[Element]:
    uid = question.uid
    ends = [
        button(say("Resolve"), RESOLVE, uid, confirm=_surely(say, question)),
        button(say("Not a question"), NOT_OURS, uid),
    ]
    match State(question.state):
        case State.WAITING:
            return [
                button(say("Take it"), TAKE, uid, "primary"),
                button(say("Reply"), ANSWER, uid),
                *ends,
            ]
        case State.TAKEN | State.REPLIED:
            return [
                button(say("Reply"), ANSWER, uid, "primary"),
                *ends,
                button(say("Let go"), LET_GO, uid),
            ]
    return []
