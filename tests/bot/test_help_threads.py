"""What is written below a question, below its agents' card, and to Paydesk about an answer: each
reaches whom it is for, and nobody who asks is left without a word."""

from collections.abc import Iterator

import pytest

from desk.context import Desk
from desk.help import agents
from rules.help_state import State
from sandbox.slack import acts
from sandbox.slack.server import Server
from storage.database import Store
from storage.help_questions import Question
from tests.bot.help_scene import AGENTS, HelpScene, handed_over, help_workspace, read, scene_in
from tests.sandbox.slack.support import HELP
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, Cast, FrozenClock
from tests.support.stores import ON_SQLITE

pytestmark = ON_SQLITE
SEPA = "Combien coûte un prélèvement SEPA ?"
WEATHER = "Shall we have lunch at the lake tomorrow?"
HOUR = 60 * 60 * 1_000


@pytest.fixture(scope="module")
def workspace() -> Iterator[Server]:
    with help_workspace() as server:
        yield server


@pytest.fixture
def scene(store: Store, cast: Cast, clock: FrozenClock, workspace: Server) -> HelpScene:
    clock.advance(7 * HOUR)  # 10 in the morning in Texas.
    return scene_in(Desk(store, clock, b"claims"), clock, workspace)


def question(scene: HelpScene) -> Question:
    return scene.questions()[0]


def card_thread(scene: HelpScene) -> list[str]:
    card = scene.slack.messages(SAM, AGENTS)[0]
    return scene.thread(SAM, card.ts, AGENTS)


def replied(scene: HelpScene) -> str:
    """The ts of a question that Sam has replied to."""
    ts = handed_over(scene, SEPA)
    me = scene.person(SAM)
    agents.reply(scene.desk, scene.practice, me, question(scene).uid, "0,8 %", "V1")
    scene.hears_nothing()
    return ts


@pytest.mark.parametrize("text", ["ça ne répond pas à ma question", "je veux parler à quelqu'un"])
@pytest.mark.parametrize("channel", [HELP, "D0FLORENCE"])
def test_an_answer_that_was_none_calls_a_person(scene: HelpScene, text: str, channel: str) -> None:
    ts = scene.says(FLORENCE, SEPA, channel)
    scene.hears()
    scene.says(FLORENCE, text, channel, ts)
    scene.hears()
    [asked] = scene.questions()
    assert asked.state == State.WAITING
    assert "Quelqu’un vous répondra ici" in scene.thread(FLORENCE, ts, channel)[-1]
    assert text in read(scene.slack.messages(SAM, AGENTS)[0])


def test_to_paydesk_itself_that_is_said_outside_the_thread_too(scene: HelpScene) -> None:
    scene.says(NOAH, "How much does a SEPA debit cost?", "D0NOAH")
    scene.hears()
    scene.says(NOAH, "that did not help me", "D0NOAH")
    scene.hears()
    assert [one.state for one in scene.questions()] == [State.WAITING]


def test_long_after_an_answer_it_is_offered_a_person(scene: HelpScene) -> None:
    scene.says(NOAH, "How much does a SEPA debit cost?", "D0NOAH")
    scene.hears()
    scene.clock.advance(25 * HOUR)
    ts = scene.says(NOAH, "I don't understand", "D0NOAH")
    scene.hears()
    assert [one.state for one in scene.questions()] == [State.ANSWERED, State.ANSWERED]
    assert "Talk to a person" in scene.thread(NOAH, ts, "D0NOAH")[0]


def test_who_wants_a_person_gets_no_article(scene: HelpScene) -> None:
    ts = scene.says(NOAH, "I want to talk to a human", "D0NOAH")
    scene.hears()
    [said] = scene.thread(NOAH, ts, "D0NOAH")
    assert "A person will answer you here" in said
    assert "no answer" not in said
    assert scene.questions()[0].state == State.WAITING


def test_in_the_help_channel_who_wants_help_is_offered_a_person(scene: HelpScene) -> None:
    ts = scene.says(BEN, "can someone help me")
    scene.hears()
    [said] = scene.thread(BEN, ts)
    assert "A person can answer you" in said
    assert "Talk to a person" in said
    scene.says(BEN, "I don't understand")
    scene.hears()
    assert len(scene.questions()) == 1


@pytest.mark.parametrize("state", ["answered", "not ours", "deleted"])
def test_the_asker_is_never_left_without_a_word_in_their_thread(
    scene: HelpScene, state: str
) -> None:
    ts = scene.says(FLORENCE, SEPA) if state == "answered" else handed_over(scene, SEPA)
    if state == "answered":
        scene.hears()
    elif state == "not ours":
        uid = question(scene).uid
        agents.not_ours(scene.desk, scene.practice, scene.person(SAM), uid)
    else:
        acts.delete(scene.slack, FLORENCE, HELP, ts)
        scene.hears()
    scene.hears_nothing()
    before = len(scene.thread(FLORENCE, ts))
    scene.says(FLORENCE, WEATHER, thread=ts)
    scene.hears()
    *_, said = scene.thread(FLORENCE, ts)
    assert len(scene.thread(FLORENCE, ts)) == before + 2  # Theirs, and what they are told.
    assert "Talk to a person" in said  # In English, as they ask.


def test_others_in_the_thread_are_left_alone(scene: HelpScene) -> None:
    ts = scene.says(FLORENCE, SEPA)
    scene.hears()
    for text in (WEATHER, "that did not help me", "thanks"):
        scene.says(NOAH, text, thread=ts)
    scene.hears()
    assert len(scene.thread(NOAH, ts)) == 4
    assert [one.state for one in scene.questions()] == [State.ANSWERED]


