"""Asking in private, rating an answer, and the agents' buttons and window, as people press them."""

import pytest

from bot.incoming import Kind
from commands.asked import Quoted
from commands.help.agent_views import agents_card
from desk.access import Person
from desk.settings import change
from rules.roles import Role
from storage import help_questions
from storage.help_questions import Question
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, Cast
from tests.support.chat import Answer, Chat

ASK = "/billing help how much does a SEPA debit cost?"


def question(chat: Chat) -> Question:
    [found] = help_questions.asked_between(chat.desk.store, chat.practice_id, 0, 2**60)
    return found


def handed_over(chat: Chat, user: str = FLORENCE) -> Question:
    chat.person(user).types(ASK).press("Talk to a person")
    return question(chat)


def card(chat: Chat, cast: Cast, user: str) -> Answer:
    """The agents' card, as that person has it before them."""
    message = agents_card(chat.desk, cast.practice, question(chat))
    return Answer(chat.person(user), "show", message=message)


def test_a_question_is_answered_in_private(chat: Chat) -> None:
    answer = chat.person(NOAH).types(ASK)
    assert answer.kind == "show"
    answer.sees("Did you find the answer?", "Talk to a person")
    assert question(chat).source == "command"


def test_in_french(chat: Chat) -> None:
    answer = chat.person(FLORENCE, "fr-FR").types("/billing aide combien coûte SEPA ?")
    answer.sees("Parler à quelqu’un")
    answer.press("Parler à quelqu’un").sees("Quelqu’un vous répondra ici.")


def test_without_a_question_it_says_what_can_be_typed(chat: Chat) -> None:
    chat.person(NOAH).types("/billing help").sees("What you can type", "`/fees`")
    chat.person(NOAH).types("/billing").sees("You have no role here")


def test_what_has_no_answer_goes_to_a_person_at_once(chat: Chat) -> None:
    answer = chat.person(NOAH).types("/billing help shall we have lunch at the lake tomorrow?")
    answer.sees("I have no answer to that.", "A person will answer you here.")
    assert answer.buttons == []


def test_a_face_is_kept_and_can_be_changed(chat: Chat) -> None:
    answer = chat.person(NOAH).types(ASK)
    happy = answer.press_id("help:rate:good")
    assert happy.kind == "replace"
    [pressed] = [one for one in happy._of_type("button") if one.get("style") == "primary"]
    assert pressed["action_id"] == "help:rate:good"
    happy.press_id("help:rate:bad").sees("A person will answer you here.")
    assert question(chat).state == "waiting"


def test_a_shortcut_asks_about_somebodys_message(chat: Chat) -> None:
    about = Quoted("C0GENERAL", "1.1", "How much does a SEPA debit cost?")
    for _ in range(2):
        answer = chat.person(NOAH).asks(Kind.SHORTCUT, "help:ask", message=about)
        answer.sees("Did you find the answer?")
    assert question(chat).source == "shortcut"
    empty = Quoted("C0GENERAL", "1.2", " ")
    chat.person(NOAH).asks(Kind.SHORTCUT, "help:ask", message=empty).is_refused("has a text")


def test_an_agent_takes_replies_and_resolves(chat: Chat, cast: Cast) -> None:
    handed_over(chat)
    card(chat, cast, SAM).sees("Nobody has it yet").press("Take it").sees(f"<@{SAM}> has it")
    taken = card(chat, cast, SAM)
    assert taken.buttons == ["Reply", "Resolve", "Not a question", "Let go"]
    window = taken.press("Reply")
    assert window.submit(help_reply="0.8 %, at most 6 €.").kind == "close"
    resolved = card(chat, cast, SAM).sees("has answered", "0.8 %, at most 6 €.").press("Resolve")
    resolved.sees(f"Resolved by <@{SAM}>")
    assert resolved.buttons == []


def test_a_reply_takes_what_nobody_has(chat: Chat, cast: Cast) -> None:
    handed_over(chat)
    card(chat, cast, BEN).press("Reply").submit(help_reply="0.8 %")
    assert (question(chat).state, question(chat).agent) == ("replied", BEN)


def test_a_second_agent_is_told_who_has_it(chat: Chat, cast: Cast) -> None:
    handed_over(chat)
    before = card(chat, cast, BEN)
    window = before.press("Reply")
    card(chat, cast, SAM).press("Take it")
    for label in ("Take it", "Reply", "Resolve", "Not a question"):
        before.press(label).sees(f"<@{SAM}> has this question already")
    window.submit(help_reply="0.8 %").is_refused("Somebody else has this question already")


@pytest.mark.parametrize("user", [FLORENCE, NOAH])
def test_others_can_read_along_and_do_nothing(chat: Chat, cast: Cast, user: str) -> None:
    asked = handed_over(chat)
    seen = card(chat, cast, user)
    for label in seen.buttons:
        assert seen.press(label).kind == "refused"
    assert question(chat) == asked


def test_the_card_is_in_the_practices_language(chat: Chat, cast: Cast) -> None:
    handed_over(chat)
    owner = Person(cast.practice.id, OLIVIA, Role.OWNER)
    change(chat.desk, owner, cast.practice, "language", "fr")
    chat.person(SAM).asks(Kind.CLICK, "help:take", value=question(chat).uid).sees("s’en occupe")
