"""The part of an article that is shown is the one that says most about the question."""

import pytest

from desk.help.articles import Article, shipped
from desk.help.passages import passage_of


@pytest.mark.parametrize(
    ("article", "text", "heading"),
    [
        ("charge", "i clicked charge twice, was she charged double?", "## Clicked twice"),
        ("refunds", "who is allowed to refund", "## Who may"),
        ("refunds", "when does the refund arrive on her card", "## When it arrives"),
        ("bank-debits", "how long does a sepa debit take", "## How long it takes"),
        ("bank-debits", "does she have to sign a mandate", "## The mandate"),
        ("who-pays-fees", "is passing on the fee forbidden in germany", "## Where passing them on"),
        ("refunds", "how do i refund", "`/refund"),
    ],
)
def test_a_question_gets_the_part_that_it_is_about(article: str, text: str, heading: str) -> None:
    assert passage_of(shipped("en")[article], text, "en").startswith(heading)


def test_the_question_may_be_in_the_other_language() -> None:
    french = passage_of(shipped("fr")["refunds"], "who is allowed to refund", "en")
    assert french == passage_of(shipped("fr")["refunds"], "qui a le droit de rembourser", "fr")
    assert french.startswith("## ")


def test_an_article_without_headings_is_shown_whole() -> None:
    since = shipped("en")["fees"].since
    assert passage_of(Article("x", "en", "X", "One.\n\nTwo.", since), "zzz", "en") == "One.\n\nTwo."
    assert passage_of(Article("x", "en", "X", "", since), "zzz", "en") == ""
