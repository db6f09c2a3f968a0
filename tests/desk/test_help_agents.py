"""Agents: one at a time has a question, and only what is sent as a reply reaches its asker."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from desk.context import Desk
from desk.help import agents, waiting
from desk.help.asked import AGENTS, ANSWER, COMMAND, DIRECT, PRIVATE
from desk.settings import PracticeSettings
from rules.help_state import State
from rules.words import Refusal
from storage.practices import Practice
from tests.desk.help_desk import HELP, HOUR, OURS, HelpDesk
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, Cast, FrozenClock


@pytest.fixture
def help_desk(desk: Desk, cast: Cast, clock: FrozenClock) -> HelpDesk:
    opened = HelpDesk(desk, cast.practice, clock)
    opened.set_up(help_channel=HELP, agents_channel=OURS)
    clock.now = moment("2026-11-23 10:00")
    return opened


def moment(text: str) -> int:
    """In Texas."""
    there = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Chicago"))
    return round(there.timestamp() * 1000)


def test_a_question_is_handed_over_to_the_agents(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over()
    assert asked.state == State.WAITING
    assert help_desk.readers(asked, AGENTS) == [OURS]
    shown = help_desk.shows(asked, AGENTS)
    for words in ("Nobody has it yet", f"<@{FLORENCE}> asks:", "SEPA", f"Asked in <#{HELP}>"):
        assert words in shown
    assert "Quelqu’un vous répondra ici." in help_desk.shows(asked)


def test_agents_read_the_titles_of_what_paydesk_showed(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over(text="how do I refund a client?")
    assert "Paydesk showed: “Refunding a payment”" in help_desk.shows(asked, AGENTS)


def test_without_agents_the_owner_gets_it(help_desk: HelpDesk) -> None:
    help_desk.set_up(agents_channel=None)
    asked = help_desk.handed_over()
    assert help_desk.readers(asked, AGENTS) == [OLIVIA]
    assert help_desk.replies(OLIVIA, asked, "0.8 %").agent == OLIVIA


def test_only_who_asked_hands_it_over(help_desk: HelpDesk) -> None:
    asked = help_desk.asks()
    with pytest.raises(Refusal, match="Only who asked"):
        agents.ask_a_person(help_desk.desk, help_desk.practice, help_desk.person(BEN), asked.uid)


def take(help_desk: HelpDesk, user: str, uid: str) -> str:
    try:
        me = help_desk.person(user)
        return agents.take(help_desk.desk, help_desk.practice, me, uid).agent or ""
    except Refusal as refusal:
        return str(refusal)
    finally:
        help_desk.desk.store.database.close()


def test_of_two_who_take_it_at_once_one_has_it_and_the_other_is_told_who(
    help_desk: HelpDesk,
) -> None:
    asked = help_desk.handed_over()
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda user: take(help_desk, user, asked.uid), (SAM, BEN)))
    holder = help_desk.now(asked).agent
    assert holder in (SAM, BEN)
    assert sorted(said) == sorted([holder, "Somebody else has this question already."])


def test_nobody_acts_on_what_somebody_else_has(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over()
    take(help_desk, SAM, asked.uid)
    assert take(help_desk, SAM, asked.uid) == SAM
    ben = (help_desk.desk, help_desk.practice, help_desk.person(BEN), asked.uid)
    for act in (agents.take, agents.let_go, agents.to_reply, agents.resolve, agents.not_ours):
        with pytest.raises(Refusal, match="Somebody else has this question"):
            act(*ben)
    with pytest.raises(Refusal, match="Somebody else has this question"):
        help_desk.replies(BEN, asked, "0.8 %")
    assert help_desk.now(asked).agent == SAM


def test_who_lets_go_of_it_lets_others_take_it(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over()
    take(help_desk, SAM, asked.uid)
    me = (help_desk.desk, help_desk.practice, help_desk.person(SAM), asked.uid)
    assert agents.let_go(*me).state == State.WAITING
    assert agents.let_go(*me).state == State.WAITING
    assert take(help_desk, BEN, asked.uid) == BEN
    owner = (help_desk.desk, help_desk.practice, help_desk.person(OLIVIA), asked.uid)
    assert agents.let_go(*owner).agent is None


@pytest.mark.parametrize("user", [FLORENCE, NOAH])
def test_who_is_no_agent_answers_nothing(help_desk: HelpDesk, user: str) -> None:
    asked = help_desk.handed_over()
    me = (help_desk.desk, help_desk.practice, help_desk.person(user), asked.uid)
    for act in (agents.take, agents.let_go, agents.to_reply, agents.resolve, agents.not_ours):
        with pytest.raises(Refusal, match=r"Only owners, billers|no role at this practice"):
            act(*me)
    with pytest.raises(Refusal, match=r"Only owners, billers|no role at this practice"):
        help_desk.replies(user, asked, "0.8 %")
    assert help_desk.now(asked) == asked


def test_replies_go_both_ways(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over()
    help_desk.clock.advance(HOUR // 2)
    replied = help_desk.replies(SAM, asked, "It costs 0.8 %,\nat most 6 €.")
    assert (replied.state, replied.agent) == (State.REPLIED, SAM)
    assert replied.first_reply_at == asked.asked_at + HOUR // 2
    [said] = help_desk.told(asked, ANSWER)
    assert said == f"<@{SAM}> répond\u00a0:\n&gt; It costs 0.8 %,\n&gt; at most 6 €."
    assert help_desk.writes(asked, "Et en dollars ?")
    assert not help_desk.writes(asked, "Et en dollars ?")
    now = help_desk.now(asked)
    assert (now.state, now.agent) == (State.TAKEN, SAM)
    told = help_desk.told(asked, AGENTS)
    assert told[-1] == f"<@{SAM}> · <@{FLORENCE}> writes:\n&gt; Et en dollars ?"
    assert "Et en dollars ?" in help_desk.shows(asked, AGENTS)
    help_desk.replies(SAM, asked, "Not in dollars.", "V2")
    assert help_desk.now(asked).first_reply_at == replied.first_reply_at
    assert len(help_desk.told(asked, ANSWER)) == 2


def test_what_is_sent_twice_from_one_window_is_sent_once(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over()
    for _ in range(2):
        help_desk.replies(SAM, asked, "0.8 %")
    assert len(help_desk.told(asked, ANSWER)) == 1


@pytest.mark.parametrize(
    ("text", "why"), [("  ", "Write what"), ("4242 4242 4242 4242", "card number")]
)
def test_what_must_not_be_sent_is_refused(help_desk: HelpDesk, text: str, why: str) -> None:
    asked = help_desk.handed_over()
    with pytest.raises(Refusal, match=why):
        help_desk.replies(SAM, asked, text)
    assert help_desk.now(asked) == asked


def test_nothing_in_a_reply_or_question_is_a_mention_or_a_link(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over(text="<!channel> what does <http://x|a debit> cost?")
    assert "&lt;!channel&gt;" in help_desk.shows(asked, AGENTS)
    help_desk.replies(SAM, asked, "<!here>")
    assert "&lt;!here&gt;" in help_desk.told(asked, ANSWER)[0]


def test_a_long_reply_fits_into_slack(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over(text="What does a SEPA debit cost? " + "&" * 2_900)
    help_desk.replies(SAM, asked, "<" * 2_500)
    assert len(help_desk.told(asked, ANSWER)[0]) < 3_000
    help_desk.shows(asked, AGENTS)


def test_it_is_resolved_and_opened_again_by_its_asker(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over()
    me = (help_desk.desk, help_desk.practice, help_desk.person(SAM), asked.uid)
    assert agents.resolve(*me).state == State.RESOLVED
    assert "Resolved by" in help_desk.shows(asked, AGENTS)
    with pytest.raises(Refusal, match="Nobody has to answer"):
        agents.resolve(*me)
    assert help_desk.writes(asked, "Ça ne marche pas")
    now = help_desk.now(asked)
    assert (now.state, now.agent, now.closed_at) == (State.WAITING, None, None)


def test_what_is_no_question_is_closed(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over()
    me = (help_desk.desk, help_desk.practice, help_desk.person(SAM), asked.uid)
    assert agents.not_ours(*me).state == State.NOT_OURS
    assert "facturation" in help_desk.told(asked, ANSWER)[-1]


def test_what_was_asked_in_private_is_answered_in_private(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over(source=COMMAND, channel=COMMAND, thread=None)
    assert help_desk.readers(asked, PRIVATE) == [FLORENCE]
    assert help_desk.readers(asked, ANSWER) == []
    help_desk.replies(SAM, asked, "0.8 %")
    assert len(help_desk.told(asked, PRIVATE)) == 1
    assert "Asked in private" in help_desk.shows(asked, AGENTS)
    direct = help_desk.handed_over(source=DIRECT, channel="D0FLORENCE")
    assert help_desk.readers(direct, ANSWER) == [FLORENCE]
    help_desk.replies(SAM, direct, "0.8 %", "V2")
    assert len(help_desk.told(direct, ANSWER)) == 1


def test_agents_are_reminded_of_what_waits_too_long_in_office_hours(help_desk: HelpDesk) -> None:
    help_desk.clock.now = moment("2026-11-23 16:30")
    asked = help_desk.handed_over()
    for later, count in (("2026-11-23 17:00", 0), ("2026-11-24 09:29", 0), ("2026-11-24 09:30", 1)):
        help_desk.clock.now = moment(later)
        help_desk.tells_due()
        assert len(help_desk.letters(OURS)) == count
    assert help_desk.tells_due() == 0
    assert f"<@{FLORENCE}>" in help_desk.letters(OURS)[0]
    take(help_desk, SAM, asked.uid)
    help_desk.clock.now = moment("2026-11-25 09:30")
    assert help_desk.tells_due() == 1
    assert (
        help_desk.told(asked, AGENTS)[-1] == f"<@{SAM}>: <@{FLORENCE}> is waiting for your answer."
    )


def test_two_who_look_at_once_remind_once(help_desk: HelpDesk) -> None:
    help_desk.handed_over()
    help_desk.clock.advance(2 * HOUR)

    def look(_: int) -> None:
        try:
            help_desk.tells_due()
        finally:
            help_desk.desk.store.database.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(look, range(3)))
    assert len(help_desk.letters(OURS)) == 1


def test_whoever_asks_outside_office_hours_is_told_when_somebody_is_there(
    help_desk: HelpDesk,
) -> None:
    help_desk.clock.now = moment("2026-11-27 18:00")
    asked = help_desk.handed_over()
    [said] = help_desk.told(asked, ANSWER)
    assert "le 30 novembre 2026, à partir de 9:00 (heure de Chicago)" in said
    help_desk.clock.now = moment("2026-11-30 10:00")
    assert help_desk.told(help_desk.handed_over(), ANSWER) == []


def test_silence_closes_a_question_after_the_asker_was_asked(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over()
    help_desk.replies(SAM, asked, "0.8 %")
    help_desk.clock.now = moment("2026-11-25 09:59")
    assert help_desk.tells_due() == 0
    help_desk.clock.now = moment("2026-11-25 10:00")
    help_desk.tells_due()
    assert "26 novembre 2026" in help_desk.told(asked, ANSWER)[-1]
    assert help_desk.now(asked).state == State.REPLIED
    help_desk.clock.now = moment("2026-11-26 10:00")
    help_desk.tells_due()
    assert help_desk.now(asked).state == State.SILENT
    assert "close" in help_desk.told(asked, ANSWER)[-1]
    assert "wrote nothing more" in help_desk.shows(asked, AGENTS)
    assert help_desk.tells_due() == 0
    help_desk.writes(asked, "Encore une chose")
    assert help_desk.now(asked).state == State.WAITING


def test_one_that_cannot_be_told_of_holds_up_no_other(
    help_desk: HelpDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, other = help_desk.handed_over(), help_desk.handed_over(user=NOAH)
    help_desk.clock.advance(2 * HOUR)
    one_by_one = waiting.practice_settings

    def breaks(desk: Desk, practice: Practice) -> PracticeSettings:
        if help_desk.now(broken).due_at == broken.due_at:
            raise ValueError("broken")
        return one_by_one(desk, practice)

    monkeypatch.setattr(waiting, "practice_settings", breaks)
    assert help_desk.tells_due() == 2
    assert [f"<@{NOAH}>" in one for one in help_desk.letters(OURS)] == [True]
    assert help_desk.tells_due() == 0
    help_desk.clock.advance(HOUR)
    assert help_desk.tells_due() == 1
    assert help_desk.now(other).nudges == 1


def test_resolving_what_was_not_answered_does_not_say_that_it_was(help_desk: HelpDesk) -> None:
    unanswered, answered = help_desk.handed_over(), help_desk.handed_over()
    help_desk.replies(SAM, answered, "0.8 %")
    for asked, said in ((unanswered, "est close"), (answered, "a sa réponse")):
        me = (help_desk.desk, help_desk.practice, help_desk.person(SAM), asked.uid)
        confirms = '"confirm"' in help_desk.card_json(asked)
        agents.resolve(*me)
        assert said in help_desk.told(asked, ANSWER)[-1]
        assert confirms is (asked is unanswered)


def test_whoever_writes_in_time_keeps_it_open(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over()
    help_desk.replies(SAM, asked, "0.8 %")
    help_desk.clock.now = moment("2026-11-25 10:00")
    help_desk.tells_due()
    help_desk.writes(asked, "Merci, et en dollars ?")
    help_desk.clock.now = moment("2026-11-27 10:00")
    help_desk.tells_due()
    assert help_desk.now(asked).state == State.TAKEN
