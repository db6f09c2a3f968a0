"""Messages that may be questions, however Slack tells of them: one answer, no loop, no error."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from bot.message_events import keep_mention, keep_message, readable
from desk.context import Desk
from desk.help import agents
from rules.help_state import State
from sandbox.slack import acts
from sandbox.slack.server import Server
from storage import inbox
from storage.database import Store
from storage.models import Inbox
from tests.bot.help_scene import AGENTS, HelpScene, handed_over, help_workspace, scene_in
from tests.sandbox.slack.support import BILLING, GENERAL, GRACE, HELP
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, Cast, FrozenClock
from tests.support.stores import every_value_on_both

ASKED = "Combien coûte un prélèvement SEPA ?"
WEATHER = "Shall we have lunch at the lake tomorrow?"
CARD = "4242 4242 4242 4242"


@pytest.fixture(scope="module")
def workspace() -> Iterator[Server]:
    with help_workspace() as server:
        yield server


@pytest.fixture
def scene(store: Store, cast: Cast, clock: FrozenClock, workspace: Server) -> HelpScene:
    clock.advance(7 * 60 * 60 * 1_000)  # 10 in the morning in Texas.
    return scene_in(Desk(store, clock, b"claims"), clock, workspace)


def test_a_question_in_the_help_channel_is_answered_in_its_thread(scene: HelpScene) -> None:
    ts = scene.says(FLORENCE, ASKED)
    scene.hears()
    [answer] = scene.thread(BEN, ts)
    assert "Parler à quelqu’un" in answer
    assert scene.channel(BEN, HELP)[0].startswith(ASKED)


def test_it_is_answered_once_however_often_slack_tells_of_it(scene: HelpScene) -> None:
    ts = scene.says(FLORENCE, f"@Paydesk {ASKED}")
    told = scene.arrived()
    assert len(told) == 2  # A message, and a mention.
    again = [{**one, "event_id": f"{one['event_id']}X"} for one in told]
    scene.hears(*told, *told, *again)
    assert len(scene.thread(BEN, ts)) == 1
    assert [one.text for one in scene.questions()] == [ASKED]


@every_value_on_both
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_in_whatever_order_its_last_words_are_answered(
    scene: HelpScene, order: tuple[int, ...]
) -> None:
    ts = scene.says(FLORENCE, "How much does a SEPA debit cost?")
    acts.edit(scene.slack, FLORENCE, HELP, ts, "How do I refund a payment?")
    acts.edit(scene.slack, FLORENCE, HELP, ts, "How do I refund a card payment?")
    told = scene.arrived()
    scene.hears(*(told[number] for number in order))
    assert len(scene.thread(BEN, ts)) == 1
    [asked] = scene.questions()
    assert asked.text == "How do I refund a card payment?"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_was_deleted_has_no_answer(scene: HelpScene, order: tuple[int, ...]) -> None:
    ts = scene.says(FLORENCE, ASKED)
    acts.delete(scene.slack, FLORENCE, HELP, ts)
    told = scene.arrived()
    scene.hears(*(told[number] for number in order))
    assert [one.state for one in scene.questions()] == [State.WITHDRAWN]
    assert scene.thread(BEN, ts) == []


def test_an_answer_goes_with_its_question(scene: HelpScene) -> None:
    ts = scene.says(FLORENCE, ASKED)
    scene.hears()
    acts.delete(scene.slack, FLORENCE, HELP, ts)
    scene.hears()
    [left] = scene.thread(BEN, ts)
    assert "La question a été supprimée" in left
    assert "SEPA" not in left


def test_a_tombstone_is_a_deletion(scene: HelpScene) -> None:
    scene.says(FLORENCE, ASKED)
    [told] = scene.arrived()
    scene.hears(told)
    before = told["event"]
    stone = {**before, "subtype": "tombstone", "text": "This message was deleted."}
    changed = {"subtype": "message_changed", "message": stone, "previous_message": before}
    event = {"type": "message", "channel": HELP, "channel_type": "channel", **changed}
    scene.hears({**told, "event_id": "EvStone", "event": event})
    assert scene.questions()[0].state == State.WITHDRAWN


@pytest.mark.parametrize("text", [WEATHER, "merci !", ":wave:"])
def test_the_help_channel_is_left_alone_with_what_is_no_billing_question(
    scene: HelpScene, text: str
) -> None:
    ts = scene.says(FLORENCE, text)
    scene.hears()
    assert scene.thread(BEN, ts) == []
    assert scene.questions() == []


def test_whoever_mentions_paydesk_is_answered_anywhere(scene: HelpScene) -> None:
    ts = scene.says(BEN, f"@Paydesk {WEATHER}", BILLING)
    scene.hears()
    assert len(scene.thread(BEN, ts, BILLING)) == 1
    scene.says(BEN, "How much does a SEPA debit cost?", BILLING)
    scene.hears()
    assert len(scene.questions()) == 1


def test_what_bots_and_paydesk_write_is_no_question(scene: HelpScene) -> None:
    scene.bot_says("How much does a SEPA debit cost?")
    [told] = scene.arrived()
    other = {**told["event"], "subtype": "bot_message", "bot_id": "B0OTHER", "user": "U0OTHER"}
    scene.hears(told, {**told, "event_id": "EvBot", "event": other})
    assert scene.questions() == []


def test_people_of_other_organisations_are_not_answered_unless_they_ask_paydesk(
    scene: HelpScene,
) -> None:
    scene.says(GRACE, "How much does a SEPA debit cost?")
    scene.hears()
    assert len(scene.channel(GRACE, HELP)) == 1
    scene.says(GRACE, "@Paydesk how much does a SEPA debit cost?")
    scene.hears()
    assert "another organisation" in scene.channel(GRACE, HELP)[-1]
    assert "another organisation" not in scene.channel(BEN, HELP)[-1]
    scene.says(GRACE, "hello", "D0GRACE")
    scene.hears()
    assert "another organisation" in scene.channel(GRACE, "D0GRACE")[-1]
    assert scene.questions() == []


def test_a_message_to_paydesk_is_a_question(scene: HelpScene) -> None:
    ts = scene.says(NOAH, "How much does a SEPA debit cost?", "D0NOAH")
    scene.hears()
    assert "Talk to a person" in scene.thread(NOAH, ts, "D0NOAH")[0]
    ts = scene.says(FLORENCE, "bonjour", "D0FLORENCE")
    scene.hears()
    [said] = scene.thread(FLORENCE, ts, "D0FLORENCE")
    assert "Ce que vous pouvez taper" in said
    assert "/fees" in said


def test_thanks_in_a_thread_is_no_question(scene: HelpScene) -> None:
    ts = scene.says(NOAH, "How much does a SEPA debit cost?", "D0NOAH")
    scene.hears()
    scene.says(NOAH, "thank you", "D0NOAH", ts)
    scene.hears()
    assert len(scene.questions()) == 1


@pytest.mark.parametrize(
    ("channel", "before"),
    [(HELP, ""), (HELP, "@Paydesk "), ("D0BEN", ""), (BILLING, "@Paydesk ")],
)
def test_a_card_number_is_told_privately_to_be_deleted_and_kept_nowhere(
    scene: HelpScene, channel: str, before: str
) -> None:
    scene.says(BEN, f"{before}the card {CARD} was declined, why?", channel)
    scene.hears()
    told = scene.channel(BEN, channel)
    assert sum("never send card numbers in chat" in one for one in told) == 1 + bool(
        before and channel == HELP
    )
    if channel != "D0BEN":
        assert not any("card numbers" in one for one in scene.channel(OLIVIA, channel))
    assert scene.questions() == []
    kept = repr(scene.desk.store.select(Inbox.select()))
    assert "4242" not in kept


@pytest.mark.parametrize("has_agents", [True, False])
def test_a_card_number_that_is_edited_into_a_question_is_not_taken_over(
    scene: HelpScene, has_agents: bool
) -> None:
    text = "Why was my card declined?"
    ts = handed_over(scene, text, BEN) if has_agents else scene.says(BEN, text)
    scene.hears()
    [before] = scene.questions()
    acts.edit(scene.slack, BEN, HELP, ts, f"Why was my card {CARD} declined?")
    scene.hears()
    assert scene.questions() == [before]
    assert "never send card numbers" in scene.channel(BEN, HELP)[-1]
    scene.clock.advance(1_000)
    acts.edit(scene.slack, BEN, HELP, ts, "Why was the card of my client declined?")
    scene.hears()
    [after] = scene.questions()
    assert (after.text, after.state) == ("Why was the card of my client declined?", before.state)


def test_only_its_asker_writes_more_to_a_question(scene: HelpScene) -> None:
    ts = handed_over(scene, ASKED)
    scene.says(FLORENCE, "C'est urgent", thread=ts)
    scene.says(NOAH, "Me too", thread=ts)
    told = scene.arrived()
    scene.hears(*told, *({**one, "event_id": f"{one['event_id']}X"} for one in told))
    [card] = scene.slack.messages(SAM, AGENTS)
    told_agents = scene.thread(SAM, card.ts, AGENTS)
    assert [one.count("C'est urgent") > 0 for one in told_agents] == [True]
    assert len(scene.questions()) == 1


def test_a_reply_reaches_the_asker_in_the_thread_and_nothing_else_does(scene: HelpScene) -> None:
    ts = handed_over(scene, ASKED)
    [card] = scene.slack.messages(SAM, AGENTS)
    scene.says(SAM, "She always asks that", AGENTS, card.ts)
    scene.hears()
    [asked] = scene.questions()
    me = scene.person(SAM)
    agents.reply(scene.desk, scene.practice, me, asked.uid, "0,8 %, au plus 6 €.", "V1")
    scene.hears()
    seen = scene.thread(BEN, ts)
    assert "0,8 %, au plus 6 €." in seen[-1]
    assert not any("always asks" in one for one in seen)
    [card] = scene.slack.messages(SAM, AGENTS)
    assert "has answered" in scene.channel(SAM, AGENTS)[0]


def test_what_was_asked_in_a_message_goes_both_ways_in_its_thread(scene: HelpScene) -> None:
    ts = handed_over(scene, ASKED, channel="D0FLORENCE")
    [asked] = scene.questions()
    me = scene.person(SAM)
    agents.reply(scene.desk, scene.practice, me, asked.uid, "0,8 %.", "V1")
    scene.hears()
    assert "0,8 %." in scene.thread(FLORENCE, ts, "D0FLORENCE")[-1]
    scene.says(FLORENCE, "Merci, et en dollars ?", "D0FLORENCE", ts)
    scene.hears()
    assert scene.questions()[0].state == State.TAKEN
    assert len(scene.questions()) == 1


def test_where_agents_channel_is_closed_to_paydesk_the_owner_gets_it(scene: HelpScene) -> None:
    scene.leaves(AGENTS)
    handed_over(scene, ASKED)
    assert any("Nobody has it yet" in one for one in scene.channel(OLIVIA, "D0OLIVIA"))


def test_where_the_help_channel_is_closed_to_paydesk_the_asker_is_answered_themselves(
    scene: HelpScene,
) -> None:
    scene.says(FLORENCE, ASKED)
    told = scene.arrived()
    scene.leaves(HELP)
    scene.hears(*told)
    assert any("Parler à quelqu’un" in one for one in scene.channel(FLORENCE, "D0FLORENCE"))


def test_without_a_help_channel_nothing_is_heard(scene: HelpScene) -> None:
    scene.set_up(help_channel=None)
    scene.says(FLORENCE, ASKED)
    scene.hears()
    assert scene.questions() == []
    assert scene.desk.store.select(Inbox.select()) == []


def test_what_was_written_is_forgotten_once_it_is_dealt_with(scene: HelpScene) -> None:
    scene.says(FLORENCE, WEATHER)
    [told] = scene.arrived()
    scene.intake.take_in(told)
    later = scene.clock.now + 3_600_000
    [row] = inbox.claim(scene.desk.store, "test", later, 0, 5)
    assert row.body["text"] == WEATHER
    scene.hears(told)
    scene.clock.now = later
    scene.worker.work_off()
    assert "lunch" not in repr(scene.desk.store.select(Inbox.select()))


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"user": BEN},
        {"user": BEN, "ts": "1.1"},
        {"subtype": "channel_join", "user": BEN, "ts": "1.1", "channel": GENERAL},
        {"subtype": "message_changed", "channel": HELP},
        {"subtype": "message_changed", "channel": HELP, "message": {"text": "a"}},
        {"subtype": "message_deleted", "channel": HELP, "previous_message": "odd"},
        {"user": BEN, "ts": "1.1", "channel": HELP, "bot_id": "B1"},
    ],
)
def test_what_tells_of_no_message_of_a_person_is_not_kept(event: dict[str, Any]) -> None:
    assert keep_message(event) is None
    if "subtype" not in event:
        assert keep_mention(event) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U0PAYDESK> what now?", "what now?"),
        ("<@U0PAYDESK|paydesk>, <@U0X>: what now?", "what now?"),
        ("a &lt; b &amp;&amp; c", "a < b && c"),
        ("see <https://x.example|this> in <#C1|general>", "see this in #general"),
        ("ask <@U0BEN> or <!channel>", "ask @U0BEN or channel"),
        ("<@U0PAYDESK>", ""),
    ],
)
def test_slacks_marks_are_not_read(written: str, read: str) -> None:
    assert readable(written) == read