def test_thanks_after_a_reply_bother_nobody(scene: HelpScene) -> None:
    ts = replied(scene)
    lines = card_thread(scene)
    scene.says(FLORENCE, "Merci beaucoup !", thread=ts)
    scene.hears()
    assert (question(scene).state, question(scene).agent) == (State.REPLIED, SAM)
    assert card_thread(scene) == lines
    assert "Merci beaucoup" in read(scene.slack.messages(SAM, AGENTS)[0])
    scene.clock.advance(5 * 24 * HOUR)
    scene.hears_nothing()
    assert question(scene).state == State.SILENT
    assert not any("a-t-elle répondu" in one for one in scene.thread(FLORENCE, ts))


def test_thanks_after_the_end_open_nothing_again(scene: HelpScene) -> None:
    ts = replied(scene)
    agents.resolve(scene.desk, scene.practice, scene.person(SAM), question(scene).uid)
    scene.hears_nothing()
    scene.says(FLORENCE, "merci !", thread=ts)
    scene.hears()
    assert question(scene).state == State.RESOLVED


def test_thanks_for_an_article_say_that_it_helped(scene: HelpScene) -> None:
    ts = scene.says(FLORENCE, SEPA)
    scene.hears()
    scene.says(FLORENCE, "parfait, merci", thread=ts)
    scene.hears()
    assert question(scene).state == State.HELPED
    assert len(scene.thread(FLORENCE, ts)) == 2


@pytest.mark.parametrize("has_taken_it", [True, False])
def test_what_an_agent_writes_below_the_question_is_a_reply(
    scene: HelpScene, has_taken_it: bool
) -> None:
    ts = handed_over(scene, SEPA)
    if has_taken_it:
        agents.take(scene.desk, scene.practice, scene.person(BEN), question(scene).uid)
    told = scene.says(SAM, "0,8 %, au plus 6 €", thread=ts)
    scene.hears()
    asked = question(scene)
    assert (asked.state, asked.agent) == (State.REPLIED, BEN if has_taken_it else SAM)
    assert asked.first_reply_at is not None
    assert "0,8 %" in card_thread(scene)[-1]
    assert sum("0,8 %" in one for one in scene.thread(FLORENCE, ts)) == 1
    acts.edit(scene.slack, SAM, HELP, told, "0,7 %")
    scene.hears()
    assert f"<@{SAM}> has changed what they wrote" in card_thread(scene)[-1]
    assert not any("0,8 %" in one for one in card_thread(scene))
    scene.clock.advance(8 * HOUR)
    scene.hears_nothing()
    assert not any("waiting for your answer" in one for one in card_thread(scene))


def test_who_is_no_agent_answers_nothing_below_a_question(scene: HelpScene) -> None:
    ts = handed_over(scene, SEPA)
    scene.says(NOAH, "About 1 %", thread=ts)
    scene.hears()
    assert question(scene).state == State.WAITING


@pytest.mark.parametrize("has_channel", [True, False])
def test_an_agent_who_writes_below_the_card_is_told_once_that_the_asker_reads_it_not(
    scene: HelpScene, has_channel: bool
) -> None:
    if not has_channel:
        scene.set_up(agents_channel=None)
    user, channel = (SAM, AGENTS) if has_channel else (OLIVIA, "D0OLIVIA")
    ts = handed_over(scene, SEPA)
    card = scene.slack.messages(user, channel)[-1]
    for text in ("It costs 0.8 %", "She asks that each week"):
        scene.says(user, text, channel, card.ts)
        scene.hears()
    seen = scene.thread(user, card.ts, channel) + scene.channel(user, channel)
    assert sum("doesn’t read this" in one for one in seen) == 1
    assert not any("0.8" in one for one in scene.thread(FLORENCE, ts))
    assert len(scene.questions()) == 1
    if has_channel:
        others = scene.thread(OLIVIA, card.ts, channel)
        assert not any("doesn’t read this" in one for one in others)


def test_what_nobody_has_taken_can_be_opened_from_its_reminder_which_goes_once_it_is_taken(
    scene: HelpScene,
) -> None:
    handed_over(scene, SEPA)
    scene.clock.advance(2 * HOUR)
    scene.hears_nothing()
    assert "Open the question" in scene.channel(SAM, AGENTS)[-1]
    agents.take(scene.desk, scene.practice, scene.person(SAM), question(scene).uid)
    scene.hears_nothing()
    assert len(scene.channel(SAM, AGENTS)) == 1


def test_whoever_opens_a_question_again_at_night_is_told_when_somebody_is_there(
    scene: HelpScene,
) -> None:
    ts = replied(scene)
    scene.clock.advance(10 * HOUR)  # 8 in the evening.
    scene.says(FLORENCE, "Et en dollars ?", thread=ts)
    scene.hears()
    said = scene.thread(FLORENCE, ts)[-1]
    assert "Quelqu’un regardera votre question le 24 novembre 2026, à partir de 9:00" in said
    assert "heure de Chicago" in said
    scene.clock.advance(9 * HOUR)
    ts = scene.says(NOAH, "I want to talk to a human", "D0NOAH")
    scene.hears()
    assert "today, from 9:00 on (Chicago time)" in scene.thread(NOAH, ts, "D0NOAH")[-1]
