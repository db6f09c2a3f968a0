"""One request, as those who answer it see it."""

from dataclasses import dataclass
from typing import Any

from sandbox.stripe.books import Books, Record
from sandbox.stripe.errors import missing_parameter


@dataclass(frozen=True)
class Call:
    """`params` are checked and have their types; `ids` are the names in the path, by their
    placeholders; `key` is the idempotency key, `id` the request's own."""

    books: Books
    params: dict[str, Any]
    ids: dict[str, str]
    id: str
    key: str | None = None

    def named(self, kind: str, placeholder: str | None = None) -> Record:
        """The object that the path names. StripeError 404."""
        return self.books.find(kind, self.ids[placeholder or kind])

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter; `default` where it is absent or sent empty."""
        value = self.params.get(name)
        return default if value is None or value == "" else value

    def linked(self, kind: str, name: str) -> Record | None:
        """The object that a parameter names; None without it. StripeError 400."""
        given = self.get(name)
        return self.books.find(kind, given, param=name) if given else None

    def acceptance(self) -> dict[str, Any] | None:
        """How the payer accepted a mandate; None without `mandate_data`. StripeError 400."""
        data = self.get("mandate_data")
        if data is None:
            return None
        if "customer_acceptance" not in data:
            raise missing_parameter("mandate_data[customer_acceptance]")
        return dict(data["customer_acceptance"])
