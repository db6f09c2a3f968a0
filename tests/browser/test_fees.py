"""The first five minutes of somebody who tries Paydesk, in HTTP and in Socket Mode."""

from playwright.sync_api import expect

from tests.browser.desk import Screen


def test_the_fee_table_is_shown_and_other_regions_are_a_button_away(screen: Screen) -> None:
    olivia = screen.person("U0OLIVIA")
    answer = olivia.types("/fees").sees("United States", "2.9% + 30¢", "ACH 1.9% + 50¢")
    answer.presses("United Kingdom").sees("2.9% + 30p", "Bacs 1.9% + 50p")


def test_of_100_3_20_is_kept_in_english(screen: Screen) -> None:
    screen.person("U0OLIVIA").types("/fees 100").sees("$3.20", "$96.80", "$103.30")


def test_of_100_3_20_is_kept_in_french(screen: Screen) -> None:
    florence = screen.person("U0FLORENCE")
    florence.types("/fees 100").sees("3,20 $US", "96,80 $US", "103,30 $US", "Le cabinet reçoit")


def test_wrong_input_gets_a_sentence(screen: Screen) -> None:
    screen.person("U0BEN").types("/fees banana").sees("banana", "120.50")


def test_an_owner_enters_the_practices_own_fees(screen: Screen) -> None:
    olivia = screen.person("U0OLIVIA")
    olivia.types("/fees 100").presses("Use our own fees")
    modal = olivia.dialog()
    expect(modal).to_contain_text("Percent")


def test_what_only_i_can_see_is_gone_on_reload(screen: Screen) -> None:
    noah = screen.person("U0NOAH")
    noah.types("/fees 100").sees("Only visible to you")
    before = noah.messages.count()
    noah.page.reload()
    expect(noah.messages).to_have_count(before - 1)
