"""E-mail and web addresses that clients send: taken as they are, or refused as Stripe does."""

from urllib.parse import urlsplit

from sandbox.stripe.errors import invalid, refused_input


def email(given: str | None, param: str) -> None:
    """StripeError 400 for what no mail could reach; none at all is fine."""
    if given and ("@" not in given.strip("@") or any(sign.isspace() for sign in given)):
        raise invalid(f"Invalid email address: {given}", param, code="email_invalid")


def is_web(given: str) -> bool:
    try:
        parts = urlsplit(given)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return known and not any(sign.isspace() for sign in given)


def web(given: str | None, param: str, message: str = "Not a valid URL") -> None:
    """StripeError 400 for what a browser could not go to; none at all is fine."""
    if given and not is_web(given):
        raise refused_input(message, param, code="url_invalid")
