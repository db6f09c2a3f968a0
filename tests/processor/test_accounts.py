"""The account behind a Stripe key, over a real socket and with Stripe’s own client."""

import socket

import pytest
import stripe

from processor.accounts import read_account
from processor.client import make_client
from rules.words import Refusal
from tests.support.canned_http import Answer, canned_server

KEY = "sk_test_abc"
NORTHSIDE = {
    "id": "acct_1",
    "object": "account",
    "country": "GB",
    "default_currency": "gbp",
    "charges_enabled": True,
    "settings": {"dashboard": {"display_name": "Northside Practice"}},
}


def answered(body, status=200, **more):
    """What read_account makes of an answer, and the server that gave it."""
    with canned_server({"/v1/account": Answer(body, status, **more)}) as server:
        return read_account(make_client(KEY, server.url, retries=0)), server


def refused(body, status) -> str:
    with pytest.raises(Refusal) as refusal:
        answered(body, status)
    return refusal.value.sentence.text


def test_the_account_is_read_with_the_key():
    account, server = answered(NORTHSIDE, date="Mon, 23 Nov 2026 10:00:00 GMT")
    assert (account.id, account.name) == ("acct_1", "Northside Practice")
    assert (account.country, account.currency, account.charges_enabled) == ("GB", "gbp", True)
    assert account.answered_at.isoformat() == "2026-11-23T10:00:00+00:00"
    assert server.seen == ["/v1/account"]
    assert server.authorizations == [f"Bearer {KEY}"]


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"settings": None, "business_profile": {"name": "Northside"}}, "Northside"),
        ({"settings": None, "business_profile": {"name": None}}, "acct_1"),
        ({"settings": {"dashboard": {"display_name": None}}}, "acct_1"),
    ],
)
def test_an_account_without_a_name_of_its_own_still_has_one(more, name):
    assert answered({**NORTHSIDE, **more})[0].name == name


def test_an_account_with_only_its_id_is_read():
    account, _ = answered({"id": "acct_1", "object": "account"}, date="yesterday")
    assert (account.country, account.currency, account.charges_enabled) == ("", "", False)
    assert account.answered_at is None


def error(**more):
    return {"error": {"type": "invalid_request_error", "message": "No such thing.", **more}}


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (error(), 401, "Stripe doesn’t know this key"),
        (error(code="api_key_expired"), 401, "revoked or has expired"),
        (error(), 403, "no permission to read its account"),
        (error(code="secret_key_required"), 400, "refuses this key"),
        (error(), 429, "slow down"),
        ({"error": {"type": "api_error"}}, 500, "a problem of its own"),
        (b"<html>Bad gateway</html>", 502, "a problem of its own"),
        (b"<html>Log in to the network</html>", 200, "isn’t Stripe"),
        ({"detail": "not found"}, 404, "isn’t Stripe"),
        ({"object": "balance"}, 200, "isn’t Stripe"),
        ({"object": "account"}, 200, "isn’t Stripe"),
        ([], 200, "isn’t Stripe"),
        (b'{"id": "acct_1", "obj', 200, "isn’t Stripe"),
    ],
)
def test_what_is_wrong_is_told_by_the_status_and_the_code(body, status, said):
    assert said in refused(body, status)


def test_the_wording_of_an_error_decides_nothing():
    told = refused(error(message="This key has expired, and you have no permission"), 401)
    assert told.startswith("Stripe doesn’t know this key")


def test_stripe_out_of_reach_is_told_so():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(Refusal, match="can’t be reached"):
        read_account(make_client(KEY, url, retries=0))


def test_a_server_that_never_answers_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        client = make_client(KEY, url, timeouts=(1, 0.05), retries=0)
        with pytest.raises(Refusal, match="can’t be reached"):
            read_account(client)


def test_a_failed_call_is_sent_once_more_by_itself():
    with canned_server({"/v1/account": Answer({"error": {"type": "api_error"}}, 500)}) as server:
        with pytest.raises(Refusal):
            read_account(make_client(KEY, server.url))
        assert server.seen == ["/v1/account"] * 2


def test_the_client_writes_no_telemetry_and_stays_at_its_address():
    client = make_client(KEY, "http://127.0.0.1:1")
    assert stripe.enable_telemetry is False
    assert set(client._requestor.base_addresses.values()) == {"http://127.0.0.1:1"}
