"""What people write that is no question is met for what it is, and questions are not."""

import json
from pathlib import Path

import pytest

from desk.help.wishes import is_thanks, says_no_answer, wants_a_person

MET = (wants_a_person, says_no_answer, is_thanks)
QUESTIONS = Path(__file__).parents[2] / "data" / "questions"


@pytest.mark.parametrize(
    "text",
    [
        "I want to talk to a human",
        "can someone help me",
        "Can somebody please help me?",
        "could anyone help me with this please",
        "i need to speak to a real person",
        "talk to a person",
        "HUMAN PLEASE",
        "agent",
        "please connect me to a human. I'd like to chat with someone",
        "I need a person",
        "help!!",
        "please help me",
        "is there anyone who can help me?",
        "je veux parler à quelqu'un",
        "Je voudrais parler à une vraie personne, s'il vous plaît",
        "Est-ce que quelqu'un peut m'aider ?",
        "puis-je discuter avec un conseiller",
        "aidez-moi svp",
        "à l'aide",
        "J'ai besoin d'aide",
        "@Paydesk I want to talk to a human",
    ],
)
def test_who_wants_a_person_is_understood(text: str) -> None:
    assert wants_a_person(text)
    assert not is_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "that did not help me",
        "that didn't help",
        "this doesn't answer my question",
        "no, that is wrong. please help!!",
        "That's wrong",
        "this is not what I asked",
        "not what i meant",
        "that's not my question",
        "I don't understand",
        "i still don't understand this",
        "It doesn't work",
        "wrong answer",
        "this makes no sense",
        "I'm still confused",
        "ça ne répond pas à ma question",
        "Cela ne m'aide pas",
        "ça ne m'a pas aidé",
        "ce n'est pas ce que j'ai demandé",
        "ce n'est pas la bonne réponse",
        "je ne comprends pas",
        "Je n'ai pas compris",
        "j'ai rien compris",
        "c'est faux",
        "non, ça ne marche pas",
    ],
)
def test_who_says_that_it_was_no_answer_is_understood(text: str) -> None:
    assert says_no_answer(text)
    assert not is_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "thanks!",
        "Thank you so much",
        "ok thanks",
        "Perfect, thanks @Sam!",
        "great :+1:",
        "that helps, thank you",
        "thanks for your quick answer",
        "cheers",
        "merci !",
        "Merci beaucoup",
        "parfait, merci pour votre réponse",
        "d'accord, merci, bonne journée",
        "j'ai compris merci",
        ":thumbsup:",
    ],
)
def test_thanks_are_thanks(text: str) -> None:
    assert is_thanks(text)
    assert not wants_a_person(text)
    assert not says_no_answer(text)


@pytest.mark.parametrize(
    "text",
    [
        "Merci, et en dollars ?",
        "thanks, but it is still declined",
        "ok?",
        "is that ok",
        "can someone help me refund a payment",
        "Why does the card of INV-1001 not work",
        "I don't understand why the card was declined",
        "je ne comprends pas pourquoi la carte est refusée",
        "help the client pay by debit",
        "What do I do when a client says the answer is wrong?",
        "who can refund a payment",
        "Shall we have lunch at the lake tomorrow?",
        "",
    ],
)
def test_whatever_else_is_written_is_left_to_the_search(text: str) -> None:
    assert [one.__name__ for one in MET if one(text)] == []


def test_no_real_question_is_taken_for_one() -> None:
    files = sorted(QUESTIONS.glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text().splitlines()]
    asked = [one["question"] for one in map(json.loads, lines) if one.get("article")]
    assert len(asked) > 200
    assert [text for text in asked if any(one(text) for one in MET)] == []
