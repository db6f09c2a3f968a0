"""A practice's articles: changed, written anew, taken back, and never somebody else's."""

import pytest

from bot.incoming import Kind
from desk.context import Desk
from desk.help.articles import shipped
from desk.help.shelf import library_of
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, Cast
from tests.support.chat import Answer, Chat
from tests.support.stores import every_value_on_both

PARKING = "Where can I park? Behind the house, **two** hours."


def first_article(desk: Desk, cast: Cast, text: str, code: str = "en") -> str:
    found = library_of(desk, cast.practice).search(text, code)
    return found[0].name if found else ""


def form_of(chat: Chat, user: str, article: str = "refunds:en", locale: str = "en-US") -> Answer:
    return chat.person(user, locale).asks(Kind.CLICK, "help:article:edit", value=article)


def new_article(chat: Chat, user: str = SAM, **values: str) -> Answer:
    opened = chat.person(user).asks(Kind.CLICK, "help:article:new")
    return opened.submit(**{"article_title": "Parking", "article_text": PARKING, **values})


@pytest.mark.parametrize("user", [OLIVIA, BEN, SAM])
def test_agents_find_the_articles_under_billing(chat: Chat, user: str) -> None:
    listed = chat.person(user).types("/billing").press("Help articles")
    listed.sees("Refunding a payment", "Card numbers and client data")
    assert listed.buttons.count("Edit") == len(shipped("en"))


@pytest.mark.parametrize("user", [FLORENCE, NOAH])
def test_nobody_else_is_offered_them(chat: Chat, user: str) -> None:
    assert "Help articles" not in chat.person(user).types("/billing").buttons
    read = chat.person(user).asks(Kind.CLICK, "help:read:fees", value="fees")
    assert "Edit" not in read.buttons


def test_what_was_changed_is_answered_from_then_on(chat: Chat, desk: Desk, cast: Cast) -> None:
    read = chat.person(SAM).asks(Kind.CLICK, "help:read:refunds", value="refunds")
    saved = read.press("Edit").submit(
        article_text="Ask Ben.\n## Why\n- **he** knows", article_asked="where is ben's desk"
    )
    saved.sees("*Saved.*", "Ask Ben.", "• *he* knows", "Holds since")
    answer = chat.person(NOAH).types("/billing help how do I refund a client")
    answer.sees("Ask Ben.").sees_not("/refund INV-1042")
    assert first_article(desk, cast, "where is ben's desk") == "refunds"
    assert library_of(desk, cast.other).article("refunds", "en") == shipped("en")["refunds"]


def test_only_the_language_that_was_changed_is(chat: Chat) -> None:
    form = form_of(chat, SAM, "refunds:fr", "fr-FR").sees("Le texte français")
    form.submit(article_title="Demander à Ben", article_text="Voyez Ben.")
    answer = chat.person(NOAH, "fr-FR").types("/billing help comment rembourser un client")
    answer.sees("Demander à Ben", "Voyez Ben.")
    english = chat.person(NOAH).types("/billing help how do I refund a client")
    english.sees("Refunding a payment")


def test_a_new_article_is_found_and_has_both_languages(chat: Chat, desk: Desk, cast: Cast) -> None:
    new_article(chat, article_asked="is there a car park\nwhere do clients leave the car").sees(
        "*Saved.*", "*two* hours"
    )
    name = first_article(desk, cast, "is there a car park")
    assert name.startswith("parking-")
    form = form_of(chat, SAM, f"{name}:en").press("The French text")
    form.sees("The French text").submit(article_title="Stationner", article_text="Derrière.")
    library = library_of(desk, cast.practice)
    assert library.article(name, "fr").title == "Stationner"
    assert library.article(name, "en").title == "Parking"


def test_the_shipped_text_comes_back_and_every_version_is_kept(chat: Chat) -> None:
    form_of(chat, SAM).submit(article_text="Ask Ben.")
    form_of(chat, BEN).submit(article_text="Ask Sam.")
    form_of(chat, OLIVIA).press("Shipped text").sees("/refund INV-1042", "from now on")
    form = form_of(chat, OLIVIA)
    assert "Shipped text" in form.buttons
    versions = form.press("Earlier versions")
    versions.sees("Ask Ben.", f"<@{SAM}>", "Ask Sam.", f"<@{BEN}>", "As it was shipped")
    again = versions.press_id("help:article:use:1")
    again.submit().sees("Ask Ben.")
    chat.person(NOAH).types("/billing help how do I refund a client").sees("Ask Ben.")


