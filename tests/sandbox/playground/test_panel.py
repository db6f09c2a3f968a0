"""The demo panel: the time, declines, failures, webhooks, debits; its words and its door."""

import re
from pathlib import Path

import pytest
import requests
import stripe
from stripe import StripeClient

from sandbox.mailbox.dates import full_moment
from sandbox.playground.panel import choices, words
from sandbox.playground.panel.acts import ACTS, NO_STEP
from sandbox.playground.panel.words import FRENCH, LANGUAGES, Words
from sandbox.playground.playground import Playground
from sandbox.stripe.api.webhook_endpoints import listen_at
from tests.sandbox.playground.support import new_playground, panel, press
from tests.sandbox.playground.test_playground import pays_by_debit
from tests.sandbox.stripe.endpoint import Endpoint
from tests.sandbox.stripe.support import new_client, refusal

T0 = 1_795_647_600.0


def pays(client: StripeClient) -> stripe.PaymentIntent:
    return client.v1.payment_intents.create(
        {
            "amount": 5000,
            "currency": "usd",
            "payment_method": "pm_card_visa",
            "allowed_payment_method_types": ["card"],
            "confirm": True,
        }
    )


def waiting(playground: Playground, section: str) -> str:
    return panel(playground).one("section", id=section).text


def state(playground: Playground) -> tuple[str, float]:
    """All that the panel shows, without the minute that goes by meanwhile."""
    shown = re.sub(r"\d+:\d\d\s[AP]M", "", panel(playground).one("main").text)
    return shown, playground.places.stripe.clock.ahead


@pytest.mark.parametrize(
    ("form", "ahead"),
    [({"seconds": "3600"}, 3_600), ({"count": "2", "unit": "days"}, 172_800)],
)
def test_the_time_moves_by_a_step(playground: Playground, form: dict[str, str], ahead: int) -> None:
    clock = playground.places.stripe.clock
    before = clock.ahead
    shown = press(playground, "clock", **form)
    assert clock.ahead == before + ahead
    assert Words("en").span(clock.ahead) in shown.one("section", id="time").text
    assert shown.one("p", id="said").text == "The time has moved."


@pytest.mark.parametrize("count", ["", "0", "-1", "1.5", "٣", "367", "9" * 30, "1e3"])
def test_a_step_that_makes_no_sense_moves_nothing(playground: Playground, count: str) -> None:
    before = playground.places.stripe.clock.ahead
    shown = press(playground, "clock", count=count, unit="days")
    assert shown.one("p", role="alert").text == NO_STEP
    assert shown.one("input", id="count").attributes["value"] == count[:30]
    assert playground.places.stripe.clock.ahead == before


@pytest.mark.parametrize("code", choices.DECLINES)
def test_the_next_charge_of_a_card_declines_once(
    playground: Playground, client: StripeClient, code: str
) -> None:
    press(playground, "decline", code=code)
    assert choices.DECLINES[code] in waiting(playground, "cards")
    error = refusal(lambda: pays(client))
    assert isinstance(error, stripe.CardError)
    assert error.error
    assert error.error.decline_code == code
    assert "No decline is waiting." in waiting(playground, "cards")
    assert pays(client).status == "succeeded"


def test_a_decline_is_taken_back(playground: Playground, client: StripeClient) -> None:
    press(playground, "decline", code="lost_card")
    press(playground, "decline", code="")
    assert pays(client).status == "succeeded"


def test_faults_strike_what_changes_something_in_their_order(
    playground: Playground, client: StripeClient
) -> None:
    press(playground, "fault", fault="broken")
    press(playground, "fault", fault="busy")
    client.v1.customers.list({"limit": 1})
    shown = panel(playground).one("section", id="faults")
    assert [one.text for one in shown.all("li")] == [
        "fails with an error of Stripe’s own (500)",
        "is refused: too many requests (429)",
    ]
    assert refusal(lambda: client.v1.customers.create({})).http_status == 500
    assert refusal(lambda: client.v1.customers.create({})).http_status == 429
    assert client.v1.customers.create({}).id
    assert "Nothing is queued" in waiting(playground, "faults")


@pytest.mark.parametrize("fault", ["cut", "silent"])
def test_what_got_no_whole_answer_was_done(playground: Playground, fault: str) -> None:
    client = new_client(playground.stripe_url, timeouts=(2, 0.3))
    press(playground, "fault", fault=fault)
    error = refusal(lambda: client.v1.customers.create({"name": f"After {fault}"}))
    assert isinstance(error, stripe.APIError | stripe.APIConnectionError)
    assert client.v1.customers.list({"limit": 1}).data[0].name == f"After {fault}"
    press(playground, "clear")


