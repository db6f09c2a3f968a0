"""What Stripe answers where it refuses: a status, and an error body of its usual shape."""

from typing import Any

DOCS = "https://stripe.com/docs/error-codes/"


class StripeError(Exception):
    """`kind` is Stripe's `type`; `more` stands in the error beside the rest (decline_code, charge,
    payment_intent and the like). `stored`: a retry under the same idempotency key replays it."""

    def __init__(
        self,
        status: int,
        kind: str,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        stored: bool = True,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.stored = stored
        self.error: dict[str, Any] = {"type": kind, "message": message}
        if code:
            self.error |= {"code": code, "doc_url": DOCS + code.replace("_", "-")}
        if param:
            self.error["param"] = param
        self.error |= {name: value for name, value in more.items() if value is not None}


def invalid(
    message: str, param: str | None = None, *, code: str | None = None, stored: bool = True
) -> StripeError:
    """400: the request can't be carried out as it is."""
    return StripeError(400, "invalid_request_error", message, code=code, param=param, stored=stored)


def refused_input(message: str, param: str | None, *, code: str | None = None) -> StripeError:
    """400 before anything was tried: not kept under the idempotency key."""
    return invalid(message, param, code=code, stored=False)


def unknown_parameter(param: str) -> StripeError:
    return refused_input(f"Received unknown parameter: {param}", param, code="parameter_unknown")


def missing_parameter(param: str) -> StripeError:
    return refused_input(f"Missing required param: {param}.", param, code="parameter_missing")


def no_such(what: str, named: str, param: str = "id") -> StripeError:
    """404 where the address names it, 400 where a parameter does, both with resource_missing."""
    return StripeError(
        404 if param == "id" else 400,
        "invalid_request_error",
        f"No such {what}: '{named}'",
        code="resource_missing",
        param=param,
    )


def unknown_url(verb: str, path: str) -> StripeError:
    message = (
        f"Unrecognized request URL ({verb}: {path}). Please see https://stripe.com/docs or we can "
        "help at https://support.stripe.com/."
    )
    return StripeError(404, "invalid_request_error", message, stored=False)


def unauthorized(message: str, code: str | None = None) -> StripeError:
    return StripeError(401, "invalid_request_error", message, code=code, stored=False)
