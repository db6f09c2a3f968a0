"""Text from outside is shown as text, and card numbers are not taken in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.privacy import cut, escape, plain, refuse_card_numbers
from rules.words import Refusal


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("<@U0BEN> & <http://x|Pay>", "&lt;@U0BEN&gt; &amp; &lt;http://x|Pay&gt;"),
        ("&lt;", "&amp;lt;"),
        ("Zoë\u202eeoZ\u202c", "ZoëeoZ"),
        ("a\u0000b\u0007c\u200bd\ufeffe", "abcde"),
        ("two\nlines\r\n and\ttabs\u2028more", "two lines and tabs more"),
        ("  ", ""),
        ("👩\u200d⚕️ Ñandú", "👩\u200d⚕️ Ñandú"),
    ],
)
def test_what_acts_in_slack_is_shown_instead(typed: str, shown: str) -> None:
    assert escape(typed) == shown


def test_long_text_is_cut_before_it_is_escaped() -> None:
    assert escape("&" * 300, limit=3) == "&amp;&amp;…"
    assert cut("abcd", 4) == "abcd"
    assert cut("ab cde", 4) == "ab…"


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_nothing_of_any_text_can_act_and_no_entity_is_cut(text: str, limit: int) -> None:
    shown = escape(text, limit)
    assert not {"<", ">", "\n", "\u202e"} & set(shown)
    rest = shown.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert "&" not in rest
    assert len(plain(text, limit)) <= limit


@pytest.mark.parametrize(
    "text", ["4242424242424242", "pay with 4242 4242 4242 4242", "３７８２-822463-10005"]
)
def test_a_card_number_is_refused_with_the_safe_way_and_not_repeated(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_card_numbers(text)
    sentence = refused.value.sentence
    assert "payment page" in sentence.text
    assert not sentence.values


def test_other_numbers_pass() -> None:
    for text in ("120.50 eur", "INV-1042", "+1 555 123 4567", "4242 4242 4242 4241", ""):
        refuse_card_numbers(text)