def test_cleared_faults_strike_nothing(playground: Playground, client: StripeClient) -> None:
    press(playground, "fault", fault="broken")
    press(playground, "clear")
    assert client.v1.customers.create({}).id
    assert "Nothing is queued" in waiting(playground, "faults")


def test_debits_end_when_told(playground: Playground, client: StripeClient) -> None:
    intent = pays_by_debit(client)
    assert "1 is on its way." in waiting(playground, "debits")
    press(playground, "debits")
    assert client.v1.payment_intents.retrieve(intent).status == "succeeded"
    assert "None is on its way." in waiting(playground, "debits")


def test_webhooks_come_as_chosen() -> None:
    with new_playground() as one_of_its_own:  # Others' payments go on, and would be told as well.
        webhooks_come_as_chosen(one_of_its_own, new_client(one_of_its_own.stripe_url))


def webhooks_come_as_chosen(playground: Playground, client: StripeClient) -> None:
    assert "Nobody has asked" in waiting(playground, "webhooks")
    endpoint, service = Endpoint(), playground.places.stripe
    with service.acting():
        listen_at(service.platform, endpoint.url, "whsec_" + "1" * 32)
    for way, times in (("normal", 1), ("twice", 2), ("lost", 0), ("late", 0)):
        shown = press(playground, "webhooks", way=way)
        pressed = shown.one("section", id="webhooks").one("button", aria_pressed="true")
        assert pressed.attributes["value"] == way
        customer = client.v1.customers.create({}).id
        assert service.settle(10)
        assert len(endpoint.about(customer)) == times
    assert "1 delivery is waiting." in waiting(playground, "webhooks")
    press(playground, "clock", seconds=str(2 * choices.HOUR))
    assert service.settle(10)
    assert len(endpoint.about(customer)) == 1
    endpoint.stop()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Host": "evil.example"},
    ],
)
@pytest.mark.parametrize("act", ACTS)
def test_no_other_site_presses_a_button(
    playground: Playground, act: str, headers: dict[str, str]
) -> None:
    form = {"seconds": "3600", "code": "lost_card", "fault": "broken", "way": "twice"}
    before = state(playground)
    answer = requests.post(f"{playground.url}/panel/{act}", data=form, headers=headers, timeout=10)
    assert answer.status_code == 403
    assert state(playground) == before


def test_what_is_no_choice_changes_nothing(playground: Playground) -> None:
    before = state(playground)
    for act in ("decline", "fault", "webhooks"):
        asked = {"code": "<b>", "fault": "<b>", "way": "<b>"}
        answer = requests.post(f"{playground.url}/panel/{act}", data=asked, timeout=10)
        assert answer.status_code == 422
    assert requests.post(f"{playground.url}/panel/nothing", timeout=10).status_code == 404
    said = requests.get(f"{playground.url}/panel/", params={"done": "Paid!"}, timeout=10)
    assert "Paid!" not in said.text
    assert state(playground) == before


def test_dates_are_written_as_in_the_mailbox_beside_it() -> None:
    for language in LANGUAGES:
        words = Words(language)
        shown = full_moment(T0, language)
        assert words.day(T0) in shown
        assert words.hour(T0) in shown


def test_everything_is_said_in_french() -> None:
    folder = Path(words.__file__).parent
    template = (folder / "templates" / "panel.html").read_text()
    said = {a or b for a, b in re.findall(r"""say\((?:"([^"]+)"|'([^']+)')""", template)}
    said |= {*choices.STEPS, *choices.UNITS, *choices.DECLINES.values(), NO_STEP}
    said |= {one.words for one in (*choices.FAULTS, *choices.WEBHOOKS)}
    said |= {"another reason ({code})"}
    done = re.findall(r'return "([A-Z][^"]+\.)"', (folder / "acts.py").read_text())
    assert len(done) == 7
    assert {*said, *done} == set(FRENCH)


def test_french_people_read_french(playground: Playground) -> None:
    shown = panel(playground, "fr")
    assert shown.one("html").attributes["lang"] == "fr"
    assert "Heure" in [one.text for one in shown.all("h2")]
    assert [one.text for one in shown.all("button", name="seconds")][1] == "+1 jour"


def test_spans_are_said_in_words() -> None:
    say = Words("en")
    assert say.span(86_400 * 3 + 3_600 * 2) == "3 days and 2 hours"
    assert say.span(90) == "1 minute"
    assert say.span(1) == "1 second"
    assert Words("fr").span(86_400 + 60) == "1\xa0jour et 1 minute"
