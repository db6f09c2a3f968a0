"""The local Stripe as a process: killed and started again, it has everything that it answered."""

import signal
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest
import stripe

from sandbox.stripe.__main__ import main
from sandbox.stripe.deliveries import AGAIN_AFTER_SECONDS
from tests.sandbox.stripe.endpoint import Endpoint
from tests.sandbox.stripe.process import Process
from tests.sandbox.stripe.support import new_client

SECRET = "whsec_of_the_pay_desk"


def write_until_it_ends(url: str, answered: dict[str, str], enough: Event) -> None:
    """Customers, each under a key of its own; those whose answer came, by key."""
    client = new_client(url)
    for number in count():
        key = f"write-{number}"
        try:
            made = client.v1.customers.create({"name": key}, {"idempotency_key": key})
        except stripe.APIConnectionError:
            return
        answered[key] = made.id
        if len(answered) >= 30:
            enough.set()


def test_killed_in_the_middle_it_has_all_that_was_answered(tmp_path: Path) -> None:
    endpoint = Endpoint(lambda arrived: 500)
    options = ("--file", tmp_path / "stripe.db", "--clock-file", tmp_path / "clock")
    hook = ("--webhook", endpoint.url, "--webhook-secret", SECRET)
    answered: dict[str, str] = {}
    enough = Event()
    with Process(*options, *hook) as first:
        first.ask("clock", advance=86_400.5)
        writing = Thread(target=write_until_it_ends, args=(first.url, answered, enough))
        writing.start()
        assert enough.wait(20)
        first.end(signal.SIGKILL)
        writing.join()
    (tmp_path / "clock").unlink()
    with Process(*options, *hook) as second:
        client = new_client(second.url)
        for key, named in answered.items():
            again = client.v1.customers.create({"name": key}, {"idempotency_key": key})
            assert again.id == named
        events = client.v1.events.list({"type": "customer.created", "limit": 100})
        told = [one.data.object["id"] for one in events.auto_paging_iter()]
        assert len(told) == len(set(told))
        assert set(answered.values()) <= set(told)
        assert (tmp_path / "clock").read_text() == "86400\n"
        endpoint.answer = lambda arrived: 200
        assert second.ask("clock", advance=AGAIN_AFTER_SECONDS[0], settle=True)["settled"]
        assert (tmp_path / "clock").read_text() == f"{86_400 + AGAIN_AFTER_SECONDS[0]}\n"
        taken = {one.event["id"]: one for one in endpoint.arrived}
        assert set(answered.values()) <= {one.about for one in taken.values()}
        assert all(one.holds(SECRET) for one in taken.values())
        assert second.end() == 0
    endpoint.stop()


def test_an_endpoint_from_the_start_moves_with_its_options(tmp_path: Path) -> None:
    with Process("--file", tmp_path / "a", "--webhook", "http://127.0.0.1:1/", *secret("whsec_1")):
        pass
    endpoint = Endpoint()
    hook = ("--webhook", endpoint.url, *secret("whsec_2"))
    with Process("--file", tmp_path / "a", *hook) as second:
        client = new_client(second.url)
        assert [one.url for one in client.v1.webhook_endpoints.list().data] == [endpoint.url]
        client.v1.customers.create({})
        assert endpoint.wait_for(1)[0].holds("whsec_2")
        assert second.end(signal.SIGINT) == 0
    endpoint.stop()


def secret(value: str) -> tuple[str, str]:
    return "--webhook-secret", value


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "loopback only"),
        (["--webhook", "http://127.0.0.1:1/"], "belong together"),
        (["--pricing", "free"], "--pricing: one of "),
    ],
)
def test_what_can_not_be_is_said(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status: object = main(["--port", "0", *options])
    except SystemExit as ended:
        status = ended.code
    assert status == 2
    assert said in capsys.readouterr().err
