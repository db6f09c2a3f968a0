"""What an error of Stripe's means for the money; when in doubt, nobody knows."""

from typing import Any

import pytest
import stripe

from processor.outcomes import NotDone, Refused, Unknown, meaning_of
from processor.payments import snapshot_of


def body_of(code: str | None = None, **more: Any) -> dict[str, Any]:
    return {"error": {"type": "a_type", "message": "…", "code": code, **more}}


def invalid(status: int, code: str | None = None, **more: Any) -> stripe.StripeError:
    return stripe.InvalidRequestError(
        "…", None, code, http_status=status, json_body=body_of(code, **more)
    )


@pytest.mark.parametrize(
    "error",
    [
        stripe.APIConnectionError("timed out"),
        stripe.APIError("…", http_status=500, json_body=body_of()),
        stripe.APIError("…", http_status=503),
        stripe.APIError("Invalid response body from API", http_status=200),
        stripe.IdempotencyError("…", http_status=400, json_body=body_of("idempotency_error")),
        invalid(409, "idempotency_key_in_use"),
    ],
    ids=["time-out", "500", "503", "not JSON", "another body", "key in use"],
)
def test_what_may_hide_a_payment_is_not_known(error: stripe.StripeError) -> None:
    assert isinstance(meaning_of(error), Unknown)


@pytest.mark.parametrize(
    ("error", "wrong_key"),
    [
        (stripe.RateLimitError("…", http_status=429, json_body=body_of("rate_limit")), False),
        (stripe.AuthenticationError("…", http_status=401, json_body=body_of()), True),
        (stripe.PermissionError("…", http_status=403, json_body=body_of()), True),
    ],
)
def test_what_stripe_did_not_begin_is_no_decline(error: Any, wrong_key: bool) -> None:
    meaning = meaning_of(error)
    assert isinstance(meaning, NotDone)
    assert meaning.wrong_key == wrong_key


def test_a_declined_card_says_why_and_what_to_do() -> None:
    told = body_of("card_declined", decline_code="lost_card", advice_code="do_not_try_again")
    meaning = meaning_of(stripe.CardError("…", None, "card_declined", json_body=told))
    assert isinstance(meaning, Refused)
    assert (meaning.reason.code, meaning.reason.advice) == ("lost_card", "do_not_try_again")
    assert meaning.reason.card


def test_what_stripe_can_not_do_is_refused_and_no_decline() -> None:
    meaning = meaning_of(invalid(404, "resource_missing"))
    assert isinstance(meaning, Refused)
    assert (meaning.reason.code, meaning.reason.card) == ("resource_missing", False)


def test_an_answer_that_is_no_payment_is_not_known() -> None:
    with pytest.raises(Unknown):
        snapshot_of(stripe.PaymentIntent.construct_from({"object": "list"}, "sk_test"))
