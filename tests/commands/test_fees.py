"""/fees, as people of the practice see it."""

import pytest

from bot.incoming import Kind
from desk.context import Desk
from storage import practices
from storage.database import Store
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, Cast
from tests.support.chat import Chat

EVERYBODY = [OLIVIA, BEN, FLORENCE, SAM, NOAH]
HEADS = ["Region", "Cards and wallets", "Direct debit"]
UNITED_STATES = ["United States (USD)", "2.9% + 30¢", "ACH 1.9% + 50¢"]
ALL_REGIONS = [
    UNITED_STATES,
    ["United Kingdom (GBP)", "2.9% + 30p", "Bacs 1.9% + 50p"],
    ["European Union (EUR)", "2.9% + 30c", "SEPA 1.9% + 50c"],
    ["Australia (AUD)", "2.9% + 30¢", "BECS 1.9% + 50¢"],
    ["Everywhere else", "2.9% + 30¢", "none"],
]


@pytest.mark.parametrize("user", EVERYBODY)
def test_everybody_sees_the_fees_of_the_practices_region(chat: Chat, user: str) -> None:
    table = chat.person(user).types("/fees")
    assert table.rows == [HEADS, UNITED_STATES]
    table.sees("Published price list, read on November 23, 2026.")


def test_the_whole_table_is_as_published(chat: Chat) -> None:
    assert chat.person(BEN).types("/fees all").rows == [HEADS, *ALL_REGIONS]


def test_the_table_is_in_french_for_those_who_speak_it(chat: Chat) -> None:
    table = chat.person(FLORENCE, "fr-FR").types("/fees tout")
    assert table.rows[0] == ["Région", "Cartes et portefeuilles", "Prélèvement"]
    assert table.rows[3] == ["Union européenne (EUR)", "2,9 % + 0,30 €", "SEPA 1,9 % + 0,50 €"]
    assert table.rows[5] == ["Partout ailleurs", "2,9 % + 30 centimes", "aucun"]
    table.sees("Tarif publié, consulté le 23 novembre 2026.")


def test_while_the_practices_place_is_unknown_all_regions_are_shown(
    placeless: Chat,
) -> None:
    table = placeless.person(NOAH).types("/fees")
    assert table.rows == [HEADS, *ALL_REGIONS]


def test_the_other_regions_are_a_button_away_and_replace_the_table(chat: Chat) -> None:
    table = chat.person(NOAH).types("/fees")
    assert table.buttons == [
        "United Kingdom",
        "European Union",
        "Australia",
        "Everywhere else",
        "All regions",
        "What if…",
    ]
    british = table.press("United Kingdom")
    assert british.kind == "replace"
    assert british.rows == [HEADS, ALL_REGIONS[1]]
    assert british.press("Everywhere else").rows == [HEADS, ALL_REGIONS[4]]
    assert british.press("All regions").rows == [HEADS, *ALL_REGIONS]
    assert "United States" in british.buttons


@pytest.mark.parametrize(
    ("words", "region"),
    [("uk", 1), ("sepa", 2), ("aud", 3), ("chf", 4), ("elsewhere", 4), ("debit", 0), ("card", 0)],
)
def test_a_region_method_or_currency_without_an_amount_shows_its_table(
    chat: Chat, words: str, region: int
) -> None:
    assert chat.person(BEN).types(f"/fees {words}").rows == [HEADS, ALL_REGIONS[region]]


def test_workspaces_without_tables_read_the_same_in_sections(chat: Chat) -> None:
    message = chat.person(BEN).types("/fees all").message
    assert message is not None
    assert message.plain is not None
    assert {block["type"] for block in message.plain} == {"section", "context", "actions"}
    words = message.plain[1]["text"]["text"].splitlines()
    assert words[0] == (
        "United States (USD): cards and wallets 2.9% + 30¢; direct debit ACH 1.9% + 50¢"
    )
    assert len(words) == 5
    assert all(line in message.text for line in words)


@pytest.mark.parametrize("user", EVERYBODY)
def test_of_a_hundred_3_20_is_kept_and_103_30_brings_it_whole(chat: Chat, user: str) -> None:
    chat.person(user).types("/fees 100").sees(
        "*$100.00* paid by card or wallet",
        "*The processor keeps*\n$3.20",
        "*The practice receives (estimate)*\n$96.80",
        "*To receive the whole $100.00, charge*\n$103.30",
        "United States (USD): 2.9% + 30¢. Published price list, read on November 23, 2026.",
        "This is an estimate until an owner has entered the practice’s own fees.",
    )


def test_the_notification_of_an_answer_says_the_same(chat: Chat) -> None:
    message = chat.person(BEN).types("/fees 100").message
    assert message is not None
    for amount in ("$100.00", "$3.20", "$96.80", "$103.30"):
        assert amount in message.text


def test_in_french_the_answer_is_in_french(chat: Chat) -> None:
    answer = chat.person(FLORENCE, "fr-FR").types("/fees 1 250,50 € sepa")
    answer.sees(
        "payés par prélèvement SEPA",
        "*Le prestataire retient*\n24,26 €",
        "*Le cabinet reçoit (estimation)*\n1 226,24 €",
        "Union européenne (EUR) : SEPA 1,9 % + 0,50 €.",
    )


