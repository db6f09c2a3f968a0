"""What of a request is never written down: card and account numbers, and the codes of cards."""

from typing import Any

SECRET = frozenset({"number", "cvc", "account_number", "iban"})
_SHOWN = 4


def hidden(params: Any) -> Any:
    """A copy, nested as before, in which of each number only its end can be read."""
    if isinstance(params, list):
        return [hidden(one) for one in params]
    if not isinstance(params, dict):
        return params
    return {name: _ending(name, value) for name, value in params.items()}


def _ending(name: str, value: Any) -> Any:
    if name not in SECRET or isinstance(value, dict | list):
        return hidden(value)
    text = str(value)
    kept = text[-_SHOWN:] if len(text) > 2 * _SHOWN else ""
    return "•" * (len(text) - len(kept)) + kept