def test_an_article_of_their_own_can_be_taken_out(chat: Chat, desk: Desk, cast: Cast) -> None:
    new_article(chat, article_asked="where can i park")
    name = first_article(desk, cast, "where can i park")
    form = form_of(chat, BEN, f"{name}:en")
    form.press("Take it out").sees("The article is gone.")
    assert first_article(desk, cast, "where can i park") != name
    form.press("Take it out").sees("The article is gone.")
    form.submit().is_refused("That article isn’t there any more.")


def test_two_who_edit_at_once_do_not_write_over_each_other(chat: Chat) -> None:
    first, second = form_of(chat, SAM), form_of(chat, BEN)
    first.submit(article_text="Ask Ben.").sees("*Saved.*")
    second.submit(article_text="Ask Sam.").is_refused("This was changed since you opened it")
    second.press("Earlier versions").sees("Ask Ben.").sees_not("Ask Sam.")


def test_the_same_form_sent_twice_is_one_version(chat: Chat, desk: Desk, cast: Cast) -> None:
    form = form_of(chat, SAM)
    form.submit(article_text="Ask Ben.").sees("*Saved.*")
    form.submit(article_text="Ask Ben.").sees("*Saved.*")
    assert form.press("Earlier versions").text.count("Ask Ben.") == 1
    new_article(chat)
    new_article(chat)
    names = library_of(desk, cast.practice).names
    assert len([name for name in names if name.startswith("parking-")]) == 1


def test_slack_markup_in_an_article_does_nothing(chat: Chat) -> None:
    text = "<!channel> <@U0OLIVIA> <https://evil.example|our bank> & `x`"
    saved = form_of(chat, SAM).submit(article_title="<!here> *x*", article_text=text)
    saved.sees("&lt;!here&gt;", "&lt;!channel&gt; &lt;@U0OLIVIA&gt; &lt;https://evil.example|our")
    answer = chat.person(NOAH).types("/billing help how do I refund a client")
    answer.sees("&lt;!channel&gt;").sees_not("<!channel>", "<https://evil")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("article_title", " ", "Give the article a title."),
        ("article_text", " \n ", "Write what the article says."),
        ("article_text", "Card 4242 4242 4242 4242", "That looks like a card number"),
        ("article_asked", "is 4242424242424242 ours", "That looks like a card number"),
    ],
)
def test_what_is_wrong_is_said_in_its_field(chat: Chat, field: str, typed: str, said: str) -> None:
    wrong = form_of(chat, SAM).submit(**{field: typed})
    assert wrong.kind == "errors"
    assert wrong.words[field].startswith(said)
    french = form_of(chat, SAM, locale="fr-FR").submit(**{field: typed})
    assert french.kind == "errors"
    assert not french.words[field].startswith(said)


@every_value_on_both
@pytest.mark.parametrize("value", ["none:en", "fees:de", "../x:en", ":en", "", "fees:en:9"])
def test_an_article_that_is_not_there_is_refused(chat: Chat, value: str) -> None:
    opened = chat.person(SAM).asks(Kind.CLICK, "help:article:use:1", value=value)
    opened.is_refused("That article isn’t there any more.")
    french = chat.person(SAM, "fr-FR").asks(Kind.CLICK, "help:article:use:1", value=value)
    french.is_refused("Cet article n’existe plus.")


def test_long_lists_are_turned_by_pages(chat: Chat) -> None:
    for number in range(20):
        new_article(chat, article_title=f"House rule {number}", article_text=f"Rule {number}")
    listed = chat.person(SAM).asks(Kind.CLICK, "help:articles").sees("House rule 1")
    assert listed.buttons.count("Edit") == 30
    after = listed.press("Next").sees("House rule 9")
    assert (after.buttons.count("Edit"), "Next" in after.buttons) == (7, False)
    before = after.press("Previous").sees("Refunding a payment")
    assert "Previous" not in before.buttons
