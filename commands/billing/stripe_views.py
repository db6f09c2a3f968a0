"""Stripe's state as an owner sees it, and the steps that set payments up."""

from collections.abc import Iterator, Sequence

from commands.billing.settings_views import EDIT, STRIPE, back_button
from commands.blocks import Element, actions, button, context, modal, plain_section, section
from commands.replies import View
from desk.fee_words import method_name
from desk.language import Language
from desk.privacy import escape
from desk.stripe_state import StripeState
from rules.words import Sentence, sentence

SETUP = "settings:stripe:setup"
DASHBOARD = "https://dashboard.stripe.com"

PERMISSIONS: Sequence[tuple[Sentence, str]] = (
    (
        sentence("*Write:* {resources}"),
        "Charges and Refunds, Customers, PaymentIntents, PaymentMethods, SetupIntents,"
        " Checkout Sessions, Payment Links, Products, Prices",
    ),
    (sentence("*Read:* {resources}"), "Account, Balance, Disputes, Events"),
)
"""What a restricted key needs, by the names that Stripe's dashboard has for them."""


def waiting_view(say: Language) -> View:
    """While Stripe is asked."""
    return _window(say, [plain_section(say("Asking Stripe…"))], [])


def state_view(say: Language, state: StripeState) -> View:
    """The account, and what it can do at this moment."""
    return _window(say, [section("\n".join(_state_lines(say, state)))], [_setup_button(say)])


def refused_view(say: Language, reason: Sentence) -> View:
    """Why there is nothing to show."""
    return _window(say, [plain_section(say.sentence(reason))], [_setup_button(say)])


def setup_view(say: Language, wanted: Sequence[str]) -> View:
    """The steps from nothing to the first payment; `wanted`: how clients of this place pay."""
    permissions = "\n".join(
        f"    • {say.sentence(sentence(kind.text, resources=resources))}"
        for kind, resources in PERMISSIONS
    )
    steps = [
        say("*1. Make a restricted key.* <{url}|Stripe → Developers → API keys>", url=_KEYS)
        + " "
        + say("→ “Create restricted key”. Begin with a test key. Give it these permissions:")
        + f"\n{permissions}",
        say("*2. Hand the key to whoever runs Paydesk,* never in chat. They set STRIPE_API_KEY.")
        + " "
        + say("`paydesk check` tells them whether it works."),
        say("*3. Turn on how clients pay.* <{url}|Stripe → Payment methods>:", url=_METHODS)
        + " "
        + "; ".join(method_name(say, method) for method in wanted),
        say("*4. Enter the practice’s own fees* under /fees, as the contract with Stripe says."),
        say("*5. For real payments,* do the same with a live key."),
    ]
    blocks = [section(step) for step in steps]
    blocks.append(context(say("Never tell Stripe what somebody is treated for.")))
    again = button(say("What Stripe says now"), EDIT + STRIPE, STRIPE)
    return modal(
        say("Set up payments"), [*blocks, actions(again, back_button(say))], close=say("Close")
    )


_KEYS = f"{DASHBOARD}/apikeys"
_METHODS = f"{DASHBOARD}/settings/payment_methods"


def _state_lines(say: Language, state: StripeState) -> Iterator[str]:
    account = state.account
    yield f"*{escape(account.name, limit=100)}* · `{escape(account.id)}` · " + " · ".join(
        escape(one.upper()) for one in (account.country, account.currency) if one
    )
    yield _mode_words(say, state.livemode)
    if account.charges_enabled:
        yield say(":white_check_mark: It can take payments.")
    else:
        yield say(":warning: It can’t take payments yet: finish its set-up in Stripe’s dashboard.")
    for method in dict.fromkeys([*state.wanted, *account.methods]):
        name = method_name(say, method)
        if method in account.methods:
            yield say(":white_check_mark: {method}: on", method=name)
        else:
            yield say(":white_large_square: {method}: not on", method=name)
    test = "" if state.livemode else "/test"
    yield f"<{DASHBOARD}{test}/dashboard|{say('View Stripe dashboard')}>"


def _mode_words(say: Language, livemode: bool | None) -> str:
    if livemode:
        return say("Stripe is in live mode: payments are real.")
    if livemode is None:
        return say("Whether it is a test or a live key isn’t known yet.")
    return say(":test_tube: *TEST* – no real money moves here.")


def _setup_button(say: Language) -> Element:
    return button(say("Set up payments"), SETUP)


def _window(say: Language, blocks: list[dict[str, object]], ways: list[Element]) -> View:
    return modal("Stripe", [*blocks, actions(*ways, back_button(say))], close=say("Close"))
