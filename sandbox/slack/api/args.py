"""The arguments of a Web API call, from a form or from JSON."""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.slack.refusals import ApiError, invalid_arguments


class Args:
    """In a form everything is text, lists and objects as JSON; in a JSON body they are themselves.
    Both read the same here."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = {name: value for name, value in given.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self._given

    def text(self, name: str, otherwise: str = "") -> str:
        value = self._given.get(name, otherwise)
        return value if isinstance(value, str) else json.dumps(value)

    def required(self, name: str) -> str:
        if not self.text(name):
            raise invalid_arguments(f"missing required field: {name}")
        return self.text(name)

    def flag(self, name: str) -> bool:
        return self._given.get(name) in (True, "true", "True", "1", 1)

    def number(self, name: str, otherwise: int) -> int:
        try:
            return int(self._given.get(name, otherwise))
        except (TypeError, ValueError):
            raise invalid_arguments(f"must be a number [json-pointer:/{name}]") from None

    def names(self, name: str) -> list[str]:
        """A list, or a text with commas."""
        value = self._given.get(name, "")
        return value if isinstance(value, list) else [one for one in str(value).split(",") if one]

    def parsed(self, name: str, word: str) -> Any:
        """A list or object; None where none was given. `word`: the error if it can't be read."""
        value = self._given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise ApiError(word) from None
