"""What Slack answers where it refuses: a word, and what belongs to it."""

from typing import Any


class ApiError(Exception):
    """`{"ok": false, "error": word, …}`; `messages` say more, as in response_metadata."""

    def __init__(self, word: str, messages: list[str] | None = None, **more: Any) -> None:
        super().__init__(word)
        self.word = word
        self.messages = messages or []
        self.more = more

    def as_json(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error": self.word, **self.more}
        if self.messages:
            answer["response_metadata"] = {"messages": self.messages}
        return answer


def invalid_arguments(*messages: str) -> ApiError:
    return ApiError("invalid_arguments", [f"[ERROR] {message}" for message in messages])
