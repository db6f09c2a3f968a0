"""What no client of good manners sends: Stripe's kind of error for each, and never a traceback."""

import base64
import json
import logging
import random
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

import pytest
import stripe
from flask import Flask

from sandbox.stripe.errors import StripeError
from sandbox.stripe.reading import given_params
from tests.sandbox.stripe.support import KEY, LocalStripe

FORM = "application/x-www-form-urlencoded"
REQUESTS_OF_THE_FUZZ = 250


@pytest.fixture(autouse=True)
def _nothing_breaks(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


def send(
    local: LocalStripe,
    verb: str,
    path: str,
    body: str | bytes = b"",
    **headers: str,
) -> tuple[int, dict[str, Any]]:
    """The status, and the JSON of the answer; `headers` with _ for -."""
    all_headers = {"Authorization": f"Bearer {KEY}", "Content-Type": FORM}
    all_headers |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = HTTPConnection(urlsplit(local.url).netloc, timeout=10)
    try:
        connection.request(verb, path, body, all_headers)
        return _read(connection.getresponse())
    finally:
        connection.close()


def _read(response: HTTPResponse) -> tuple[int, dict[str, Any]]:
    return response.status, json.loads(response.read() or b"{}")


def is_error(answer: tuple[int, dict[str, Any]], status: int, code: str | None = None) -> bool:
    error = answer[1]["error"]
    return (answer[0], error.get("code")) == (status, code) and bool(error["message"])


@pytest.mark.parametrize(
    "name", ["metadata[a[b]]", "metadata[a", "metadata]a[", "metadata[a]b", "metadata[a]]"]
)
def test_nothing_of_a_parameters_name_is_passed_over(local: LocalStripe, name: str) -> None:
    assert send(local, "POST", "/v1/customers", f"{name}=x")[0] == 400


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_a_wrong_method_is_an_unknown_address(local: LocalStripe, verb: str) -> None:
    assert is_error(send(local, verb, "/v1/customers"), 404)


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/customers/", "/v1/dragons", "/v3/customers"])
def test_an_unknown_address(local: LocalStripe, path: str) -> None:
    status, body = send(local, "GET", path)
    assert status == 404
    assert body["error"]["message"].startswith(f"Unrecognized request URL (GET: {path}).")


def test_a_body_of_more_than_a_megabyte(local: LocalStripe) -> None:
    assert is_error(send(local, "POST", "/v1/customers", "name=" + "x" * 1_000_001), 413)


def test_parameters_in_parameters_without_end(local: LocalStripe) -> None:
    deep = "metadata" + "[a]" * 2_000 + "=1"
    assert is_error(send(local, "POST", "/v1/customers", deep), 400)


def test_of_one_name_twice_the_last_counts(local: LocalStripe) -> None:
    assert send(local, "POST", "/v1/customers", "name=Ada&name=Grace")[1]["name"] == "Grace"
    assert is_error(send(local, "POST", "/v1/customers", "address=x&address[city]=y"), 400)
    assert is_error(send(local, "POST", "/v1/customers", "address[city]=y&address=x"), 400)


def test_parameters_in_the_address_count_too(local: LocalStripe) -> None:
    assert send(local, "POST", "/v1/customers?name=Ada", "email=a@example.org")[1]["name"] == "Ada"


@pytest.mark.parametrize("body", [b"name=%ff", b"name=\xff\xfe", b"%c3%28=x"])
def test_what_is_no_utf_8(local: LocalStripe, body: bytes) -> None:
    assert is_error(send(local, "POST", "/v1/customers", body), 400)


def test_control_characters_come_back_as_they_were(local: LocalStripe) -> None:
    odd = "\x00\x07\x1b\u202e\u2028\ufffd"
    body = "name=" + "".join(f"%{byte:02x}" for byte in odd.encode())
    assert send(local, "POST", "/v1/customers", body)[1]["name"] == odd


@pytest.mark.parametrize("kind", ["application/json", "text/plain", ""])
def test_only_forms_are_read(local: LocalStripe, kind: str) -> None:
    assert is_error(send(local, "POST", "/v1/customers", '{"name": "Ada"}', Content_Type=kind), 400)


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        ("0", "parameter_invalid_integer"),
        ("101", "parameter_invalid_integer"),
        ("-1", "parameter_invalid_integer"),
        ("9" * 400, "parameter_invalid_integer"),
        ("1e3", "parameter_invalid_integer"),
        ("", "parameter_invalid_empty"),
        ("ten", "parameter_invalid_integer"),
        ("١٢", "parameter_invalid_integer"),
    ],
)
def test_a_limit_is_a_number_up_to_a_hundred(local: LocalStripe, limit: str, code: str) -> None:
    shown = "".join(f"%{byte:02x}" for byte in limit.encode())
    assert is_error(send(local, "GET", f"/v1/customers?limit={shown}"), 400, code)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff",
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 5_000 + b"}",
        b'{"a":' * 100_000,
        b"[" * 100_000,
    ],
)
def test_what_is_no_json_object(body: bytes) -> None:
    asked = Flask("here").test_request_context("/v2/core/accounts", method="POST", data=body)
    with asked, pytest.raises(StripeError) as caught:
        given_params()
    assert (caught.value.status, caught.value.stored) == (400, False)


