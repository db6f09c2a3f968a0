"""An answer as people see it: blocks, buttons, and the article in a window."""

import pytest

from bot.incoming import Kind
from commands.help.action_views import WAYS
from commands.help.answer_views import answer_blocks, answer_text, read_rating
from desk.context import Desk
from desk.help.answers import Answer, Asker, answer
from desk.help.articles import shipped
from desk.help.markdown import mrkdwn
from desk.language import language_of
from rules.roles import Role
from tests.support.blockcheck import faults_in_message
from tests.support.cast import FLORENCE, Cast
from tests.support.chat import Chat

EN, FR = language_of("en"), language_of("fr")


def answered(desk: Desk, cast: Cast, text: str) -> Answer:
    return answer(desk, Asker(cast.practice, FLORENCE, Role.FRONT_DESK, "en", private=True), text)


def buttons(blocks: list[dict]) -> dict[str, str]:
    """What each says, by its action_id."""
    elements = [one for block in blocks for one in block.get("elements", ())]
    return {one["action_id"]: one["text"]["text"] for one in elements if one["type"] == "button"}


def test_an_answer_shows_the_article_what_can_be_done_and_the_faces(desk: Desk, cast: Cast) -> None:
    found = answered(desk, cast, "how do I charge a saved card?")
    blocks = answer_blocks(EN, found, "q1", role=Role.FRONT_DESK)
    assert blocks[0]["text"]["text"].startswith("*Charging a saved card*\n`/charge NP-0042`")
    shown = buttons(blocks)
    assert shown["charge:start"] == "Charge a card"
    assert shown["help:talk"] == "Talk to a person"
    assert {one for one in shown if one.startswith("help:rate:")} == {
        "help:rate:bad",
        "help:rate:fair",
        "help:rate:good",
    }
    assert shown["help:read:charge"] == "Read on"
    reading = {words for one, words in shown.items() if one.startswith("help:read:")}
    assert len(reading) == 3
    assert {words for words in reading if not words.startswith("Read: ")} == {"Read on"}
    assert answer_text(EN, found) == "Charging a saved card"


def test_of_several_payments_both_sums_are_shown(desk: Desk, cast: Cast) -> None:
    found = answered(desk, cast, "what are the fees on 12 sessions of $85?")
    shown = answer_text(EN, found)
    assert shown == (
        "That is one payment of $85.00. Of 12 such payments, the processor keeps $33.24."
        " Paid at once, $1,020.00, it keeps $29.88."
    )
    assert shown in str(answer_blocks(EN, found, "q1"))
    assert "12 paiements de ce montant" in answer_text(FR, found)


def test_who_was_charged_twice_is_offered_a_refund_and_a_person(desk: Desk, cast: Cast) -> None:
    found = answered(desk, cast, "this is a f***ing disgrace, my client was charged twice!!!")
    blocks = answer_blocks(EN, found, "q1", role=Role.FRONT_DESK)
    assert "Somebody may still have been" in str(blocks)
    shown = buttons(blocks)
    assert shown["refund:start"] == "Refund a payment"
    assert "charge:start" not in shown
    assert shown["help:talk"] == "Talk to a person"


def test_the_face_that_was_pressed_is_seen(desk: Desk, cast: Cast) -> None:
    blocks = answer_blocks(EN, answered(desk, cast, "refund a client"), "q1", rating="good")
    faces = {one["value"]: one.get("style") for one in blocks[-1]["elements"][:3]}
    assert faces == {"q1 bad": None, "q1 fair": None, "q1 good": "primary"}
    assert read_rating("q1 good") == ("q1", "good")
    assert read_rating("q1 great") == ("q1", "")


def test_no_answer_offers_a_person(desk: Desk, cast: Cast) -> None:
    found = answered(desk, cast, "who ate my sandwich")
    blocks = answer_blocks(FR, found, "q1")
    assert blocks[0]["text"]["text"] == "Je n’ai pas de réponse à cela."
    assert buttons(blocks) == {"help:talk": "Parler à quelqu’un"}


def test_buttons_that_a_person_may_not_press_are_not_shown(desk: Desk, cast: Cast) -> None:
    found = answered(desk, cast, "how do I charge a saved card?")
    assert "charge:start" not in buttons(answer_blocks(EN, found, "q1", role=Role.SUPPORT))
    assert "charge:start" in buttons(answer_blocks(EN, found, "q1"))


@pytest.mark.parametrize("say", [EN, FR], ids=["en", "fr"])
def test_slack_takes_every_article(say, desk: Desk, cast: Cast) -> None:
    for name, article in shipped(say.code).items():
        found = Answer((), article, article.text, (), None, article.since, is_billing=True)
        assert faults_in_message("help", answer_blocks(say, found, "q1")) == [], name
        assert "**" not in str(answer_blocks(say, found, "q1"))


def test_every_action_of_an_article_has_a_button() -> None:
    named = {name for article in shipped("en").values() for name in article.actions}
    assert named == set(WAYS)


def test_an_article_opens_in_a_window(chat: Chat) -> None:
    florence = chat.person(FLORENCE, "fr-FR")
    opened = florence.asks(Kind.CLICK, "help:read:fees", value="fees")
    assert "*Ce que coûte un paiement*" in opened.text
    gone = florence.asks(Kind.CLICK, "help:read:none", value="none")
    assert (gone.kind, gone.words) == (
        "refused",
        "Cet article n’existe plus. Posez votre question à nouveau.",
    )


def test_markdown_becomes_what_slack_shows() -> None:
    written = "## Who <may>\n- **owners** & [more](https://x.example/a)\n\n<!channel> `code`"
    assert mrkdwn(written) == (
        "*Who &lt;may&gt;*\n• *owners* &amp; <https://x.example/a|more>\n\n&lt;!channel&gt; `code`"
    )


def test_a_long_text_is_cut_between_lines() -> None:
    assert mrkdwn("one\ntwo\nthree", limit=9) == "one\ntwo"
    assert len(mrkdwn("x" * 50, limit=9)) == 9
