"""What people asked, what they were answered, whether it helped, and who took over."""

from collections.abc import Mapping

from flask import url_for
from flask.typing import ResponseReturnValue

from admin import words
from admin.here import here, show
from admin.page import Page, Route
from admin.table import COUNTED_TO, Cell, Column, Filter, Place, Table, asked, paged
from desk.admin import questions as lists
from desk.admin.names import names_of
from desk.admin.questions import HELPED, NOT_HELPED, Around
from desk.help.asked import CHANNEL, COMMAND, DIRECT, MENTION, SHORTCUT
from desk.privacy import cut
from rules.help_state import CLOSED, GONE, State
from rules.roles import Action
from rules.words import Sentence, sentence
from storage.help_questions import Question

WAITING, HELD, ANSWERED, OVER, FORGOTTEN = "waiting", "held", "answered", "over", "gone"
STATES = Filter(
    "state",
    sentence("State"),
    (
        ("", sentence("All")),
        (WAITING, sentence("Waits for somebody")),
        (HELD, sentence("Somebody has it")),
        (ANSWERED, sentence("Answered without a person")),
        (OVER, sentence("Closed by a person")),
        (FORGOTTEN, sentence("Deleted or erased")),
    ),
)
IN_STATES: Mapping[str, frozenset[State]] = {
    "": frozenset(),
    WAITING: frozenset({State.WAITING}),
    HELD: frozenset({State.TAKEN, State.REPLIED}),
    ANSWERED: frozenset({State.ANSWERED, State.HELPED}),
    OVER: CLOSED,
    FORGOTTEN: GONE,
}
GAPS = "none"
ANSWERS = Filter(
    "answer",
    sentence("Answer"),
    (("", sentence("All")), (GAPS, sentence("No article answers it"))),
)
STATE_WORDS: Mapping[State, Sentence] = {
    State.ANSWERED: sentence("answered"),
    State.HELPED: sentence("answered, and it helped"),
    State.WAITING: sentence("waits for somebody"),
    State.TAKEN: sentence("somebody has it"),
    State.REPLIED: sentence("replied to"),
    State.RESOLVED: sentence("resolved"),
    State.NOT_OURS: sentence("not a question about billing"),
    State.SILENT: sentence("closed, since the asker wrote nothing more"),
    State.WITHDRAWN: sentence("deleted by who asked it"),
    State.ERASED: sentence("erased with a client’s data"),
}
TONES: Mapping[State, str] = {
    State.WAITING: "bad",
    State.TAKEN: "warn",
    State.REPLIED: "warn",
    State.HELPED: "good",
    State.RESOLVED: "good",
}
HELPED_WORDS: Mapping[str, Sentence] = {
    HELPED: sentence("yes"),
    NOT_HELPED: sentence("no"),
    "": sentence("not said"),
}
SOURCES: Mapping[str, Sentence] = {
    CHANNEL: sentence("in the help channel"),
    MENTION: sentence("where Paydesk was mentioned"),
    DIRECT: sentence("in a message to Paydesk"),
    COMMAND: sentence("in private, by a command"),
    SHORTCUT: sentence("in private, about a message"),
}
COLUMNS = (
    Column(sentence("Question")),
    Column(sentence("When")),
    Column(sentence("Who asked")),
    Column(sentence("Answer")),
    Column(sentence("Did it help?")),
    Column(sentence("Who took over")),
    Column(sentence("State")),
)
SHOWN = 140
"""Characters of a question in the list."""


def show_list() -> ResponseReturnValue:
    at, wish = here(), asked([STATES, ANSWERS])
    gaps = wish.chosen[ANSWERS.name] == GAPS
    wanted = lists.wanted(IN_STATES[wish.chosen[STATES.name]], wish.search, gaps=gaps)

    def fetch(after: Place | None, before: Place | None, limit: int) -> list[Question]:
        places = after[1] if after else None, before[1] if before else None
        return list(lists.rows(at.desk, at.person, wanted, *places, limit))

    page = paged(wish, fetch, lambda one: ("", one.id))
    around = lists.around(at.desk, at.practice, at.person, page.rows, at.say.code)
    people = {name for one in page.rows for name in (one.asker, one.agent or "")} - {""}
    names = names_of(at.desk, at.person, people)
    table = Table(
        caption=sentence("Questions"),
        columns=COLUMNS,
        rows=[_row(one, around, names) for one in page.rows],
        asked=wish,
        empty=sentence("Nobody has asked anything yet."),
        endpoint="admin.questions_list",
        filters=[STATES, ANSWERS],
        search=sentence("A word of the question"),
        many=lists.count(at.desk, at.person, wanted, COUNTED_TO),
        previous=page.previous,
        next=page.next,
    )
    return show("questions/list.html", table=table)


def show_one(uid: str) -> ResponseReturnValue:
    """With what was written after it."""
    at = here()
    found = lists.story(at.desk, at.practice, at.person, uid, at.say.code)
    one, around = found.question, found.around
    people = {one.asker, one.agent or "", *(each.author for each in found.written)} - {""}
    state = State(one.state)
    return show(
        "questions/one.html",
        question=one,
        state=STATE_WORDS[state],
        tone=TONES.get(state, "quiet"),
        is_gone=state in GONE,
        where=SOURCES.get(one.source),
        articles=[(name, around.titles.get(name)) for name in one.articles],
        language=at.say.code,
        helped=HELPED_WORDS[around.helped.get(one.id, "")],
        written=found.written,
        names=names_of(at.desk, at.person, people),
        zone=around.time_zone,
    )


def _row(one: Question, around: Around, names: Mapping[str, str]) -> list[Cell]:
    say, state = here().say, State(one.state)
    to_it = url_for("admin.questions_one", uid=one.uid)
    return [
        Cell(cut(words.typed(one.text), SHOWN) or "–", to_it),
        Cell(words.moment(one.asked_at, around.time_zone)),
        Cell(words.who(one.asker, names)),
        Cell(_answer(one, around)),
        Cell(say.sentence(HELPED_WORDS[around.helped.get(one.id, "")])),
        Cell(words.who(one.agent, names) if one.agent else "–"),
        Cell(say.sentence(STATE_WORDS[state]), tone=TONES.get(state, "quiet")),
    ]


def _answer(one: Question, around: Around) -> str:
    say = here().say
    if one.articles:
        first = one.articles[0]
        return around.titles.get(first, first)
    return say("something was worked out") if one.computed else say("no article was found")


PAGE = Page(
    name="questions",
    title=sentence("Questions"),
    action=Action.ANSWER_QUESTIONS,
    for_support=True,
    routes=(Route("list", "/", show_list), Route("one", "/<uid>", show_one)),
)
