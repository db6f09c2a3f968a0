"""Questions are answered once, privately where they are about a client, and follow their asker."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from commands.help.question_views import answered_message
from desk import clients
from desk.context import Desk
from desk.help import changes, editing, questions
from desk.help.asked import AGENTS, ANSWER, CHANNEL, COMMAND, DIRECT, MENTION, PRIVATE, Heard
from rules.help_state import State
from rules.words import Refusal
from storage.models import Outbox
from tests.desk.help_desk import HELP, OURS, HelpDesk, all_text
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, Cast, FrozenClock

WEATHER = "On déjeune au bord du lac demain ?"


@pytest.fixture
def help_desk(desk: Desk, cast: Cast, clock: FrozenClock) -> HelpDesk:
    opened = HelpDesk(desk, cast.practice, clock)
    opened.set_up(help_channel=HELP, agents_channel=OURS)
    clock.advance(7 * 60 * 60 * 1_000)  # 10 in the morning in Texas.
    return opened


def client(help_desk: HelpDesk) -> str:
    """The reference of one."""
    form = {"name": "Ada Lovelace", "place": "US-TX"}
    return clients.add(help_desk.desk, help_desk.practice, help_desk.person(OLIVIA), form).reference


def test_a_question_is_answered_in_its_thread(help_desk: HelpDesk) -> None:
    asked = help_desk.asks()
    assert (asked.state, asked.articles[0] != "") == (State.ANSWERED, True)
    assert help_desk.readers(asked, ANSWER) == [HELP]
    assert "Parler à quelqu’un" in help_desk.shows(asked)
    assert help_desk.readers(asked, AGENTS) == help_desk.readers(asked, PRIVATE) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("How do I refund a client?", "Talk to a person"),
        ("Comment rembourser un client ?", "Parler à quelqu’un"),
        ("SEPA ?", "Parler à quelqu’un"),
    ],
)
def test_it_is_answered_in_the_language_in_which_it_is_clearly_asked(
    help_desk: HelpDesk, text: str, words: str
) -> None:
    assert words in help_desk.shows(help_desk.asks(text=text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("bonjour", "Bonjour ! Posez-moi"),
        ("Hello there", "Hello! Ask me"),
        ("merci beaucoup !", "Je vous en prie"),
        ("Thank you so much", "You’re welcome!"),
    ],
)
def test_greetings_and_thanks_are_answered_as_politely_and_are_nobody_s_work(
    help_desk: HelpDesk, text: str, words: str
) -> None:
    for source in (DIRECT, MENTION, COMMAND):
        asked = help_desk.asks(text=text, source=source)
        assert asked.state == State.ANSWERED
        assert help_desk.readers(asked, AGENTS) == []
        said = all_text(answered_message(help_desk.desk, help_desk.practice, asked))
        assert words in said.replace("\u00a0", " ")
        assert ("/fees" in said) == (source == DIRECT and words[0] in "BH")


def test_what_says_more_than_thanks_is_a_question(help_desk: HelpDesk) -> None:
    asked = help_desk.asks(text="merci, et comment rembourser un client ?", source=DIRECT)
    assert asked.articles[0] == "refunds"
    nothing = help_desk.asks(text="thanks for the purple thing", source=MENTION)
    assert nothing.state == State.WAITING


def test_the_same_message_is_one_question(help_desk: HelpDesk) -> None:
    first = help_desk.asks(ts="5.5")
    assert help_desk.asks(ts="5.5") == first
    assert len(help_desk.desk.store.select(Outbox.select())) == 1


def test_of_several_who_hear_it_at_once_one_answers(help_desk: HelpDesk) -> None:
    def hear(_: int) -> str:
        try:
            return help_desk.asks(ts="5.5").uid
        finally:
            help_desk.desk.store.database.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(hear, range(4)))) == 1
    assert len(help_desk.desk.store.select(Outbox.select())) == 1


def test_what_is_no_billing_question_is_left_alone_where_nobody_asked(help_desk: HelpDesk) -> None:
    def heard(source: str, quiet: bool) -> Any:
        one = Heard(source, HELP, f"{source}.1", None, WEATHER, quiet=quiet)
        return questions.ask(
            help_desk.desk, help_desk.practice, help_desk.person(BEN), one, "en-US"
        )

    assert heard(CHANNEL, quiet=True) is None
    asked = heard(MENTION, quiet=False)
    assert asked.state == State.WAITING
    assert help_desk.readers(asked, AGENTS) == [OURS]
    assert "Paydesk found no answer." in help_desk.shows(asked, AGENTS)


def test_whoever_only_greets_paydesk_is_told_what_to_type(help_desk: HelpDesk) -> None:
    asked = help_desk.asks(text=WEATHER, source=DIRECT, channel="D0FLORENCE", offers=True)
    assert asked.state == State.ANSWERED
    shown = help_desk.shows(asked)
    assert "/fees" in shown
    assert "Parler à quelqu’un" in shown
    assert help_desk.readers(asked, AGENTS) == []


def test_what_is_about_a_client_is_answered_to_the_asker_alone(help_desk: HelpDesk) -> None:
    reference = client(help_desk)
    asked = help_desk.asks(text=f"Pourquoi la carte de {reference} a-t-elle été refusée ?")
    assert asked.private
    assert help_desk.readers(asked, ANSWER) == [HELP]
    assert help_desk.readers(asked, PRIVATE) == [FLORENCE]
    said = help_desk.shows(asked)
    assert "dans vos messages directs" in said
    assert reference not in said
    assert reference in help_desk.shows(asked, PRIVATE)


def test_who_may_not_see_clients_learns_nothing_of_them(help_desk: HelpDesk) -> None:
    for reference in (client(help_desk), "NP-9999"):
        asked = help_desk.asks(NOAH, f"Pourquoi la carte de {reference} a-t-elle été refusée ?")
        assert help_desk.readers(asked, PRIVATE) == [NOAH]
        assert "dans vos messages directs" in help_desk.shows(asked)
        said = help_desk.shows(asked, PRIVATE)
        assert "Vous n’avez pas de rôle ici" in said
        assert "Ada" not in said


def test_an_edited_question_is_answered_anew_in_the_same_place(help_desk: HelpDesk) -> None:
    asked = help_desk.asks()
    me = help_desk.person(FLORENCE)

    def edit(edited: str, text: str, ts: str = asked.ts) -> bool:
        heard = Heard(CHANNEL, HELP, ts, None, text, edited=edited)
        return changes.edit(help_desk.desk, help_desk.practice, me, heard)

    assert edit("9.2", "How do I refund a payment?")
    now = help_desk.now(asked)
    assert (now.revision, now.text) == (2, "How do I refund a payment?")
    assert now.articles[:1] != asked.articles[:1]
    assert help_desk.readers(asked, ANSWER) == [HELP]
    version = now.version
    for earlier in ("9.1", "9.2"):
        assert edit(earlier, "How do I charge a card?")
        assert help_desk.now(asked).version == version
    assert not edit("9.3", "x", "0.0")


def test_a_deleted_question_takes_its_answer_away_and_is_closed(help_desk: HelpDesk) -> None:
    asked = help_desk.handed_over()
    help_desk.writes(asked, "It is for Ada Lovelace")
    assert changes.withdraw(help_desk.desk, help_desk.practice, HELP, asked.ts)
    now = help_desk.now(asked)
    assert (now.state, now.text, now.articles) == (State.WITHDRAWN, "", ())
    assert help_desk.shows(asked).startswith("La question a été supprimée")
    assert "Deleted by who asked it" in help_desk.shows(asked, AGENTS)
    assert changes.withdraw(help_desk.desk, help_desk.practice, HELP, asked.ts)
    with pytest.raises(Refusal, match="deleted it"):
        help_desk.replies(SAM, asked, "It is on its way")


def test_what_was_deleted_before_it_was_heard_is_not_answered(help_desk: HelpDesk) -> None:
    assert not changes.withdraw(help_desk.desk, help_desk.practice, HELP, "5.5")
    changes.never_asked(help_desk.desk, help_desk.practice, HELP, "5.5")
    assert help_desk.asks(ts="5.5").state == State.WITHDRAWN
    assert help_desk.desk.store.select(Outbox.select()) == []


def test_a_message_that_is_edited_or_deleted_later_is_so_for_the_agents(
    help_desk: HelpDesk,
) -> None:
    asked = help_desk.handed_over()
    help_desk.writes(asked, "For INV-1", "7.7")
    me = help_desk.person(FLORENCE)
    heard = Heard(CHANNEL, HELP, "7.7", None, "For INV-2", edited="9.9")
    changes.edit(help_desk.desk, help_desk.practice, me, heard)
    assert "INV-2" in help_desk.shows(asked, AGENTS)
    changes.withdraw(help_desk.desk, help_desk.practice, HELP, "7.7")
    assert "INV-2" not in help_desk.shows(asked, AGENTS)
    assert help_desk.now(asked).state == State.WAITING


def rated(help_desk: HelpDesk, question: Any, user: str, rating: str) -> State:
    me = help_desk.person(user)
    return State(questions.rate(help_desk.desk, help_desk.practice, me, question.uid, rating).state)


def test_a_sad_face_calls_for_a_person_and_a_happy_one_sends_them_away(
    help_desk: HelpDesk,
) -> None:
    asked = help_desk.asks()
    assert rated(help_desk, asked, FLORENCE, "good") is State.HELPED
    assert rated(help_desk, asked, FLORENCE, "bad") is State.WAITING
    assert "says that this was not the answer" in help_desk.shows(asked, AGENTS)
    assert rated(help_desk, asked, FLORENCE, "fair") is State.WAITING
    assert rated(help_desk, asked, FLORENCE, "good") is State.HELPED
    assert "found the answer" in help_desk.shows(asked, AGENTS)


def test_what_others_think_is_kept_and_changes_nothing(help_desk: HelpDesk) -> None:
    asked = help_desk.asks()
    assert rated(help_desk, asked, BEN, "bad") is State.ANSWERED
    assert questions.rating_of(help_desk.desk, asked, BEN) == "bad"


def test_nobody_rates_what_they_cannot_see(help_desk: HelpDesk) -> None:
    asked = help_desk.asks(source=COMMAND, channel=COMMAND)
    with pytest.raises(Refusal, match="not there any more"):
        rated(help_desk, asked, BEN, "bad")


def test_a_question_of_another_practice_is_not_there(help_desk: HelpDesk, cast: Cast) -> None:
    asked = help_desk.asks()
    elsewhere = HelpDesk(help_desk.desk, cast.other, help_desk.clock)
    with pytest.raises(Refusal, match="not there any more"):
        rated(elsewhere, asked, FLORENCE, "bad")


def test_what_people_rate_is_what_they_read_however_articles_change(
    help_desk: HelpDesk, cast: Cast
) -> None:
    asked = help_desk.asks()
    assert asked.articles
    before = help_desk.shows(asked)
    help_desk.clock.advance(1)
    me = (help_desk.desk, help_desk.practice, help_desk.person(OLIVIA))
    draft = editing.to_edit(*me, asked.articles[0], "fr", 0)
    form = {editing.TITLE: "Autre chose", editing.TEXT: "Un autre texte.", editing.ASKED: ""}
    editing.save(*me, asked.articles[0], "fr", draft.version, form)
    rated(help_desk, asked, FLORENCE, "fair")
    after = help_desk.shows(asked)
    assert "Autre chose" not in after
    assert sorted(after.splitlines()) == sorted(before.splitlines())
    assert "Autre chose" in help_desk.shows(help_desk.asks())


def test_an_edited_question_that_was_answered_is_open_again(help_desk: HelpDesk) -> None:
    asked = help_desk.asks()
    assert rated(help_desk, asked, FLORENCE, "good") is State.HELPED
    heard = Heard(CHANNEL, HELP, asked.ts, None, "How do I refund a payment?", edited="9.2")
    changes.edit(help_desk.desk, help_desk.practice, help_desk.person(FLORENCE), heard)
    now = help_desk.now(asked)
    assert (now.state, now.closed_at) == (State.ANSWERED, None)
