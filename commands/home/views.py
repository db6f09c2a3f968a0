"""Home: who you are, the board, your language, what is still to set up, and the fees."""

from collections.abc import Iterator

from commands.billing.buttons import PEOPLE
from commands.billing.settings_views import OPEN as OPEN_SETTINGS
from commands.billing.settings_views import settings_button
from commands.billing.views import (
    people_button,
    practice_words,
    restored_words,
    role_words,
    standing_buttons,
    waiting_words,
)
from commands.blocks import (
    Element,
    actions,
    context,
    divider,
    home,
    option,
    section,
    select,
)
from commands.charge.buttons import start_button
from commands.fees.views import own_fees_button, table_sections
from commands.help.views import commands_words
from commands.home.board_views import board_blocks
from commands.replies import Block, View
from desk.billing import Standing
from desk.home import AS_IN_SLACK, Home, Setup
from desk.language import LANGUAGES, Language
from desk.setting_words import LANGUAGE_NAMES
from rules.roles import Action, may

LANGUAGE = "home:language"


DONE, OPEN = ":white_check_mark:", ":white_large_square:"


def home_view(say: Language, shown: Home, stamp: int) -> View:
    """A person's Home.

    Slack keeps what a select shows for as long as its block_id stays; `stamp`, a new number each
    time, makes it show what holds.
    """
    blocks = [
        *_test_mark(say, shown.standing),
        *_who(say, shown),
        *(board_blocks(say, shown.board, shown.standing.role) if shown.board else ()),
        _language(say, shown.language, stamp),
        *(_setup(say, shown.setup) if shown.setup else ()),
        divider(),
        section(commands_words(say, shown.standing.role)),
        divider(),
        *_fees(say, shown),
    ]
    return home(blocks)


def _test_mark(say: Language, standing: Standing) -> list[Block]:
    if standing.practice.livemode is not False:
        return []
    return [context(say(":test_tube: *TEST* – no real money moves here."))]


def _who(say: Language, shown: Home) -> Iterator[Block]:
    """The practice, the person's role in it, and their next step."""
    standing = shown.standing
    yield section(practice_words(say, standing.practice))
    yield section(role_words(say, standing.role))
    for line in (*restored_words(say, standing), *waiting_words(say, standing)):
        yield section(line)
    below = _in_the_checklist(shown.setup) if shown.setup else set()
    buttons = [one for one in standing_buttons(say, standing) if one["action_id"] not in below]
    if may(standing.role, Action.CHARGE):
        buttons.insert(0, start_button(say))
    if buttons:
        yield actions(*buttons)


def _in_the_checklist(setup: Setup) -> set[str]:
    """The buttons that stand beside what is still to be done."""
    to_do = {PEOPLE: not setup.others, OPEN_SETTINGS: not setup.identity}
    return {action_id for action_id, is_open in to_do.items() if is_open}


def _language(say: Language, chosen: str, stamp: int) -> Block:
    options = [
        option(say("As in Slack"), AS_IN_SLACK),
        *(option(LANGUAGE_NAMES[code], code) for code in LANGUAGES),
    ]
    choice = select(LANGUAGE, options, chosen=chosen)
    return section(say("*Your language*"), choice, block_id=f"language:{stamp}")


def _setup(say: Language, setup: Setup) -> Iterator[Block]:
    """The checklist, with the way to each step that is still to be done."""
    yield divider()
    done, count = sum(setup.steps), len(setup.steps)
    if done == count:
        yield section(f"{DONE} {say('*Everything is set up.* Stripe is in live mode.')}")
        return
    yield section(say("*Setting up:* {done} of {count} done", done=done, count=count))
    yield _step(setup.place, _place_words(say, setup.place))
    yield _step(setup.identity, _identity_words(say, setup.identity), settings_button(say))
    yield _step(setup.taxes, _tax_words(say, setup.taxes))
    yield _step(setup.own_fees, _own_fees_words(say, setup.own_fees), own_fees_button(say))
    yield _step(setup.others, _others_words(say, setup.others), people_button(say))
    yield _step(bool(setup.livemode), _stripe_words(say, setup.livemode))


def _step(done: bool, words: str, way: Element | None = None) -> Block:
    return section(f"{DONE if done else OPEN} {words}", None if done else way)


def _place_words(say: Language, done: bool) -> str:
    return say("The practice’s place is set.") if done else say("The practice’s place isn’t set.")


def _identity_words(say: Language, done: bool) -> str:
    if done:
        return say("Invoices show who and where the practice is.")
    return say("Enter the practice’s name, address and registration numbers for its invoices.")


def _tax_words(say: Language, done: bool) -> str:
    if done:
        return say("Taxes are seen to.")
    return say(
        "Add your tax rates with /tax. If there are none, say in the settings why invoices have no"
        " tax."
    )


def _own_fees_words(say: Language, done: bool) -> str:
    if done:
        return say("The practice’s own fees are entered.")
    return say(
        "Enter the practice’s own fees. Until then, what the practice receives is an estimate."
    )


def _others_words(say: Language, done: bool) -> str:
    if done:
        return say("You are not the only one with a role.")
    return say("Give others their roles. So far, only you have one.")


def _stripe_words(say: Language, livemode: bool | None) -> str:
    if livemode:
        return say("Stripe is in live mode: payments are real.")
    if livemode is None:
        return say("Stripe isn’t connected yet. Whoever runs Paydesk does that.")
    return say(
        "Stripe is in test mode, to try things out. For real payments, whoever runs Paydesk"
        " puts in a live key."
    )


def _fees(say: Language, shown: Home) -> list[Block]:
    role, setup = shown.standing.role, shown.setup
    in_the_checklist = setup is not None and not setup.own_fees
    may_edit = may(role, Action.EDIT_FEE_ROWS) and not in_the_checklist
    return table_sections(say, shown.fees, may_edit)
