"""Workspace, Stripe and mailbox under one port, in one virtual time."""

import socket
import time
from pathlib import Path

import pytest
import requests
from slack_sdk import WebClient
from stripe import StripeClient

from sandbox.playground.__main__ import main
from sandbox.playground.playground import Playground
from sandbox.slack.delivery import COMMAND
from sandbox.stripe.api.webhook_endpoints import listen_at
from tests.sandbox.playground.support import new_playground, page, panel, press, send_mail
from tests.sandbox.slack.support import BILLING, Listener
from tests.sandbox.stripe.endpoint import Endpoint
from tests.sandbox.stripe.support import new_client

THREE_DAYS = 3 * 86_400
TOLERANCE = 300
"""Seconds; older signatures are refused by Slack's and by Stripe's clients."""


def slack(playground: Playground) -> WebClient:
    token = playground.places.workspace.identity.bot_token
    return WebClient(token, base_url=playground.slack_url)


def test_all_three_answer_under_one_port(playground: Playground, client: StripeClient) -> None:
    assert slack(playground).auth_test()["team"] == "Northside Physio"
    assert client.v1.accounts.retrieve_current().id.startswith("acct_")
    send_mail(playground.smtp_url, "jane@example.org", "Your receipt")
    assert "Your receipt" in page(f"{playground.url}/mail/").text
    assert "No payment yet." in page(f"{playground.url}/stripe/pages/").text


def test_what_stripe_links_to_is_there(playground: Playground, client: StripeClient) -> None:
    line = {"currency": "usd", "unit_amount": 5000, "product_data": {"name": "Invoice INV-1"}}
    link = client.v1.payment_links.create(
        {"line_items": [{"quantity": 1, "price_data": line}]}  # type: ignore[typeddict-item]
    )
    assert link.url.startswith(f"{playground.url}/stripe/pages/")
    assert "Invoice INV-1" in page(link.url).text


def test_each_page_leads_to_the_others_in_its_readers_language(playground: Playground) -> None:
    names = {
        "/": ("Slack workspace", "Espace Slack"),
        "/stripe/pages/": ("Payments", "Paiements"),
        "/mail/": ("Client mailbox", "Boîte des clients"),
        "/panel/": ("Demo panel", "Panneau de démo"),
    }
    for path in names:
        for place, language in enumerate(("en", "fr")):
            person = "U0FLORENCE" if language == "fr" else "U0OLIVIA"
            asked = {"as": person} if path == "/" else {"lang": language}
            shown = page(f"{playground.url}{path}", **asked)
            found = {one.text.removeprefix("↗ "): one.attributes["href"] for one in shown.all("a")}
            for other, words in names.items():
                if other != path:
                    assert found[words[place]] == f"{other}?lang={language}"


def test_one_leap_reaches_everybody(playground: Playground, client: StripeClient) -> None:
    before = playground.places.stripe.clock.ahead
    press(playground, "clock", seconds=str(THREE_DAYS))
    now = time.time() + before + THREE_DAYS
    customer = client.v1.customers.create({"name": "Jane"})
    message = slack(playground).chat_postMessage(channel=BILLING, text="Hello")
    send_mail(playground.smtp_url, "jane@example.org", "Later")
    mail = playground.places.mailbox.mails()[-1]
    for moment in (customer.created, float(message["ts"]), mail.at):
        assert abs(moment - now) < 10


def test_a_debit_ends_when_its_days_have_passed(
    playground: Playground, client: StripeClient
) -> None:
    intent = pays_by_debit(client)
    press(playground, "clock", seconds=str(THREE_DAYS))
    assert client.v1.payment_intents.retrieve(intent).status == "processing"
    press(playground, "clock", seconds=str(THREE_DAYS))
    assert client.v1.payment_intents.retrieve(intent).status == "succeeded"


def pays_by_debit(client: StripeClient) -> str:
    agreed = {"customer_acceptance": {"type": "offline"}}
    intent = client.v1.payment_intents.create(
        {
            "amount": 5000,
            "currency": "usd",
            "payment_method": "pm_usBankAccount_success",
            "allowed_payment_method_types": ["us_bank_account"],
            "mandate_data": agreed,  # type: ignore[typeddict-item]
            "confirm": True,
        }
    )
    assert intent.status == "processing"
    return intent.id


def test_signatures_stay_in_wall_time(tmp_path: Path) -> None:
    endpoint = Endpoint()
    with Listener() as door, new_playground(request_url=door.url) as running:
        service, workspace = running.places.stripe, running.places.workspace
        with service.acting():
            listen_at(service.platform, endpoint.url, "whsec_" + "1" * 32)
        press(running, "clock", seconds=str(THREE_DAYS))
        new_client(running.stripe_url).v1.customers.create({})
        assert service.settle(10)
        workspace.deliver(COMMAND, {"command": "/fees"})
        stamp = float(door.heard[0].headers["X-Slack-Request-Timestamp"])
    assert abs(time.time() - stamp) < TOLERANCE
    assert endpoint.arrived[0].holds("whsec_" + "1" * 32)
    assert endpoint.arrived[0].event["created"] > time.time() + THREE_DAYS - 60
    endpoint.stop()


def test_payments_mails_and_time_outlast_a_restart(tmp_path: Path) -> None:
    with new_playground(tmp_path) as first:
        press(first, "clock", seconds=str(THREE_DAYS))
        customer = new_client(first.stripe_url).v1.customers.create({"name": "Jane"})
        send_mail(first.smtp_url, "jane@example.org", "Your receipt")
    assert (tmp_path / "clock").read_text() == f"{THREE_DAYS}\n"
    with new_playground(tmp_path) as second:
        found = new_client(second.stripe_url).v1.customers.retrieve(customer.id)
        assert found.name == "Jane"
        assert "Your receipt" in page(f"{second.url}/mail/").text
        assert "3 days ahead of your clock." in panel(second).text
        assert second.places.workspace.clock() > time.time() + THREE_DAYS - 60


def test_stripe_mails_the_link_to_a_portal(playground: Playground, client: StripeClient) -> None:
    client.v1.customers.create({"email": "portal@example.org"})
    portal = client.v1.billing_portal.configurations.create(
        {"features": {"payment_method_update": {"enabled": True}}, "login_page": {"enabled": True}}
    )
    assert portal.login_page.url
    requests.post(portal.login_page.url, data={"email": "portal@example.org"}, timeout=10)
    (mail,) = playground.places.mailbox.mails(to="portal@example.org")
    assert f"{playground.stripe_url}/pages/portal/" in (mail.letter.text or "")


@pytest.mark.parametrize("option", ["--manifest", "--tour", "--folder"])
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    (tmp_path / "file").touch()
    nowhere = str(tmp_path / "file" / "nowhere")
    assert main(["--port", "0", option, nowhere]) == 2
    assert capsys.readouterr().err == f"{nowhere} can’t be used: Not a directory.\n"


def test_a_taken_port_for_mail_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["--port", "0", "--smtp-port", str(port)]) == 2
    assert capsys.readouterr().err.startswith(f"Mail can’t be taken in at port {port}: ")