@pytest.mark.parametrize("body", ["{", "[]", '{"a":' * 50_000, '{"identity": {"country": NaN}}'])
def test_json_without_sense_is_refused_over_the_wire(local: LocalStripe, body: str) -> None:
    asked = send(local, "POST", "/v2/core/accounts", body, Content_Type="application/json")
    assert is_error(asked, 400)


def test_json_is_read_with_its_types() -> None:
    body = '{"a": {"b": [1, true, "x"]}, "c": 1.5, "c": null}'
    with Flask("here").test_request_context("/v2/core/accounts", method="POST", data=body):
        assert given_params() == {"a": {"b": [1, True, "x"]}, "c": None}


def test_the_api_version_is_this_one(local: LocalStripe) -> None:
    ours = stripe.api_version
    assert send(local, "GET", "/v1/customers", Stripe_Version=ours)[0] == 200
    old = send(local, "GET", "/v1/customers", Stripe_Version="2019-2-19")
    assert is_error(old, 400)
    assert old[1]["error"]["message"] == "Invalid Stripe API version: 2019-2-19"


def test_headers_of_sixteen_kilobytes_are_read(local: LocalStripe) -> None:
    assert send(local, "GET", "/v1/customers", X_Padding="x" * 16_000)[0] == 200


def test_headers_without_end_are_refused(local: LocalStripe) -> None:
    assert is_error(send(local, "GET", "/v1/customers", X_Padding="x" * 70_000), 431)


def test_what_is_no_http_gets_an_error_as_well(local: LocalStripe) -> None:
    with socket.create_connection(("127.0.0.1", urlsplit(local.url).port or 0), 10) as plain:
        plain.sendall(b"GET /v1/customers HTTP/x.y\r\n\r\n")
        answer = plain.makefile("rb").read()
    assert b'"type": "invalid_request_error"' in answer


def test_a_key_can_be_a_name_without_a_password(local: LocalStripe) -> None:
    basic = base64.b64encode(f"{KEY}:".encode()).decode()
    assert send(local, "GET", "/v1/customers", Authorization=f"Basic {basic}")[0] == 200


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Basic !", "Basic /w==", "Bearer sk_live_x", "x y z"]
)
def test_without_a_test_key_nothing_is_told(local: LocalStripe, authorization: str) -> None:
    assert is_error(send(local, "GET", "/v1/customers", Authorization=authorization), 401)


@pytest.mark.parametrize("host", ["pay.example.com", "127.0.0.1.example.com", "[::1", ""])
def test_another_machines_name_does_not_lead_here(local: LocalStripe, host: str) -> None:
    connection = HTTPConnection(urlsplit(local.url).netloc, timeout=10)
    connection.request("GET", "/v1/customers", headers={"Host": host})
    assert connection.getresponse().status == 403
    connection.close()


def test_another_sites_page_may_not_act_here(local: LocalStripe) -> None:
    connection = HTTPConnection(urlsplit(local.url).netloc, timeout=10)
    headers = {"Origin": "http://127.0.0.1:1", "Content-Type": "text/plain"}
    connection.request("POST", "/_test/clock", '{"advance": 1}', headers)
    assert connection.getresponse().status == 403
    connection.close()


def test_an_idempotency_key_of_256_characters_is_too_long(local: LocalStripe) -> None:
    assert send(local, "POST", "/v1/customers", Idempotency_Key="k" * 255)[0] == 200
    assert is_error(send(local, "POST", "/v1/customers", Idempotency_Key="k" * 256), 400)


def test_requests_without_sense_never_break_it(local: LocalStripe) -> None:
    """From a fixed seed: every answer is JSON, an error is Stripe's, none is a failure of ours."""
    chance = random.Random(20261125)
    for _ in range(REQUESTS_OF_THE_FUZZ):
        verb, path, body, headers = _senseless(chance)
        status, answer = send(local, verb, path, body, **headers)
        assert status < 500, (verb, path, body, headers)
        assert (status == 200) != ("error" in answer), (verb, path, body, headers)


def _senseless(chance: random.Random) -> tuple[str, str, bytes, dict[str, str]]:
    names = ["name", "metadata", "expand", "limit", "created", "address", "email", "url", "[", "]"]
    steps = ["", "[]", "[0]", "[a]", "[gte]", "[a][b]", "[", "]]", "[0][0]", "[city]"]
    values = [
        "",
        "0",
        "-1",
        "true",
        "x",
        "%00",
        "%zz",
        "+",
        "data.customer",
        "9" * 30,
        "*",
        "a.b.c",
    ]
    pairs = [
        chance.choice(names) + chance.choice(steps) + "=" + chance.choice(values)
        for _ in range(chance.randrange(4))
    ]
    noise = chance.randbytes(chance.randrange(12)) if chance.random() < 0.2 else b""
    body = "&".join(pairs).encode() + noise
    verb = chance.choice(["GET", "POST", "DELETE"])
    place = ["customers", "customers/cus_1", "events", "webhook_endpoints", "events/%00", "%2e%2e"]
    path = f"/v1/{chance.choice(place)}"
    if verb == "GET":
        path, body = f"{path}?{'&'.join(pairs)}", b""
    headers = {
        "Idempotency_Key": chance.choice(["", "a", "é".encode().decode("latin-1"), "k" * 99])
    }
    if chance.random() < 0.2:
        headers["Stripe_Account"] = chance.choice(["acct_x", "é", "", "../x"])
    return verb, path, body, headers
