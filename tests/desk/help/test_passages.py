"""The part of an article that is shown is the one that says most about the question."""

import pytest

from desk.help.articles import Article, shipped
from desk.help.passages import passage_of


@pytest.mark.parametrize(
    ("article", "text", "heading"),
    [
        ("charge", "i clicked charge twice, was she charged double?", "## Charged twice"),
        ("charge", "this is a disgrace, my client was charged twice!!!", "## Charged twice"),
        ("refunds", "who is allowed to refund", "## Who may"),
        ("refunds", "when does the refund arrive on her card", "## When it arrives"),
        ("bank-debits", "how long does a sepa debit take", "## How long it takes"),
        ("bank-debits", "does she have to sign a mandate", "## The mandate"),
        (
            "who-pays-fees",
            "is passing on the fee forbidden in germany",
            "## Where a surcharge is forbidden",
        ),
        ("refunds", "how do i refund", "`/refund"),
        ("refunds", "how do I refund a client?", "`/refund"),
        ("payment-links", "how do I make a payment link?", "For a client without"),
        ("bank-debits", "how long does an ACH debit take?", "## How long it takes"),
        ("who-pays-fees", "is surcharging legal in Texas?", "## Where a surcharge is"),
        ("invoices", "how do I void an invoice?", "## Voiding"),
        ("invoices", "how do I cancel an invoice", "## Voiding"),
        ("invoices", "how do I change an invoice?", "## Changing"),
        ("invoices", "who owes us money", "## Finding one"),
        ("paid-elsewhere", "how do I note cash?", "Cash, card terminal"),
        ("paid-elsewhere", "write off a debt", "## Writing off"),
        ("paid-elsewhere", "what came in today", "## What came in"),
        ("access", "how do I get access?", "Everybody can"),
        ("access", "how do I add a colleague?", "## Adding"),
    ],
)
def test_a_question_gets_the_part_that_it_is_about(article: str, text: str, heading: str) -> None:
    assert passage_of(shipped("en")[article], text, "en").startswith(heading)


@pytest.mark.parametrize(
    ("article", "text", "heading"),
    [
        ("refunds", "comment rembourser un client ?", "`/refund"),
        ("payment-links", "comment faire un lien de paiement ?", "Pour un client"),
        ("bank-debits", "combien de temps prend un prélèvement ACH ?", "## Combien de temps"),
        ("invoices", "comment annuler une facture ?", "## Annuler"),
        ("invoices", "comment modifier une facture ?", "## Modifier"),
        ("paid-elsewhere", "comment noter des espèces ?", "Espèces, terminal"),
        ("paid-elsewhere", "passer une dette en perte", "## Passer une dette"),
        ("access", "comment ajouter un collègue ?", "## Ajouter"),
        ("charge", "ma cliente a été débitée deux fois", "## Débité deux fois"),
    ],
)
def test_it_is_so_in_french_too(article: str, text: str, heading: str) -> None:
    assert passage_of(shipped("fr")[article], text, "fr").startswith(heading)


def test_the_question_may_be_in_the_other_language() -> None:
    french = passage_of(shipped("fr")["refunds"], "who is allowed to refund", "en")
    assert french == passage_of(shipped("fr")["refunds"], "qui a le droit de rembourser", "fr")
    assert french.startswith("## ")


def test_an_article_without_headings_is_shown_whole() -> None:
    since = shipped("en")["fees"].since
    assert passage_of(Article("x", "en", "X", "One.\n\nTwo.", since), "zzz", "en") == "One.\n\nTwo."
    assert passage_of(Article("x", "en", "X", "", since), "zzz", "en") == ""
