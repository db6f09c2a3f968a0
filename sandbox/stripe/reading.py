"""Reads what a request brings: its parameters, from the address, a form or JSON, and its key."""

import base64
import binascii
import json
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import request

from sandbox.stripe.errors import StripeError, refused_input
from sandbox.stripe.forms import nest
from sandbox.stripe.shapes import Body

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_BAD_JSON = "Invalid JSON in the request body."


def json_text(body: Body) -> str:
    return json.dumps(body, indent=2)


def given_secret() -> str:
    """The API key: a bearer's, or the name of HTTP's basic way. "" without one."""
    way, _, secret = request.headers.get("Authorization", "").partition(" ")
    if way == "Bearer":
        return secret.strip()
    if way != "Basic":
        return ""
    try:
        return base64.b64decode(secret, validate=True).decode("utf-8").partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def given_params() -> dict[str, Any]:
    """Nested, not checked yet. StripeError 400 where they can't be read."""
    if request.path.startswith("/v2/") and request.method == "POST":
        return _json()
    _check_text(request.query_string)
    pairs = list(request.args.items(multi=True))
    if request.method in ("POST", "DELETE"):
        pairs += _form()
    return nest(pairs)


def _check_text(raw: bytes) -> None:
    try:
        unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        raise refused_input("The request's parameters are not valid UTF-8.", None) from None


def _form() -> list[tuple[str, str]]:
    body = request.get_data()
    if request.mimetype == _FORMS[0]:
        _check_text(body)
    elif body and request.mimetype not in _FORMS:
        raise refused_input(
            "Invalid request (check that your POST content type is "
            "application/x-www-form-urlencoded). If you have any questions, we can help at "
            "https://support.stripe.com/.",
            None,
        )
    return list(request.form.items(multi=True))


def _json() -> dict[str, Any]:
    if not (text := request.get_data()):
        return {}
    try:
        read = json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError):
        raise _invalid_json() from None
    if not isinstance(read, dict):
        raise _invalid_json()
    return read


def _finite(text: str) -> float:
    if abs(number := float(text)) == float("inf"):
        raise ValueError(text)
    return number


def _no_number(text: str) -> float:
    raise ValueError(text)


def _invalid_json() -> StripeError:
    return refused_input(_BAD_JSON, None)
