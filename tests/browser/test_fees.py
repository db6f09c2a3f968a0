"""The first five minutes of somebody who tries Paydesk, in HTTP and in Socket Mode."""

from playwright.sync_api import expect

from tests.browser.desk import Screen, in_http


def test_the_fee_table_is_shown_and_other_regions_are_a_button_away(screen: Screen) -> None:
    olivia = screen.person("U0OLIVIA")
    answer = olivia.types("/fees").sees("United States", "2.9% + 30¢", "ACH 1.9% + 50¢")
    answer.presses("United Kingdom").sees("2.9% + 30p", "Bacs 1.9% + 50p")


def test_of_100_3_20_is_kept_in_english(screen: Screen) -> None:
    screen.person("U0OLIVIA").types("/fees 100").sees("$3.20", "$96.80", "$103.30")


@in_http
def test_of_100_3_20_is_kept_in_french(screen: Screen) -> None:
    florence = screen.person("U0FLORENCE")
    florence.types("/fees 100").sees("3,20 $US", "96,80 $US", "103,30 $US", "Le cabinet reçoit")


@in_http
def test_wrong_input_gets_a_sentence(screen: Screen) -> None:
    screen.person("U0BEN").types("/fees banana").sees("banana", "120.50")


def test_an_owner_enters_the_practices_own_fees_and_everybody_gets_them(screen: Screen) -> None:
    olivia = screen.person("U0OLIVIA")
    olivia.types("/fees 100 cad").sees("(estimate)").presses("Use our own fees")
    form = olivia.dialog()
    form.get_by_label("Currency").select_option("cad")
    percent = form.get_by_label("Percentage of the payment")
    percent.fill("a lot")
    form.get_by_label("Fixed part of each payment").fill("0.20")
    form.get_by_label("Where this is written").fill("Contract of March 2026")
    form.get_by_role("button", name="Save").click()
    expect(form.locator(".error")).to_contain_text("as a number, for example 2.9%")
    percent.fill("2.2")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Cards and wallets, CAD: 2.2% + 20¢")
    form.get_by_role("button", name="Close").last.click()
    expect(form).to_be_hidden()
    olivia.types("/fees 100 cad").sees("97.60", "entered by @Olivia Hart", "Contract of March")
    answer = screen.person("U0FLORENCE").types("/fees 100 cad").sees("97,60", "Le cabinet reçoit")
    expect(answer.shown).not_to_contain_text("estimation")


@in_http
def test_what_only_i_can_see_is_gone_on_reload(screen: Screen) -> None:
    noah = screen.person("U0NOAH")
    noah.types("/fees 100").sees("Only visible to you")
    before = noah.messages.count()
    noah.page.reload()
    expect(noah.messages).to_have_count(before - 1)