@pytest.mark.parametrize(
    ("text", "kept", "received", "charge", "row"),
    [
        ("120 eur sepa", "€2.78", "€117.22", "€122.83", "European Union (EUR): SEPA 1.9% + 50c"),
        ("£80 card", "£2.62", "£77.38", "£82.70", "United Kingdom (GBP): 2.9% + 30p"),
        ("120 debit", "$2.78", "$117.22", "$122.83", "United States (USD): ACH 1.9% + 50¢"),
        ("100 uk", "£3.20", "£96.80", "£103.30", "United Kingdom (GBP): 2.9% + 30p"),
        ("100 uk debit", "£2.40", "£97.60", "£102.45", "United Kingdom (GBP): Bacs 1.9% + 50p"),
        ("100 cad", "CA$3.20", "CA$96.80", "CA$103.30", "Everywhere else: 2.9% + 30¢"),
        ("aud 50 becs", "A$1.45", "A$48.55", "A$51.48", "Australia (AUD): BECS 1.9% + 50¢"),
    ],
)
def test_a_look_up_answers_for_what_was_named(
    chat: Chat, text: str, kept: str, received: str, charge: str, row: str
) -> None:
    chat.person(NOAH).types(f"/fees {text}").sees(
        f"*The processor keeps*\n{kept}", f"(estimate)*\n{received}", f"charge*\n{charge}", row
    )


def test_without_a_place_an_amount_is_answered_for_the_united_states_and_says_so(
    placeless: Chat,
) -> None:
    assumed = "The practice’s place isn’t set yet, so this is for the United States."
    placeless.person(NOAH).types("/fees 100").sees("$96.80", assumed)
    placeless.person(NOAH).types("/fees 100 eur").sees("€96.80").sees_not(assumed)
    placeless.person(NOAH).types("/fees 100 us").sees("$96.80").sees_not(assumed)


def test_a_fee_above_the_amount_is_called_that(chat: Chat) -> None:
    chat.person(BEN).types("/fees 0.10").sees(
        "(estimate)*\n-$0.20", "The fee is higher than the amount."
    )


def test_what_one_charge_cannot_bring_is_not_shown_as_an_amount(chat: Chat) -> None:
    chat.person(BEN).types("/fees 999,999.99").sees("charge*\nnot possible in one charge")


@pytest.mark.parametrize("text", ["100 jpy", "twelve", "0", "12 34 56", "100 eur ach"])
def test_what_cannot_be_answered_gets_a_sentence(chat: Chat, text: str) -> None:
    chat.person(BEN).types(f"/fees {text}").is_refused(".")


def test_help_names_the_command_as_it_was_typed(chat: Chat) -> None:
    answer = chat.person(NOAH).types("/np-fees help")
    answer.sees("`/np-fees 120 eur sepa`", "`/np-fees`").sees_not("`/fees")
    chat.person(FLORENCE, "fr-FR").types("/fees aide").sees("`/fees 80 € carte`", "`/fees tout`")


@pytest.mark.parametrize("locale", ["en-US", "fr-FR"])
def test_every_example_of_the_help_can_be_typed(chat: Chat, locale: str) -> None:
    someone = chat.person(NOAH, locale)
    lines = someone.types("/fees help").text.splitlines()
    examples = [line.split("`")[1] for line in lines if "`" in line]
    assert len(examples) == 6
    for example in examples:
        assert someone.types(example).kind == "show"


def test_a_region_that_nobody_offered_shows_all_of_them(chat: Chat) -> None:
    moon = chat.person(NOAH).asks(Kind.CLICK, "fees:region:moon", value="moon")
    assert moon.rows == [HEADS, *ALL_REGIONS]


def test_a_practice_elsewhere_sees_its_region_and_its_currency(
    store: Store, cast: Cast, chat: Chat
) -> None:
    practices.set_place(store, cast.practice.id, "CA-ON", "cad")
    assert chat.person(BEN).types("/fees").rows == [HEADS, ALL_REGIONS[4]]
    chat.person(BEN).types("/fees 100").sees("CA$96.80", "Everywhere else: 2.9% + 30¢")


def test_a_practice_of_the_union_with_a_currency_of_its_own_pays_the_other_row(
    store: Store, cast: Cast, chat: Chat
) -> None:
    practices.set_place(store, cast.practice.id, "PL", "pln")
    assert chat.person(BEN).types("/fees").rows == [HEADS, ALL_REGIONS[2]]
    chat.person(BEN).types("/fees 100").sees("PLN", "Everywhere else: 2.9% + 30¢")


def test_a_stranger_sees_the_fees_of_their_own_practice(desk: Desk, cast: Cast, chat: Chat) -> None:
    theirs = Chat(desk, cast.other.id, chat.routes).person(STRANGER)
    assert theirs.types("/fees").rows == [HEADS, ALL_REGIONS[1]]


@pytest.fixture
def placeless(desk: Desk, store: Store, chat: Chat) -> Chat:
    """A workspace whose practice nobody has placed yet."""
    practice = practices.ensure(store, "T0NEW", "New practice", desk.clock())
    return Chat(desk, practice.id, chat.routes)
