"""A question gets the article that fits it, in the asker's language, or none."""

import pytest

from desk.context import Desk
from desk.help.answers import Answer, Asker, answer
from desk.help.articles import NAMES, shipped
from rules.roles import Role
from tests.support.cast import FLORENCE, Cast


def asked(desk: Desk, cast: Cast, text: str, language: str = "en-US") -> Answer:
    who = Asker(cast.practice, FLORENCE, Role.FRONT_DESK, language, private=True)
    return answer(desk, who, text)


def test_a_question_gets_its_article_and_two_further_ones(desk: Desk, cast: Cast) -> None:
    found = asked(desk, cast, "how do I give a patient their money back?")
    assert found.articles[0].name == "refunds"
    assert found.article == shipped("en")["refunds"]
    assert len({found.article.name, *(one.name for one in found.further)}) == 3
    assert found.since == shipped("en")["refunds"].since
    assert found.is_billing


def test_the_answer_is_in_the_asker_s_language_whatever_the_question_is_in(
    desk: Desk, cast: Cast
) -> None:
    found = asked(desk, cast, "comment rembourser une patiente ?", "en-GB")
    assert found.article == shipped("en")["refunds"]
    found = asked(desk, cast, "how do I refund a client?", "fr-CA")
    assert found.article == shipped("fr")["refunds"]


@pytest.mark.parametrize(
    ("slip", "article"),
    [
        ("how do i refnud a client", "refunds"),
        ("paymnet link expired", "payment-links"),
        ("pourquoi la carte a été refusé", "declines"),
        ("comment marchent les rellances", "reminders"),
    ],
)
def test_slips_of_the_keyboard_and_missing_accents_change_nothing(
    desk: Desk, cast: Cast, slip: str, article: str
) -> None:
    assert asked(desk, cast, slip).articles[0].name == article


@pytest.mark.parametrize(
    "text", ["good morning everyone", "le patient de 15h est arrivé", "", "…", "qqq zzz", "🙂"]
)
def test_what_is_not_about_billing_gets_no_article(desk: Desk, cast: Cast, text: str) -> None:
    found = asked(desk, cast, text)
    assert (found.articles, found.article, found.is_billing) == ((), None, False)


def test_what_a_search_engine_would_read_as_a_command_is_only_words(desk: Desk, cast: Cast) -> None:
    for text in (
        'refund" a client',
        "refund AND NOT (client",
        "-refund* a client",
        "refund : client",
    ):
        assert asked(desk, cast, text).articles[0].name == "refunds"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_articles_name_others_that_exist_in_both_languages(language: str) -> None:
    articles = shipped(language)
    assert tuple(articles) == NAMES
    other = shipped("fr" if language == "en" else "en")
    for name, article in articles.items():
        assert set(article.related) <= set(NAMES) - {name}
        assert article.title
        assert len(article.text) < 2_000, name
        assert (article.actions, article.related) == (other[name].actions, other[name].related)
        assert article.text.count("\n## ") == other[name].text.count("\n## "), name
        assert article.since == other[name].since
